/** What costs the server more than its bytes say: made up by somebody who is a member of the board, it is refused or paid for. */
import * as encoding from 'lib0/encoding'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { write } from '#lib/board/layout.ts'
import { DEFAULT_LIMITS, type Limits } from '#server/sync/limits.ts'
import { board, connect, note, person, roundTrip, startServer, textOf, until, type RawClient } from './support.ts'

async function scene(limits: Partial<Limits> = {}) {
  const server = await startServer({}, { limits: { ...DEFAULT_LIMITS, ...limits } })
  const { id, facilitator } = await board(server)
  return { server, id, facilitator, nadia: await person(server, 'Nadia', 'participant', id) }
}

const acknowledged = (client: RawClient) => () => client.acknowledged === client.sent

/** Every other letter of a text of `letters`, which `author` wrote on the card `id`. */
function everyOther(id: string, author: number, letters: number): readonly [put: Uint8Array, cut: Uint8Array] {
  const doc = new Y.Doc()
  doc.clientID = author
  write(doc, [note(id, 'x'.repeat(letters))])
  const text = doc.getMap<Y.Map<Y.Text>>('elements').get(id)!.get('text')!
  const start = text._start!.id.clock
  const cut = encoding.createEncoder()
  for (const number of [0, 1, author, letters / 2]) encoding.writeVarUint(cut, number)
  for (let at = 0; at < letters; at += 2) for (const number of [start + at, 1]) encoding.writeVarUint(cut, number)
  return [Y.encodeStateAsUpdate(doc), encoding.toUint8Array(cut)]
}

test('a text cut into a hundred thousand pieces by one update is refused, and keeps nobody waiting', async () => {
  const { server, id, nadia, facilitator } = await scene()
  const lucie = await connect(server, id, facilitator)
  const forger = await connect(server, id, nadia, { silent: true })
  const [put, cut] = everyOther('a', 77, 200_000)
  forger.sendUpdate(put)
  await until(() => textOf(lucie, 'a'), 'the text is there')
  forger.sendUpdate(cut)
  await until(() => forger.closed, 'it is told')
  expect(forger.closed).toEqual({ code: 4413, reason: 'structs' })
  await roundTrip(lucie)
  expect(textOf(lucie, 'a')).toHaveLength(200_000)
})

test('three thousand cards written without a network arrive together', async () => {
  const { server, id, nadia, facilitator } = await scene()
  const before = await connect(server, id, nadia)
  before.leave()
  write(
    before.doc,
    Array.from({ length: 3_000 }, (_, n) => note(`n${n}`, `Une idée, la ${n}e`)),
  )
  const back = await connect(server, id, nadia, { doc: before.doc })
  await until(() => back.closed ?? (back.sent > 0 && back.acknowledged === back.sent), 'all of it is stored')
  expect(back.closed).toBeNull()
  const lucie = await connect(server, id, facilitator)
  expect(lucie.content.elements.size).toBeGreaterThanOrEqual(3_000)
})

test('pieces weigh little once compacted and much in memory: a board has so many, and then takes small changes only', async () => {
  const { server, id, nadia } = await scene({ boardStructs: 3_000 })
  const client = await connect(server, id, nadia, { silent: true })
  const [put, cut] = everyOther('a', 77, 2_000)
  const [more, tooMuch] = everyOther('b', 78, 3_000)
  for (const update of [put, cut, more, tooMuch]) client.sendUpdate(update)
  await until(() => client.closed, 'it is told')
  expect(client.closed).toEqual({ code: 4413, reason: 'board' })
  const other = await connect(server, id, nadia)
  expect([textOf(other, 'a')?.length, textOf(other, 'b')?.length]).toEqual([1_000, 3_000])
  other.write({ do: 'splice', root: 'elements', id: 'b', field: 'text', at: 5, remove: 0, insert: 'still ' })
  await until(acknowledged(other), 'a word still fits')
})

test('nobody shuts a board by writing under more client ids than everybody who comes in can be told of', async () => {
  const { server, id, nadia, facilitator } = await scene()
  const forger = await connect(server, id, nadia, { silent: true })
  for (let step = 0; step < 20 && !forger.closed; step++) {
    const update = encoding.createEncoder()
    encoding.writeVarUint(update, 10_000)
    // Each id brings one thing that was deleted before it came.
    for (let n = 0; n < 10_000; n++)
      for (const number of [1, 1_000_000_000 + step * 10_000 + n, 0, 0, 1]) encoding.writeVarUint(update, number)
    encoding.writeVarUint(update, 0)
    forger.sendUpdate(encoding.toUint8Array(update))
    await roundTrip(forger)
  }
  expect(forger.closed).toEqual({ code: 4413, reason: 'client id' })
  const lucie = await connect(server, id, facilitator)
  lucie.write(note('a', 'still open'))
  await until(acknowledged(lucie), 'others write')
})

test.for([
  ['a list of visits that never were', 0],
  ['the presence of people who are not there', 1],
] as const)('%s costs who sends it what it weighs', async ([, type]) => {
  const { server, id, nadia } = await scene({ bytesPerSecond: 1_000_000, burstBytes: 2_000_000 })
  const client = await connect(server, id, nadia, { silent: true })
  const list = encoding.createEncoder()
  encoding.writeVarUint(list, 100_000)
  for (let n = 0; n < 100_000; n++)
    for (const number of type === 0 ? [1_000_000 + n, 1] : [1_000_000 + n, 1, 2, 0x7b, 0x7d])
      encoding.writeVarUint(list, number)
  const frame = encoding.createEncoder()
  encoding.writeVarUint(frame, type)
  if (type === 0) encoding.writeVarUint(frame, 0)
  encoding.writeVarUint8Array(frame, encoding.toUint8Array(list))
  for (let times = 0; times < 10; times++) client.send(encoding.toUint8Array(frame))
  await until(() => server.services.figures.times('slowedDown') > 0, 'it is read more slowly')
})
