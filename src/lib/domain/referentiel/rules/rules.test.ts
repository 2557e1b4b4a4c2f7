import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { applyChanges, contentFrom } from '#lib/domain/apply.ts'
import type { Change } from '#lib/domain/change.ts'
import { PHASES, blankDossier, type Phase } from '#lib/domain/schema/dossier.ts'
import type { ElementKind } from '#lib/domain/schema/element.ts'
import type { LinkKind } from '#lib/domain/schema/links.ts'
import { importReferentiel } from '../import.ts'
import { namesSomeone } from './exposure.ts'
import { alike, likeness } from '../../likeness.ts'
import { isAwake } from './phases.ts'
import { RULES, findings, findingsOf } from './rules.ts'
import { SDG_TARGETS } from './sdg.ts'

const card = (id: string, is: ElementKind, more: object = {}): Change => ({
  do: 'put',
  root: 'elements',
  record: { id, is, ...more },
})
const arrow = (id: string, fromId: string, toId: string, more: object = {}, is: LinkKind = 'causal'): Change => ({
  do: 'put',
  root: 'links',
  record: { id, is, fromId, toId, ...more },
})
const remove = (id: string): Change => ({ do: 'remove', root: 'elements', id, gone: { by: null, at: 0 } })
const effect = (id: string, more: object = {}) => card(id, 'effect', { text: id, status: 'retained', ...more })
const boardOf = (changes: readonly Change[]) => contentFrom(blankDossier('ref-1', 'Essai'), changes)

/** The findings of one rule, each as its subjects and, where the rule has several, its problem. */
function of(code: string, ...changes: readonly Change[]): readonly string[] {
  return findings(boardOf(changes))
    .filter((finding) => finding.code === code)
    .map(({ subjects, params }) =>
      [...subjects, params.field, params.problem].filter((part) => part !== undefined).join(' '),
    )
}

describe('references', () => {
  test('REF-01 finds ids that are nowhere, in cards, arrows and sources, and not those of the bin', () => {
    const changes = [
      effect('e1', { createdInWorkshopId: 'at-9' }),
      card('s1', 'stakeholder'),
      card('q1', 'question', { effectIds: ['e1', 'e9'], intendedUsers: ['s1'] }),
      card('i1', 'indicator', { sources: [{ label: 'x', kind: null, url: null, ownerId: 's9' }], measuresId: 'e1' }),
      arrow('l1', 'e1', 'e8', { assumptionIds: ['h9'] }),
    ]
    expect(of('REF-01', ...changes)).toEqual([
      'e1 createdInWorkshopId',
      'i1 sources',
      'l1 toId',
      'l1 assumptionIds',
      'q1 effectIds',
    ])
    expect(
      of('REF-01', card('s1', 'stakeholder'), card('q1', 'question', { intendedUsers: ['s1'] }), remove('s1')),
    ).toEqual([])
  })

  test('REF-01 finds a card that was turned back into a note', () => {
    expect(of('REF-01', card('n1', 'note'), card('q1', 'question', { effectIds: ['n1'] }))).toEqual(['q1 effectIds'])
  })

  test('REF-02 finds an id used by a card and an arrow', () => {
    expect(of('REF-02', effect('x'), effect('y'), arrow('x', 'x', 'y'))).toEqual(['x'])
  })

  test('REF-03 asks for each needed field once, blanks and what is in the bin counting as empty', () => {
    const question = [card('s1', 'stakeholder'), card('q1', 'question', { text: ' \n', intendedUsers: ['s1'] })]
    const asked = (changes: readonly Change[]) => of('REF-03', ...changes).filter((each) => each.startsWith('q1'))
    expect(asked(question)).toEqual(['q1 text missing', 'q1 effectIds missing'])
    expect(asked([...question, remove('s1')])).toContain('q1 intendedUsers missing')
  })

  test('REF-03 checks days against the calendar and targets against the list of 169', () => {
    expect(SDG_TARGETS).toHaveLength(169)
    const changes = [
      effect('e1', { sdgTargets: ['12.5', '11.a', '12.9', '18.1'] }),
      card('v1', 'evidence', { collectedAt: '2026-02-30' }),
      card('i1', 'indicator', { baseline: { value: 3, date: '31/12/2025', note: null } }),
    ]
    expect(of('REF-03', ...changes).filter((each) => !each.endsWith('missing'))).toEqual([
      'e1 sdgTargets sdg',
      'e1 sdgTargets sdg',
      'i1 baseline date',
      'v1 collectedAt date',
    ])
  })

  test('REF-03 asks a blank board for its mission', () => {
    expect(of('REF-03')).toEqual(['text', 'problem', 'publics', 'ambition'].map((field) => `mission ${field} missing`))
  })

  test('REF-03 asks which action made an output, unless an arrow says it', () => {
    const made = [card('a1', 'activity', { text: 'a' }), card('o1', 'output', { text: 'o' })]
    expect(of('REF-03', ...made)).toContain('o1 activityId missing')
    expect(of('REF-03', ...made, arrow('l1', 'a1', 'o1'))).not.toContain('o1 activityId missing')
  })

  test('REF-03 asks for the atelier of a decision only where there is one to choose', () => {
    const decided = card('d1', 'decision', { text: 'd', kind: 'debate', subjectIds: ['e1'] })
    expect(of('REF-03', effect('e1'), decided)).not.toContain('d1 workshopId missing')
    const workshops = [
      {
        id: 'at1',
        order: 1,
        title: 'Atelier 1',
        date: null,
        mode: 'remote' as const,
        durationMin: 150,
        participants: null,
      },
    ]
    const known = contentFrom({ ...blankDossier('ref-1', 'Essai'), workshops }, [effect('e1'), decided])
    expect(findings(known).filter(({ params }) => params.field === 'workshopId')).toHaveLength(1)
  })

  test('REF-04 finds territories that lie inside one another', () => {
    const within = (id: string, parentId: string | null) => card(id, 'territory', { text: id, parentId })
    expect(of('REF-04', within('a', 'b'), within('b', 'c'), within('c', null))).toEqual([])
    expect(of('REF-04', within('a', 'b'), within('b', 'c'), within('c', 'a'), within('d', 'd'))).toEqual(['a c b', 'd'])
  })

  test('DOC-01 tells what was kept aside', () => {
    expect(of('DOC-01', card('s1', 'stakeholder', { power: 12 }))).toEqual(['s1'])
    expect(of('DOC-01', card('s1', 'stakeholder', { power: 4 }), effect('e1'))).toEqual([])
  })
})

