/** What is done to a whole board costs as much as it has records: twice as many, twice as much. In steps, for a clock says nothing on a busy machine. */
import { stepsOf } from '../../../tests/support/steps.ts'
import * as Y from 'yjs'
import { describe, expect, test } from 'vitest'
import { applyChanges } from '#lib/domain/apply.ts'
import { copyOf, readCopy } from '#lib/domain/boardCopy.ts'
import { copy, paste, pasteLines } from '#lib/domain/commands/clipboard.ts'
import { convert, setFieldOfAll } from '#lib/domain/commands/edit.ts'
import { merge } from '#lib/domain/commands/merge.ts'
import { placeCards } from '#lib/domain/views/place.ts'
import { tidy } from '#lib/domain/views/views.ts'
import { twinsOf } from '#lib/domain/commands/twins.ts'
import { withoutWorkshops } from '#lib/domain/commands/workshops.ts'
import { writeCards, writeEntries } from '#lib/domain/commands/write.ts'
import { elementsOf, type Content } from '#lib/domain/content.ts'
import { grouped } from '#lib/domain/grouping.ts'
import { canonicalText } from '#lib/domain/referentiel/canonical.ts'
import { derive } from '#lib/domain/referentiel/derive.ts'
import { difference } from '#lib/domain/referentiel/difference.ts'
import { importReferentiel } from '#lib/domain/referentiel/import.ts'
import { findings } from '#lib/domain/referentiel/rules/rules.ts'
import { CROWDED, crowded, crowdedChanges } from './crowded.fixture.ts'
import { read, write } from './layout.ts'
import { newState } from './newState.ts'
import { lookBefore, repair } from './repair.ts'
import { restore } from './restore.ts'

const stamp = { exportedAt: '2026-11-20T10:00:00Z', exportedFrom: null }
const gone = { by: null, at: 1 }
let next = 0
const newId = () => `n${next++}`
const documentOf = (content: Content) => derive(content, stamp)
const idsOf = (content: Content) => [...content.elements.keys()]

/** Made before counting begins; gives the work that is counted. */
type Work = (name: string, n: number) => () => unknown

const on =
  (work: (content: Content) => unknown): Work =>
  (name, n) => {
    const content = crowded(name, n)
    return () => work(content)
  }

const WORKS: Readonly<Record<string, Work>> = {
  'derived, compared and written': (name, n) => {
    const content = crowded(name, n)
    const before = documentOf(applyChanges(content, []))
    return () => [canonicalText(documentOf(content)), difference(before, documentOf(content))]
  },
  checked: on((content) => findings(content)),
  'looked through for look-alikes': on((content) => [
    twinsOf(content),
    grouped(content, elementsOf(content, 'effect'), 'likeness'),
    grouped(content, elementsOf(content, 'effect'), 'for_whom'),
  ]),
  'given one horizon, every effect at once': on((content) =>
    setFieldOfAll(content, elementsOf(content, 'effect'), 'horizon', 'long'),
  ),
  imported: (name, n) => {
    const text = canonicalText(documentOf(crowded(name, n)))
    return () => importReferentiel(text, newId)
  },
  'made into a board and laid out': (name, n) => {
    const { dossier } = crowded(name, 1)
    const changes = crowdedChanges(name, n)
    return () => newState(dossier, changes)
  },
  'copied as a board and read back': on((content) => readCopy(JSON.parse(JSON.stringify(copyOf(content, []))))),
  restored: (name, n) => {
    const [now, then] = [boardOf(name, n), boardOf(name, 1)]
    const [target, before] = [read(now), read(then)]
    return () => [restore(then, target, gone), restore(now, before, gone), restore(now, target, gone)]
  },
  'mended by the server': (name, n) => {
    const doc = boardOf(name, n)
    const touched = new Set([...read(doc).elements.keys()])
    const before = lookBefore(new Y.Doc(), touched)
    return () => doc.transact(() => repair(doc, 'member', before))
  },
  'tidied where places say nothing': on((content) => tidy(content, 'stakeholders')),
  'placed all at once': on((content) => {
    const place = { near: [0, 0], circle: 3, values: { power: 1, interest: 4 }, free: true, column: 'parked' } as const
    return [
      placeCards(content, idsOf(content), place),
      placeCards(content, idsOf(content), { ...place, column: 'long' }),
    ]
  }),
  'turned into others and merged': on((content) => [
    convert(content, idsOf(content), 'output'),
    merge(content, { into: idsOf(content)[0]!, ids: elementsOf(content, 'effect').map(({ id }) => id), gone, newId }),
    withoutWorkshops(content, ['w']),
  ]),
  'copied, pasted and written': on((content) => [
    paste(content, 'ideas', copy(content, 'ideas', idsOf(content)), { by: null, newId, at: [0, 0] }),
    pasteLines(content, 'tree', idsOf(content), { by: null, newId, at: [0, 0] }),
    writeEntries(
      content,
      idsOf(content).map((id, i) => ({ text: id, forWhom: `Habitants ${i}; Élus` })),
      { is: 'effect', by: null, view: 'tree', newId, fields: { horizon: 'long' } },
    ),
    writeCards(content, idsOf(content), { is: 'note', by: null, view: 'ideas', newId }),
    writeCards(content, idsOf(content), { is: 'effect', by: null, view: 'tree', newId, fields: { horizon: 'long' } }),
  ]),
}

function boardOf(name: string, n: number): Y.Doc {
  const doc = new Y.Doc()
  doc.transact(() => write(doc, crowdedChanges(name, n)))
  return doc
}

/** Beyond what a ring, a plane or a zone has room for, and more texts than each is compared with: there the growth is seen. */
const PLACES = { from: 700, among: ['all at one point', 'all spread', 'a chain'] }
const TEXTS = { from: 600, among: CROWDED.filter((name) => /text|apart/.test(name)) }
const BIG: Readonly<Record<string, typeof PLACES>> = {
  'made into a board and laid out': PLACES,
  'placed all at once': PLACES,
  'looked through for look-alikes': TEXTS,
}
/** n log n, and what is paid once. */
const TWICE = 2.3

describe.each(Object.entries(WORKS))('%s', (work, make) => {
  const { from, among } = BIG[work] ?? { from: 150, among: CROWDED }
  test.each(among)('%s', (name) => {
    make(name, 20)()
    const [one, two, four] = [1, 2, 4].map((times) => stepsOf(make(name, times * from))) as [number, number, number]
    expect([two / one, four / two].map((growth) => (growth < TWICE ? 'linear' : growth))).toEqual(['linear', 'linear'])
  })
})
