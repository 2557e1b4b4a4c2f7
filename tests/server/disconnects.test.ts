/** Lines cut at random, by either end, in the middle of everything: afterwards everybody holds the same structs (yjs' own comparison). */
import * as prng from 'lib0/prng'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { compareStructStores } from 'yjs/testHelper'
import { write } from '#lib/board/layout.ts'
import type { Change } from '#lib/domain/change.ts'
import {
  board,
  connect,
  note,
  person,
  plain,
  type RawClient,
  type Running,
  startServer,
  stateOn,
  until,
} from './support.ts'

type Someone = { readonly who: { cookie: string }; readonly doc: Y.Doc; line: RawClient | null }

test.for([1, 2, 3])(
  'five people, cut off and back at random, agree in the end (seed %i)',
  { timeout: 120_000 },
  async (seed) => {
    const random = prng.create(seed)
    let server = await startServer({ graceMs: 5 })
    const { id, facilitator } = await board(server)
    const people: Someone[] = [{ who: facilitator, doc: new Y.Doc(), line: null }]
    for (const name of ['Nadia', 'Karim', 'Paul', 'Aïcha'])
      people.push({ who: await person(server, name, 'participant', id), doc: new Y.Doc(), line: null })
    for (const one of people) one.line = await connect(server, id, one.who, { doc: one.doc })
    for (let step = 0; step < 250; step++) {
      const one = prng.oneOf(random, people)
      const dice = prng.int32(random, 0, 99)
      if (dice < 70) edit(random, one, step)
      else if (dice < 82) cut(random, one)
      else if (dice < 95) await back(server, id, one)
      else if (dice < 98) await new Promise((resolve) => setTimeout(resolve, prng.int32(random, 0, 20)))
      else {
        await server.stop()
        server = await startServer({ graceMs: 5, dataDir: server.dataDir })
      }
    }
    for (const one of people) {
      one.line?.leave()
      one.line = null
      await back(server, id, one)
    }
    const lines = people.map(({ line }) => line!)
    await until(() => lines.every((line) => line.acknowledged === line.sent), 'everything is stored')
    const state = () => JSON.stringify(plain(people[0]!.doc))
    await until(() => people.every(({ doc }) => JSON.stringify(plain(doc)) === state()), 'everybody agrees')
    await until(() => people.every(({ doc }) => sameVector(doc, people[0]!.doc)), 'everybody has everything')
    for (const { doc } of people.slice(1)) compareStructStores(people[0]!.doc.store, doc.store)
    const stored = new Y.Doc()
    Y.applyUpdateV2(stored, await stateOn(server, id))
    expect(plain(stored)).toEqual(plain(people[0]!.doc))
    expect(people.map(({ line }) => line!.closed)).toEqual(people.map(() => null))
    expect(server.faults).toEqual([])
  },
)

function edit(random: prng.PRNG, { doc, line }: Someone, step: number) {
  const cards = [...doc.getMap<Y.Map<unknown>>('elements').keys()].filter((name) => /^n\d/.test(name))
  const card = cards.length > 0 ? prng.oneOf(random, cards) : null
  const text = card === null ? null : (doc.getMap<Y.Map<unknown>>('elements').get(card)!.get('text') as Y.Text)
  const at = prng.int32(random, 0, text?.length ?? 0)
  const choices: readonly Change[] = [
    note(`n${step}`, `note ${step}`),
    ...(card === null
      ? []
      : ([
          { do: 'splice', root: 'elements', id: card, field: 'text', at, remove: 0, insert: `${step} ` },
          { do: 'splice', root: 'elements', id: card, field: 'text', at: 0, remove: Math.min(2, at), insert: '' },
          { do: 'patch', root: 'placements', key: `ideas:${card}`, point: [step, at] },
          { do: 'patch', root: 'elements', id: card, fields: { order: `a${step}` } },
          { do: 'remove', root: 'elements', id: card, gone: { by: null, at: step } },
          { do: 'restore', root: 'elements', id: card },
        ] as const)),
  ]
  const change = prng.oneOf(random, [...choices])
  const writer = line ?? writerOf(doc)
  writer.write(change)
}

/** Without a line: edits stay on the device until the next one. */
const writerOf = (doc: Y.Doc): Pick<RawClient, 'write'> => ({
  write: (...changes) => doc.transact(() => write(doc, changes)),
})

function cut(random: prng.PRNG, one: Someone) {
  if (prng.bool(random)) one.line?.leave()
  else one.line?.socket.close()
  one.line = null
}

async function back(server: Running, id: string, one: Someone) {
  if (one.line?.open) return
  one.line?.leave()
  one.line = await connect(server, id, one.who, { doc: one.doc })
}

function sameVector(a: Y.Doc, b: Y.Doc): boolean {
  const [one, two] = [a, b].map((doc) => Y.decodeStateVector(Y.encodeStateVector(doc)))
  return one!.size === two!.size && [...one!].every(([client, clock]) => two!.get(client) === clock)
}