describe('arrows', () => {
  const cards = [
    card('a', 'activity'),
    card('o', 'output'),
    effect('e'),
    effect('f'),
    card('s', 'stakeholder'),
    card('n', 'note'),
  ]

  test('LNK-01 allows the pairs of the method and no other', () => {
    const legal = [
      arrow('1', 'a', 'o'),
      arrow('2', 'o', 'e'),
      arrow('3', 'a', 'e'),
      arrow('4', 'e', 'f', { kind: 'hinders' }),
    ]
    expect(of('LNK-01', ...cards, ...legal)).toEqual([])
    const illegal = [
      arrow('1', 'e', 'a'),
      arrow('2', 'n', 'e'),
      arrow('3', 'o', 'e', { kind: 'produces' }),
      arrow('4', 'e', 's', {}, 'concerns'),
      arrow('5', 's', 'e', {}, 'relation'),
    ]
    expect(of('LNK-01', ...cards, ...illegal)).toEqual(['1', '2', '3', '4', '5'])
  })

  test('LNK-02 names one loop a knot and the arrow that goes back in time; what acts in return or hinders makes none', () => {
    const chain = [
      effect('e1', { horizon: 'short' }),
      effect('e2', { horizon: 'medium' }),
      effect('e3', { horizon: 'long' }),
    ]
    const way = [arrow('l1', 'e1', 'e2'), arrow('l2', 'e2', 'e3')]
    expect(of('LNK-02', ...chain, ...way, arrow('l3', 'e3', 'e1'))).toEqual(['l3 e1 e2 e3'])
    expect(of('LNK-02', ...chain, ...way, arrow('l3', 'e3', 'e1', { kind: 'feedback' }))).toEqual([])
    expect(of('LNK-02', ...chain, ...way, arrow('l3', 'e3', 'e1', { kind: 'hinders' }))).toEqual([])
    expect(of('LNK-02', ...chain, arrow('l1', 'e1', 'e1'))).toEqual([])
  })

  test('LNK-02 proposes the arrow that the group doubts where time does not tell', () => {
    const pair = [effect('e1'), effect('e2')]
    const doubted = [arrow('l1', 'e1', 'e2', { confidence: 'low' }), arrow('l2', 'e2', 'e1', { confidence: 'high' })]
    expect(of('LNK-02', ...pair, ...doubted)).toEqual(['l1 e2 e1'])
  })

  test('LNK-02 follows a chain of thousands without exhausting the stack', () => {
    const ids = Array.from({ length: 5_000 }, (_, i) => `e${i}`)
    const ring = ids.map((id, i) => arrow(`l${i}`, id, ids[(i + 1) % ids.length]!))
    const [loop, ...others] = findings(boardOf([...ids.map((id) => effect(id)), ...ring])).filter(
      ({ code }) => code === 'LNK-02',
    )
    expect(loop?.subjects).toHaveLength(5_001)
    expect(others).toEqual([])
  })

  test('LNK-03 finds the same arrow twice, and relations only of the same type', () => {
    const stakeholders = [card('s1', 'stakeholder'), card('s2', 'stakeholder')]
    expect(
      of('LNK-03', ...cards, arrow('l1', 'e', 'f'), arrow('l2', 'e', 'f', { kind: 'hinders' }), arrow('l3', 'f', 'e')),
    ).toEqual(['l2 l1'])
    const relation = (id: string, type: string) => arrow(id, 's1', 's2', { type }, 'relation')
    expect(
      of('LNK-03', ...stakeholders, relation('r1', 'funds'), relation('r2', 'governs'), relation('r3', 'funds')),
    ).toEqual(['r3 r1'])
  })

  test('LNK-04, LNK-05, LNK-06 and LNK-07 look at time, jumps, doubt and arrows to oneself', () => {
    const [short, long] = [effect('e1', { horizon: 'short' }), effect('e2', { horizon: 'long' })]
    expect(of('LNK-04', short, long, arrow('l1', 'e2', 'e1'), arrow('l2', 'e2', 'e1', { kind: 'feedback' }))).toEqual([
      'l1',
    ])
    const actions = [card('a', 'activity'), card('o', 'output')]
    expect(
      of('LNK-05', short, long, ...actions, arrow('l1', 'a', 'e2'), arrow('l2', 'o', 'e2'), arrow('l3', 'a', 'e1')),
    ).toEqual(['l1', 'l2'])
    const low = { confidence: 'low' }
    expect(
      of(
        'LNK-06',
        short,
        long,
        arrow('l1', 'e1', 'e2', low),
        arrow('l2', 'e1', 'e2', { ...low, assumptionIds: ['h'] }),
      ),
    ).toEqual(['l1'])
    expect(of('LNK-07', short, arrow('l1', 'e1', 'e1'))).toEqual(['l1'])
  })
})

