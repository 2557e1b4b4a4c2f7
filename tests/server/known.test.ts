/** What is known to have gone wrong elsewhere, and lies in no file of its own here. */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { seed, write } from '#lib/board/layout.ts'
import { blankDossier } from '#lib/domain/schema/dossier.ts'
import { inspect } from '#server/sync/guard/guard.ts'
import { board, connect, note, person, startServer, textOf, until } from './support.ts'

/** A loop without end would run into the test's own limit; one update is judged in microseconds. */
const WATCHDOG_MS = 2_000

test('an update cut anywhere, or with any bit turned, is judged at once and harms nothing (yjs#479, yjs#516)', () => {
  const doc = new Y.Doc()
  seed(doc, blankDossier('ref-1', 'Essai'))
  const author = new Y.Doc()
  Y.applyUpdate(author, Y.encodeStateAsUpdate(doc))
  const begun = Y.encodeStateVector(author)
  for (let n = 0; n < 12; n++) author.transact(() => write(author, [note(`n${n}`, `wording ${n}`)]))
  const update = Y.encodeStateAsUpdate(author, begun)
  const before = Y.encodeStateAsUpdate(doc)
  let slowest = 0
  let fine = 0
  const judge = (bytes: Uint8Array) => {
    const started = performance.now()
    if (inspect(doc, bytes).is === 'fine') fine++
    slowest = Math.max(slowest, performance.now() - started)
  }
  for (let length = 0; length < update.length; length++) judge(update.slice(0, length))
  for (let bit = 0; bit < update.length * 8; bit++) {
    const turned = update.slice()
    turned[bit >> 3]! ^= 1 << (bit & 7)
    judge(turned)
  }
  expect(Y.encodeStateAsUpdate(doc)).toEqual(before)
  // Letters turned into other letters are still a text.
  expect(fine).toBeGreaterThan(0)
  expect(slowest).toBeLessThan(WATCHDOG_MS)
})

test('after a refusal nothing more of that line is applied, however much had already arrived (hocuspocus#1123)', async () => {
  const server = await startServer()
  const { id, facilitator } = await board(server)
  const nadia = await person(server, 'Nadia', 'participant', id)
  const honest = await connect(server, id, facilitator)
  const forger = await connect(server, id, nadia)
  forger.write(note('mine', 'before'))
  forger.sendUpdate(new Uint8Array([1, 2, 3, 255]))
  for (let n = 0; n < 200; n++) forger.write(note(`late${n}`, 'after'))
  await until(() => forger.closed, 'it is refused')
  expect(forger.closed).toEqual({ code: 4409, reason: 'malformed' })
  honest.write(note('next', 'as usual'))
  await until(() => honest.acknowledged === honest.sent, 'the others are served')
  expect(textOf(honest, 'mine')).toBe('before')
  expect([...honest.content.elements.keys()].filter((name) => name.startsWith('late'))).toEqual([])
})

test('a board put away is given back to the machine, with all that was ever deleted on it (y-websocket#100, yjs#741)', async () => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const server = await startServer({ graceMs: 1 })
  const { id, facilitator } = await board(server)
  const boards: WeakRef<Y.Doc>[] = []
  for (let round = 0; round < 3; round++) {
    await server.services.rooms.use(id, async (room) => {
      boards.push(new WeakRef(room.doc))
      room.edit((doc) => {
        for (let n = 0; n < 10_000; n++) doc.getMap('placements').set(`ideas:${n % 50}`, [n, n])
        for (let n = 0; n < 50; n++) doc.getMap('placements').delete(`ideas:${n}`)
      })
      await room.settled()
    })
    const client = await connect(server, id, facilitator)
    client.leave()
    await until(() => server.services.rooms.size === 0, 'the room is put away')
  }
  await until(() => {
    collect()
    return boards.every((board) => board.deref() === undefined)
  }, 'the documents are collected')
  const { state } = server.services.db.prepare('SELECT length(state) AS state FROM board_checkpoint').get() as {
    state: number
  }
  expect(state).toBeLessThan(20_000)
})
