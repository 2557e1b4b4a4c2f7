import type { Change } from '#lib/domain/change.ts'
import type { ElementKind } from '#lib/domain/schema/element.ts'
import type { LinkKind } from '#lib/domain/schema/links.ts'

/** A whole référentiel in the proportions of the example, cards and arrows together `entities`. */
export function framework(entities: number): readonly Change[] {
  const unit = entities / 40
  const changes: Change[] = []
  const card = (id: string, is: ElementKind, more: object) =>
    changes.push({ do: 'put', root: 'elements', record: { id, is, ref: id, ...more } })
  const link = (id: string, is: LinkKind, fromId: string, toId: string, more: object = {}) =>
    changes.push({ do: 'put', root: 'links', record: { id, is, fromId, toId, ...more } })
  const pick = (prefix: string, count: number, i: number) => `${prefix}-${(i * 7919) % Math.max(1, Math.floor(count))}`
  for (let i = 0; i < 5 * unit; i++)
    card(`pp-${i}`, 'stakeholder', {
      text: words(i, 4),
      kind: 'person_group',
      role: 'both',
      side: 'internal',
      power: i % 6,
      interest: (i * 3) % 6,
    })
  for (let i = 0; i < 2 * unit; i++) card(`ac-${i}`, 'activity', { text: words(i, 6) })
  for (let i = 0; i < 2 * unit; i++) card(`re-${i}`, 'output', { text: words(i + 11, 6) })
  for (let i = 0; i < 6 * unit; i++)
    card(`ef-${i}`, 'effect', {
      text: words(i * 3, 9),
      description: words(i, 30),
      horizon: (['short', 'medium', 'long'] as const)[i % 3],
      polarity: i % 9 === 0 ? 'negative' : 'positive',
      intentionality: 'expected',
      status: i % 5 === 0 ? 'idea' : 'retained',
      dimension: (['social', 'economic', 'territorial'] as const)[i % 3],
    })
  for (let i = 0; i < 2 * unit; i++)
    card(`qe-${i}`, 'question', {
      text: words(i, 12),
      intendedUsers: [pick('pp', 5 * unit, i)],
      effectIds: [pick('ef', 6 * unit, i), pick('ef', 6 * unit, i + 1)],
    })
  for (let i = 0; i < 4 * unit; i++)
    card(`cj-${i}`, 'criterion', {
      text: words(i, 9),
      questionId: pick('qe', 2 * unit, i),
      effectId: pick('ef', 6 * unit, i),
    })
  for (let i = 0; i < 7 * unit; i++)
    card(`in-${i}`, 'indicator', {
      text: words(i * 5, 6),
      definition: words(i, 25),
      measuresId: pick('ef', 6 * unit, i),
      criterionId: pick('cj', 4 * unit, i),
      nature: i % 4 === 0 ? 'qualitative' : 'quantitative',
      unit: i % 3 === 0 ? '%' : 'personnes',
      sources: [{ label: words(i, 3), kind: 'survey', url: null, ownerId: null }],
      collectionMethod: 'survey',
      responsibleId: pick('pp', 5 * unit, i),
      frequency: 'annual',
      baseline: { value: i, date: '2025-01-01', note: null },
      target: { value: i * 2, date: '2027-01-01', rationale: null },
      direction: 'increase',
    })
  for (let i = 0; i < unit; i++)
    card(`vb-${i}`, 'evidence', {
      text: words(i, 20),
      type: 'verbatim',
      effectIds: [pick('ef', 6 * unit, i)],
      speakerProfile: 'Habitante, 30 à 45 ans',
      consent: { given: true, scope: 'restitution' },
    })
  for (let i = 0; i < 2 * unit; i++) link(`la-${i}`, 'causal', `ac-${i}`, `re-${i}`)
  for (let i = 0; i < 5 * unit; i++) link(`lb-${i}`, 'causal', `ef-${i}`, `ef-${i + 1}`, { confidence: 'low' })
  for (let i = 0; i < 4 * unit; i++) link(`lc-${i}`, 'concerns', pick('pp', 5 * unit, i), `ef-${i}`)
  return changes
}

const WORDS =
  'les habitants du quartier accèdent à un emploi local et durable grâce aux ateliers de réparation où ils se rencontrent davantage avec leurs voisins pour apprendre ensemble à réduire les déchets sans dépenser plus'.split(
    ' ',
  )
/** Sentences that differ from one another, the same at each run. */
function words(seed: number, count: number): string {
  let state = seed * 2_654_435_761 + count
  return Array.from({ length: count }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return WORDS[state % WORDS.length]
  }).join(' ')
}