describe('effects and stakeholders', () => {
  test('EFF-01 and EFF-02 ask retained effects for a cause and a consequence', () => {
    const chain = [
      effect('e1', { horizon: 'short' }),
      effect('e2', { horizon: 'long' }),
      effect('e3', { status: 'idea' }),
    ]
    expect(of('EFF-01', ...chain, arrow('l1', 'e1', 'e2'))).toEqual(['e1'])
    expect(of('EFF-02', ...chain)).toEqual(['e1'])
    expect(of('EFF-02', ...chain, arrow('l1', 'e1', 'e2'))).toEqual([])
    expect(of('EFF-01', ...chain, arrow('l1', 'e2', 'e1', { kind: 'feedback' }))).toContain('e1')
  })

  test('REF-01 does not look for a person among the cards: «Je m’en occupe» is no reference', () => {
    expect(of('REF-01', card('c', 'criterion', { takenOnBy: ['person-7'] }))).toEqual([])
  })

  test('EFF-03 asks for whom, of every effect, put aside or not', () => {
    const cards = [
      effect('e1'),
      effect('e2', { status: null }),
      effect('e3', { status: 'parked' }),
      card('s', 'stakeholder'),
    ]
    expect(of('EFF-03', ...cards, arrow('c', 's', 'e1', {}, 'concerns'))).toEqual(['e2', 'e3'])
  })

  test('EFF-05 asks for unwanted effects once there is a tree', () => {
    const asks = (...changes: readonly Change[]) => of('EFF-05', ...changes).length > 0
    expect(asks()).toBe(false)
    expect(asks(effect('e1'))).toBe(true)
    expect(asks(effect('e1'), effect('e2', { intentionality: 'unexpected' }))).toBe(false)
    expect(asks(effect('e1'), effect('e2', { polarity: 'negative', status: 'parked' }))).toBe(false)
  })

  test('EFF-04 asks whether an action was written as an effect', () => {
    const said = (text: string, more: object = {}) => of('EFF-04', effect('e1', { text, ...more })).length > 0
    expect(said('Organiser des ateliers')).toBe(true)
    expect(said('Mise en place d’un guichet')).toBe(true)
    expect(said('Les familles osent pousser la porte')).toBe(false)
    expect(said('Formation reconnue par les employeurs')).toBe(false)
    expect(said('Organiser des ateliers', { status: 'parked' })).toBe(false)
  })

  test('EFF-06 finds effects worded almost alike, and effects watched by the same entry of the bank for the same people', () => {
    const [a, b] = ['Les habitants réparent leurs objets', 'Les habitants réparent leurs objets !']
    expect(of('EFF-06', effect('e1', { text: a }), effect('e2', { text: b }))).toEqual(['e1 e2'])
    expect(of('EFF-06', effect('e1', { text: a }), effect('e2', { text: 'Les élus achètent local' }))).toEqual([])
    expect(of('EFF-06', effect('e1', { text: a }), effect('e2', { text: b, status: 'rejected' }))).toEqual([])
    expect(of('EFF-06', effect('e1', { text: a, distinctFrom: ['e2'] }), effect('e2', { text: b }))).toEqual([])
    const watched = [
      effect('e1', { text: 'Moins de déchets' }),
      effect('e2', { text: 'On jette peu' }),
      card('s', 'stakeholder'),
      card('i1', 'indicator', { measuresId: 'e1', bankRef: 'b-1' }),
      card('i2', 'indicator', { measuresId: 'e2', bankRef: 'b-1' }),
      arrow('c1', 's', 'e1', {}, 'concerns'),
    ]
    expect(of('EFF-06', ...watched)).toEqual([])
    expect(of('EFF-06', ...watched, arrow('c2', 's', 'e2', {}, 'concerns'))).toEqual(['e1 e2'])
  })

  test('STK-02 finds beneficiaries without effect, and a map without people', () => {
    const beneficiary = card('s1', 'stakeholder', { role: 'beneficial', kind: 'person_group' })
    const office = card('s2', 'stakeholder', { role: 'contributing', kind: 'public_authority' })
    expect(of('STK-02', beneficiary, office)).toEqual(['s1 beneficiary'])
    expect(of('STK-02', beneficiary, effect('e1'), arrow('c', 's1', 'e1', {}, 'concerns'))).toEqual([])
    expect(of('STK-02', office)).toEqual(['people'])
    expect(of('STK-02', office, card('s3', 'stakeholder'))).toEqual([])
  })

  test('STK-01 and STK-03 find who is not concerned and who is not heard', () => {
    const keen = (id: string) => card(id, 'stakeholder', { text: id, power: 1, interest: 4 })
    const listened = card('s4', 'stakeholder', { text: 's4', power: 1, interest: 4, voice: 'heard' })
    const cards = [effect('e1'), keen('s1'), keen('s2'), card('s3', 'stakeholder'), listened]
    const heard = arrow('c1', 's1', 'e1', { perspectiveOfId: 's1' }, 'concerns')
    const spokenFor = arrow('c2', 's2', 'e1', { perspectiveOfId: 's1' }, 'concerns')
    expect(of('STK-01', ...cards, heard)).toEqual(['s2', 's3', 's4'])
    expect(of('STK-03', ...cards, heard, spokenFor)).toEqual(['s2'])
  })
})

