import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { ALL_ACTS, histories, take, type Act, type Step } from './steps.ts'
import { everyText, plain, serverContent, Workshop, type Person } from './workshop.ts'

/** Alice and Bob work; everything arrives; then Alice undoes all that she can. */
function whenAliceUndoesEverything(steps: readonly Step[], before: (workshop: Workshop) => () => void): void {
  const workshop = new Workshop('alice', 'bob')
  try {
    for (const step of steps) take(workshop, step)
    workshop.meet()
    const check = before(workshop)
    const { history } = workshop.people[0]!.board
    for (let i = 0; history.undo().is !== 'nothing'; i++) if (i > 1_000) throw new Error('Undo never ends')
    workshop.meet()
    check()
    for (const { board } of workshop.people) expect(plain(board.content)).toEqual(serverContent(workshop))
    expect(serverContent(workshop).quarantined).toEqual([])
  } finally {
    workshop.close()
  }
}

describe('after Alice undoes everything', () => {
  test('every value that Bob wrote is as Bob left it', () => {
    fc.assert(
      fc.property(histories(60, 2), (steps) =>
        whenAliceUndoesEverything(steps, (workshop) => {
          const bobs = valuesBy(workshop, workshop.people[1]!)
          return () => {
            const now = values(workshop.server)
            for (const [key, value] of bobs) expect({ key, value: now.get(key) }).toEqual({ key, value })
          }
        }),
      ),
      { seed: 20261126, numRuns: 150 },
    )
  })

  test('every letter that Bob typed is still there', () => {
    const acts = ALL_ACTS.filter((act: Act) => act !== 'erase')
    fc.assert(
      fc.property(histories(60, 2, acts), (steps) =>
        whenAliceUndoesEverything(steps, (workshop) => {
          const texts = everyText(workshop.server)
          const bobs = [...workshop.people[1]!.typed].filter((letter) => texts.includes(letter))
          return () => {
            const now = everyText(workshop.server)
            for (const letter of bobs) expect(now).toContain(letter)
          }
        }),
      ),
      { seed: 20261127, numRuns: 100 },
    )
  })

  test('no card that Bob made, or changed since she made it, is in the bin', () => {
    const acts = ALL_ACTS.filter((act: Act) => !['remove', 'merge', 'putBack', 'undo', 'redo'].includes(act))
    fc.assert(
      fc.property(histories(60, 2, acts), (steps) =>
        whenAliceUndoesEverything(steps, (workshop) => {
          const bob = workshop.people[1]!.board.doc.clientID
          const touched = [...records(workshop.server, 'elements')].flatMap(([id, record]) =>
            [...itemsOf(record)].some(({ id: { client } }) => client === bob) ? id : [],
          )
          return () => {
            const { elements } = workshop.people[0]!.content
            for (const id of touched) expect([...elements.keys()]).toContain(id)
          }
        }),
      ),
      { seed: 20261128, numRuns: 100 },
    )
  })
})

const records = (doc: Y.Doc, root: string) => doc.getMap<Y.Map<unknown>>(root)
const itemsOf = (record: Y.Map<unknown>): Iterable<Y.Item> =>
  [...record._map.values()].filter(({ deleted }) => !deleted)

/** Every value of a document that is not a text, by where it is. */
function values(doc: Y.Doc): ReadonlyMap<string, unknown> {
  const out = new Map<string, unknown>()
  for (const root of ['elements', 'links'])
    for (const [id, record] of records(doc, root))
      for (const [key, value] of record) if (!(value instanceof Y.Text)) out.set(`${root} ${id} ${key}`, value)
  for (const [key, point] of doc.getMap('placements')) out.set(`placements ${key}`, point)
  return out
}

/** Those of them that a person was the last to write. */
function valuesBy({ server }: Workshop, { board }: Person): ReadonlyMap<string, unknown> {
  const all = values(server)
  const client = board.doc.clientID
  const out = new Map<string, unknown>()
  const keep = (path: string, item: Y.Item) => {
    if (!item.deleted && item.id.client === client && all.has(path)) out.set(path, all.get(path))
  }
  for (const root of ['elements', 'links'])
    for (const [id, record] of records(server, root))
      for (const [key, item] of record._map) keep(`${root} ${id} ${key}`, item)
  for (const [key, item] of server.getMap('placements')._map) keep(`placements ${key}`, item)
  return out
}
