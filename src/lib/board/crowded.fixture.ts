/** Boards that nobody would make: the worst case of each thing that is done to all records. `n`: how many there are. */
import { contentFrom } from '#lib/domain/apply.ts'
import type { Change, NewElement, NewLink } from '#lib/domain/change.ts'
import { merge } from '#lib/domain/commands/merge.ts'
import type { Content } from '#lib/domain/content.ts'
import { blankDossier } from '#lib/domain/schema/dossier.ts'

const each = <T>(n: number, make: (i: number) => T): readonly T[] => Array.from({ length: n }, (_, i) => make(i))
const put = (record: NewElement): Change => ({ do: 'put', root: 'elements', record })
const tie = (record: NewLink): Change => ({ do: 'put', root: 'links', record })
const leads = (i: number, from: number, to: number) =>
  tie({ id: `l${i}`, is: 'causal', fromId: `e${from}`, toId: `e${to}` })
/** A word of four letters that only this number has. */
const word = (i: number) =>
  [17_576, 676, 26, 1].map((k) => 'abcdefghijklmnopqrstuvwxyz'[Math.floor(i / k) % 26]).join('')
const words = (i: number) => `${word((i * 7_919) % 456_976)} ${word((i * 104_729) % 456_976)}`
const effect = (i: number, text = words(i)) =>
  put({ id: `e${i}`, is: 'effect', text, horizon: 'short', status: 'retained' })
const stakeholder = (i: number, more: object) => put({ id: `s${i}`, is: 'stakeholder', text: words(i), ...more })

const CHANGES: Readonly<Record<string, (n: number) => readonly Change[]>> = {
  'all at one point': (n) => each(n, (i) => stakeholder(i, { power: 2.5, interest: 2.5, circle: 2 })),
  'all spread': (n) =>
    each(n, (i) =>
      stakeholder(i, { power: ((i * 37) % 51) / 10, interest: ((i * 101) % 51) / 10, circle: 1 + (i % 4) }),
    ),
  'one text': (n) => each(n, (i) => effect(i, 'Les habitants mangent mieux')),
  'short texts of about one length': (n) => each(n, (i) => effect(i, word(i))),
  'texts that share their rarest letters': (n) => each(n, (i) => effect(i, `zzxxqqkkwwjj ${word(i)} ${word(i * 7)}`)),
  'a chain': (n) => [...each(n, (i) => effect(i)), ...each(n - 1, (i) => leads(i, i, i + 1))],
  'a loop': (n) => [...each(n, (i) => effect(i)), ...each(n, (i) => leads(i, i, (i + 1) % n))],
  'a star': (n) => [
    ...each(n, (i) => effect(i)),
    ...each(n - 1, (i) => leads(i, 0, i + 1)),
    ...each(n, (i) => stakeholder(i, {})),
    ...each(n, (i) => tie({ id: `w${i}`, is: 'concerns', fromId: `s${i}`, toId: 'e0' })),
    ...each(n, (i) =>
      put({
        id: `i${i}`,
        is: 'indicator',
        text: 'Repas',
        measuresId: 'e0',
        bankRef: `b${i}`,
        nature: 'quantitative',
        unit: 'repas/an',
        calculation: 'somme',
        sources: [{ label: 'Cuisine', kind: 'survey', url: null, ownerId: null }],
      }),
    ),
  ],
  'arrows between all of a few': (n) => {
    const few = Math.ceil(Math.sqrt(n))
    return [...each(few, (i) => effect(i)), ...each(n, (i) => leads(i, i % few, Math.floor(i / few)))]
  },
  'all in one set': (n) => [
    ...each(n, (i) => effect(i)),
    put({ id: 'q', is: 'question', text: 'Quoi ?', effectIds: each(n, (i) => `e${i}`) }),
    ...each(n, (i) =>
      put({ id: `c${i}`, is: 'criterion', text: `Critère ${i}`, questionId: 'q', effectId: `e${n - 1 - i}` }),
    ),
    put({ id: 'd', is: 'decision', text: '', subjectIds: each(n, (i) => `e${i}`), workshopId: 'w' }),
  ],
  'kept apart from all': (n) =>
    each(n, (i) =>
      put({
        id: `e${i}`,
        is: 'effect',
        text: 'Les habitants mangent mieux',
        ...(i === 0 ? { distinctFrom: each(n, (k) => `e${k}`) } : {}),
      }),
    ),
  'territories in a chain': (n) => [
    ...each(n, (i) => put({ id: `t${i}`, is: 'territory', text: `Lieu ${i}`, parentId: i === 0 ? null : `t${i - 1}` })),
    effect(0),
    ...each(n, (i) =>
      put({
        id: `i${i}`,
        is: 'indicator',
        text: 'Repas',
        measuresId: 'e0',
        nature: 'quantitative',
        unit: 'repas/an',
        territoryIds: [`t${i}`],
      }),
    ),
  ],
  'merged into one': (n) => {
    const cards = each(n, (i) => put({ id: `e${i}`, is: 'effect', text: words(i), description: `Idée ${i}` }))
    const ids = each(n, (i) => `e${i}`)
    const gone = { by: null, at: 1 }
    return [
      ...cards,
      ...merge(contentFrom(blankDossier('ref', 'Essai'), cards), { into: 'e0', ids, gone, newId: () => 'new' }),
    ]
  },
}

export const CROWDED = Object.keys(CHANGES)
export const crowdedChanges = (name: string, n: number): readonly Change[] => CHANGES[name]!(n)
export const crowded = (name: string, n: number): Content =>
  contentFrom(blankDossier('ref', 'Essai'), crowdedChanges(name, n))