describe('the framework', () => {
  test('QUE-01, CRI-01 and CRI-02 follow the chain', () => {
    const cards = [
      effect('e1'),
      effect('e2'),
      card('q1', 'question', { effectIds: ['e1'] }),
      card('c1', 'criterion', { questionId: 'q1', effectId: 'e2' }),
      card('q2', 'question', { intendedUsers: ['s'] }),
    ]
    expect(of('QUE-01', ...cards)).toEqual(['q1 user', 'q2 criterion'])
    expect(of('CRI-01', ...cards)).toEqual(['c1'])
    expect(of('CRI-01', ...cards, card('i1', 'indicator', { criterionId: 'c1' }))).toEqual([])
    expect(of('CRI-02', ...cards)).toEqual(['c1 q1 e2'])
  })

  test('IND-01 to IND-03 look at what is measured and from where', () => {
    const cards = [effect('e1', { horizon: 'short' }), card('s1', 'stakeholder'), card('a1', 'activity')]
    const indicator = (more: object) => card('i1', 'indicator', more)
    expect(of('IND-01', ...cards, indicator({}))).toEqual(['i1'])
    expect(of('IND-01', ...cards, indicator({ measuresId: 's1' }))).toEqual(['i1'])
    expect(of('IND-01', ...cards, indicator({ measuresId: 'e1' }))).toEqual([])
    expect(of('IND-02', ...cards, indicator({ measuresId: 'e1', type: 'impact' }))).toEqual(['i1'])
    expect(of('IND-02', ...cards, indicator({ measuresId: 'a1', type: 'outcome' }))).toEqual(['i1'])
    expect(of('IND-02', ...cards, indicator({ measuresId: 'e1', type: 'context' }))).toEqual([])
    expect(of('IND-03', ...cards, indicator({ measuresId: 'e1' }))).toEqual(['i1 both'])
    expect(of('IND-03', ...cards, indicator({ measuresId: 'e1', collectionMethod: 'survey' }))).toEqual(['i1 source'])
    expect(of('IND-03', ...cards, indicator({ measuresId: 'a1' }))).toEqual([])
  })

  test('IND-04 reads the figures of quantitative indicators', () => {
    const figures = (start: unknown, goal: unknown, more: object = {}) =>
      of(
        'IND-04',
        card('i1', 'indicator', {
          nature: 'quantitative',
          unit: '%',
          baseline: { value: start, date: '2025-01-01', note: null },
          target: { value: goal, date: '2027-01-01', rationale: null },
          ...more,
        }),
      ).map((each) => each.replace('i1 ', ''))
    expect(figures(10, 20, { direction: 'increase' })).toEqual([])
    expect(figures(10, 20, { direction: 'decrease' })).toEqual(['direction'])
    expect(figures('12,5', '8', { direction: 'increase' })).toEqual(['direction'])
    expect(figures(null, 20)).toEqual(['baseline'])
    expect(figures(0, 120)).toEqual(['percent'])
    expect(figures(1, 2, { unit: null })).toEqual(['unit'])
    expect(figures(1, 2, { baseline: { value: 1, date: '2028-01-01', note: null } })).toEqual(['dates'])
    expect(figures(null, 120, { nature: 'qualitative' })).toEqual([])
  })

  test('IND-05 asks an account for its form', () => {
    const account = (more: object = {}) => card('i1', 'indicator', { nature: 'qualitative', ...more })
    expect(of('IND-05', account())).toEqual(['i1'])
    expect(of('IND-05', account({ ratingScale: ['peu', 'beaucoup'] }))).toEqual([])
    expect(of('IND-05', account({ direction: 'describe' }))).toEqual([])
    expect(of('IND-05', account(), card('v1', 'evidence', { indicatorIds: ['i1'] }))).toEqual([])
  })

  test('IND-06 compares units with the bank, and with the other indicators of the same entry', () => {
    const from = (id: string, bankRef: string, unit: string | null) => card(id, 'indicator', { bankRef, unit })
    expect(of('IND-06', from('i1', 'bq-emploi-01', ' etp '))).toEqual([])
    expect(of('IND-06', from('i1', 'bq-emploi-01', 'personnes'))).toEqual(['i1 bank'])
    expect(of('IND-06', from('i1', 'bq-emploi-01', null))).toEqual([])
    expect(of('IND-06', from('i1', 'ours-1', 't'), from('i2', 'ours-1', 'kg'))).toEqual(['i2 twins'])
  })

  test('IND-07 finds what is counted twice, by the same calculation or in a territory and in one inside it', () => {
    const source = (label: string) => [{ label, kind: null, url: null, ownerId: null }]
    const counted = (id: string, more: object = {}) =>
      card(id, 'indicator', { text: id, measuresId: 'e1', sources: source('Registre'), calculation: 'a / b', ...more })
    const base = [effect('e1'), card('t1', 'territory', { parentId: 't2' }), card('t2', 'territory')]
    expect(of('IND-07', ...base, counted('i1'), counted('i2'))).toEqual(['i2 i1 twice'])
    expect(of('IND-07', ...base, counted('i1'), counted('i2', { sources: source('Enquête') }))).toEqual([])
    expect(of('IND-07', ...base, counted('i1', { calculation: '' }), counted('i2', { calculation: '' }))).toEqual([])
    const summed = (id: string, unit: string, territoryIds: readonly string[]) =>
      counted(id, { text: 'Emplois créés', calculation: '', nature: 'quantitative', unit, territoryIds })
    expect(of('IND-07', ...base, summed('i1', 't/an', ['t1', 't2']))).toEqual(['i1 nested'])
    expect(of('IND-07', ...base, summed('i1', 'ETP', ['t1']), summed('i2', 'ETP', ['t2']))).toEqual(['i2 i1 nested'])
    expect(of('IND-07', ...base, summed('i1', '%', ['t1', 't2']))).toEqual([])
    expect(of('IND-07', ...base, summed('i1', 'points', ['t1', 't2']))).toEqual([])
    expect(of('IND-07', ...base, summed('i1', 'kg/hab', ['t1', 't2']))).toEqual([])
  })

  test('IND-08 finds an indicator beside its criterion', () => {
    const chain = [effect('e1'), effect('e2'), card('c1', 'criterion', { effectId: 'e1' })]
    const measuring = (id: string) => card('i1', 'indicator', { criterionId: 'c1', measuresId: id })
    expect(of('IND-08', ...chain, measuring('e2'))).toEqual(['i1 c1 e2'])
    expect(of('IND-08', ...chain, measuring('e1'))).toEqual([])
  })

  test('IND-09 asks who takes care, and whether the scale is the effect’s', () => {
    const cards = [effect('e1', { territorialScale: 'commune' }), card('s1', 'stakeholder')]
    const at = (territorialScale: string | null, responsibleId: string | null = 's1') =>
      card('i1', 'indicator', { measuresId: 'e1', territorialScale, responsibleId })
    expect(of('IND-09', ...cards, at('commune'))).toEqual([])
    expect(of('IND-09', ...cards, at('region'))).toEqual(['i1 scale'])
    expect(of('IND-09', ...cards, at(null, null))).toEqual(['i1 responsible'])
  })

  test('IND-10 counts what will have to be collected', () => {
    const many = (count: number, measuresId: string | null) =>
      Array.from({ length: count }, (_, i) => card(`i${i}`, 'indicator', { measuresId }))
    expect(of('IND-10', effect('e1'), ...many(3, 'e1'))).toEqual([])
    expect(of('IND-10', effect('e1'), ...many(4, 'e1'))).toEqual(['e1 effect'])
    expect(of('IND-10', ...many(25, null))).toEqual([])
    expect(of('IND-10', ...many(26, null))).toEqual(['total'])
  })

  test('BAL-02 asks for words where people’s lives change, and for both kinds over the whole', () => {
    const question = [
      effect('e1', { dimension: 'social' }),
      card('q1', 'question', { effectIds: ['e1'] }),
      card('c1', 'criterion', { questionId: 'q1' }),
    ]
    const figure = (id: string, nature = 'quantitative') => card(id, 'indicator', { criterionId: 'c1', nature })
    expect(of('BAL-02', ...question)).toEqual([])
    expect(of('BAL-02', ...question, figure('i1'))).toEqual(['q1 question'])
    expect(of('BAL-02', ...question, figure('i1'), figure('i2', 'qualitative'))).toEqual([])
    expect(of('BAL-02', ...question, figure('i1'), card('v1', 'evidence', { effectIds: ['e1'] }))).toEqual([])
    const all = (nature: string, count: number) =>
      Array.from({ length: count }, (_, i) => card(`${nature}${i}`, 'indicator', { nature }))
    expect(of('BAL-02', ...all('quantitative', 8), ...all('qualitative', 1))).toEqual(['figures'])
    expect(of('BAL-02', ...all('quantitative', 1), ...all('qualitative', 8))).toEqual(['accounts'])
    expect(of('BAL-02', ...all('quantitative', 4), ...all('qualitative', 1))).toEqual([])
    expect(of('BAL-02', ...all('quantitative', 2))).toEqual([])
  })

  test('BAL-03 finds a question that only counts what is done', () => {
    const question = [
      effect('e1', { horizon: 'short' }),
      card('o1', 'output'),
      card('q1', 'question'),
      card('c1', 'criterion', { questionId: 'q1' }),
    ]
    const measuring = (id: string, measuresId: string) => card(id, 'indicator', { criterionId: 'c1', measuresId })
    expect(of('BAL-03', ...question, measuring('i1', 'o1'))).toEqual(['q1'])
    expect(of('BAL-03', ...question, measuring('i1', 'o1'), measuring('i2', 'e1'))).toEqual([])
  })

  test('BAL-01 and ASM-01 find what nobody watches or tests', () => {
    expect(of('BAL-01', effect('e1'), effect('e2', { status: 'idea' }))).toEqual(['e1'])
    expect(of('BAL-01', effect('e1'), card('i1', 'indicator', { measuresId: 'e1' }))).toEqual([])
    expect(of('BAL-01', effect('e1'), card('i1', 'indicator', { measuresId: 'e1' }), remove('i1'))).toEqual(['e1'])
    expect(of('ASM-01', card('h1', 'assumption', { criticality: 'high' }), card('h2', 'assumption'))).toEqual(['h1'])
  })

  test('EVD-01 protects those who spoke', () => {
    const consent = { given: true, scope: 'restitution' }
    expect(of('EVD-01', card('v1', 'evidence', { type: 'verbatim' }))).toEqual(['v1 consent'])
    expect(
      of('EVD-01', card('v1', 'evidence', { type: 'verbatim', consent }), card('v2', 'evidence', { type: 'document' })),
    ).toEqual([])
    const named = [
      'Karima Benali',
      'Jean-Paul Latour, 54 ans',
      'Marie DUPONT',
      'M. Durand',
      'a.b@exemple.fr',
      '06 12 34 56 78',
      '+33 6 12 34 56 78',
    ]
    expect(named.filter((profile) => !namesSomeone(profile))).toEqual([])
    const harder = ['Habitante Rose MARTIN', 'Élue Anne-Lise D’ARC', 'E\u0301lodie Martin']
    expect(harder.filter((profile) => !namesSomeone(profile))).toEqual([])
    const safe = [
      'Salarié en parcours, 14 mois',
      'Cliente, quartier des Tanneries',
      'Agente de Lyon Métropole depuis 2019',
      'Habitante du Quartier Nord',
      'Bénévole Emmaüs',
      '',
    ]
    expect(safe.filter(namesSomeone)).toEqual([])
  })
})

test('EVD-02 finds a profile that fits a handful of people', () => {
  const said = (speakerProfile: string | null, more: object = {}) =>
    of('EVD-02', card('v1', 'evidence', { type: 'verbatim', speakerProfile, ...more })).length > 0
  expect(said('Habitante, 30 à 45 ans')).toBe(false)
  expect(said('La directrice de la régie')).toBe(true)
  expect(said('Femme, 42 ans, Tanneries, soudeuse')).toBe(true)
  expect(said(null)).toBe(false)
  const few = card('s1', 'stakeholder', { estimatedSize: 3 })
  const from = card('v1', 'evidence', { type: 'verbatim', speakerProfile: 'Encadrante', stakeholderId: 's1' })
  expect(of('EVD-02', few, from)).toEqual(['v1'])
  expect(of('EVD-02', card('s1', 'stakeholder', { estimatedSize: 30 }), from)).toEqual([])
})

test('SEC-01 finds addresses, numbers and participants’ names in what leaves, and repeats none of them', () => {
  const cards = [
    effect('e1', { text: 'Écrire à nadia@exemple.fr' }),
    effect('e2', { text: 'Nadia en parle, la rose aussi' }),
    card('i1', 'indicator', {
      sources: [{ label: 'Appeler le 06 12 34 56 78', kind: null, url: null, ownerId: null }],
    }),
    card('n1', 'note', { text: 'a@exemple.fr' }),
    card('o1', 'organization', { siret: '01234567891234' }),
  ]
  expect(of('SEC-01', ...cards)).toEqual(['e1 text email', 'i1 sources phone'])
  const named = findings(boardOf(cards), ['Nadia', 'Rose']).filter(({ code }) => code === 'SEC-01')
  expect(named.map(({ subjects, params }) => `${subjects[0]} ${params.problem}`)).toContain('e2 name')
  expect(named).toHaveLength(3)
  expect(JSON.stringify(named)).not.toMatch(/Nadia|06 12|exemple/)
})

test('likeness disregards case, accents and punctuation, and the search finds what comparing each with each finds', () => {
  expect(likeness('Accès à l’emploi', 'acces a l emploi')).toBe(1)
  expect(likeness('Accès à l’emploi', 'Moins de déchets')).toBeLessThan(0.3)
  const words = ['réemploi', 'objets', 'habitants', 'réparent', 'ensemble', 'quartier', 'local', 'emploi']
  const texts = Array.from({ length: 200 }, (_, i) =>
    [0, 1, 2, 3].map((k) => words[(i * (k + 3) + ((i * i) >> k)) % words.length]).join(' '),
  )
  const slow = texts.flatMap((b, j) =>
    texts.slice(0, j).flatMap((a, i) => (likeness(a, b) >= 0.85 ? [`${i} ${j}`] : [])),
  )
  expect(
    alike(texts, 0.85)
      .map(([i, j]) => `${i} ${j}`)
      .sort(),
  ).toEqual(slow.sort())
  expect(slow.length).toBeGreaterThan(10)
})

test('a check sleeps until its phase is over; a fault in what is written does not', () => {
  const changes = [effect('e1', { sdgTargets: ['18.1'] }), card('q1', 'question', { text: 'Quoi ?' })]
  const board = boardOf(changes)
  const codes = (awake: readonly Phase[]) => {
    const content = { ...board, dossier: { ...board.dossier, awake: [...awake] } }
    return [...new Set(findings(content).flatMap((found) => (isAwake(content, found) ? [found.code] : [])))]
  }
  expect(codes([])).toEqual(['REF-03'])
  expect(codes(['placing'])).toEqual(expect.arrayContaining(['EFF-01', 'EFF-03']))
  expect(codes(['placing'])).not.toContain('EFF-05')
  expect(codes(['unwanted'])).toContain('EFF-05')
  expect(codes(['questions'])).toContain('QUE-01')
  expect(new Set(codes(PHASES))).toEqual(new Set(findings(board).map(({ code }) => code)))
  expect(findingsOf(board, 'e1').map(({ params }) => params.problem)).toEqual(['sdg'])
})

test('the most severe come first, and the same content always gives the same list', () => {
  const changes = [effect('e2'), effect('e1'), arrow('l1', 'e1', 'e1', { confidence: 'low' })]
  const list = findings(boardOf(changes))
  expect([...new Set(list.map(({ severity }) => severity))]).toEqual(['error', 'warning', 'info'])
  expect(findings(boardOf(changes.toReversed()))).toEqual(list)
  expect(new Set(RULES.map(({ code }) => code)).size).toBe(RULES.length)
})

test('no finding is lost or thrown on a board where every reference points to the wrong thing', () => {
  const text = readFileSync('tests/fixtures/boucles-vives.referentiel.json', 'utf8')
  const imported = importReferentiel(text, () => 'new')
  if (!imported.ok) throw new Error('refused')
  const content = contentFrom(imported.dossier, imported.changes)
  const kinds: readonly ElementKind[] = ['note', 'stakeholder', 'effect', 'indicator', 'question', 'evidence']
  const convert = [...content.elements.keys()].map((id, i): Change => ({
    do: 'patch',
    root: 'elements',
    id,
    fields: { is: kinds[i % kinds.length] },
  }))
  expect(findings(applyChanges(content, convert)).length).toBeGreaterThan(50)
})
