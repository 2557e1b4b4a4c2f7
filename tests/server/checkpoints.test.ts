/** The former checkpoint and its log are there until the next one is verified and stored, whatever happens in between. */
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { write } from '#lib/board/layout.ts'
import { updates } from '#server/store/updates.ts'
import { Checkpoints } from '#server/sync/checkpoints.ts'
import { createFigures } from '#server/sync/figures.ts'
import { openDocument } from '#server/sync/loading.ts'
import type { UpdateLog } from '#server/sync/updateLog.ts'
import { board, connect, note, startServer, textOf, until, type Running } from './support.ts'

const stored = ({ services }: Running) =>
  services.db
    .prepare(
      'SELECT (SELECT count(*) FROM board_checkpoint) AS checkpoints, (SELECT count(*) FROM board_update) AS rows',
    )
    .get() as { checkpoints: number; rows: number }

async function written(server: Running, id: string, who: { cookie: string }, name: string) {
  const client = await connect(server, id, who)
  client.write(note(name, `${name} is here`))
  await until(() => client.acknowledged === client.sent, 'it is stored')
  client.leave()
  await until(() => server.services.rooms.size === 0, 'the room is put away')
}

test('a swap that breaks off in the middle leaves the former checkpoint and the whole log, and is made the next time', async () => {
  const server = await startServer({ graceMs: 1 })
  const { id, facilitator } = await board(server)
  const { db } = server.services
  await written(server, id, facilitator, 'first')
  const former = db.prepare('SELECT state FROM board_checkpoint').get()
  expect(stored(server)).toEqual({ checkpoints: 1, rows: 0 })

  // The new state is already in its place when the log is to be trimmed.
  db.exec(`CREATE TRIGGER breaks BEFORE DELETE ON board_update BEGIN SELECT RAISE(ABORT, 'the power goes'); END`)
  await written(server, id, facilitator, 'second')
  expect(server.faults.map(String)).toEqual([expect.stringContaining('the power goes')])
  expect(db.prepare('SELECT state FROM board_checkpoint').get()).toEqual(former)
  expect(stored(server).rows).toBeGreaterThan(0)

  db.exec('DROP TRIGGER breaks')
  const back = await connect(server, id, facilitator)
  expect([textOf(back, 'first'), textOf(back, 'second')]).toEqual(['first is here', 'second is here'])
  back.leave()
  await until(() => stored(server).rows === 0, 'the checkpoint is made')
  const last = await connect(server, id, facilitator)
  expect(textOf(last, 'second')).toBe('second is here')
})

test('a state that reads back with more or less than its document takes the place of nothing', async () => {
  const doc = new Y.Doc()
  doc.getMap('elements').set('a', 1)
  const asked: string[] = []
  const log = { checkpoint: async () => void asked.push('checkpoint') } as Partial<UpdateLog> as UpdateLog
  const nothing = { checkpoint: null, rows: [], upTo: 0, clients: new Map<number, string>(), unreadable: 0 }
  const checkpoints = new Checkpoints({ boardId: 'b', doc, log, figures: createFigures(), report: () => {} }, nothing)
  await checkpoints.make()
  expect(asked).toEqual(['checkpoint'])

  // Edits that wait for others are in what Yjs encodes, and in no document.
  const other = new Y.Doc()
  other.getMap('elements').set('b', 1)
  const first = Y.encodeStateVector(other)
  other.getMap('elements').set('b', 2)
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(other, first))
  await expect(checkpoints.make()).rejects.toThrow('does not read back')
  expect(asked).toEqual(['checkpoint'])

  Y.applyUpdate(doc, Y.encodeStateAsUpdate(other))
  await checkpoints.make()
  expect(asked).toEqual(['checkpoint', 'checkpoint'])
})

test('a checkpoint that cannot be stored is not tried anew with every edit', async () => {
  const doc = new Y.Doc()
  let tries = 0
  const log = {
    checkpoint: () => {
      tries++
      return Promise.reject(new Error('database or disk is full'))
    },
  } as Partial<UpdateLog> as UpdateLog
  const nothing = { checkpoint: null, rows: [], upTo: 0, clients: new Map<number, string>(), unreadable: 0 }
  const checkpoints = new Checkpoints({ boardId: 'b', doc, log, figures: createFigures(), report: () => {} }, nothing)
  for (let seq = 1; seq <= 1_100; seq++) {
    checkpoints.committed(seq, 10)
    await new Promise((resolve) => setImmediate(resolve))
  }
  expect(tries).toBe(1)
  await expect(checkpoints.make()).rejects.toThrow('full')
})

test('a log compacted twice at once is one checkpoint, and one that comes late brings nothing older back (y/hub Y6.2)', async () => {
  const server = await startServer({ graceMs: 1 })
  const { id, facilitator } = await board(server)
  const log = updates(server.services.db)
  await written(server, id, facilitator, 'first')
  const edit = (name: string) =>
    server.services.rooms.use(id, async (room) => {
      room.edit((doc) => write(doc, [note(name, `${name} is here`)]))
      await room.settled()
    })
  const compact = async () => {
    const read = await log.load(id)
    const state = Y.encodeStateAsUpdateV2(openDocument(read).doc)
    return () => log.checkpoint(id, state, read.upTo, 1)
  }
  await edit('second')
  const [one, other, late] = [await compact(), await compact(), await compact()]
  await Promise.all([one(), other()])
  expect(stored(server)).toEqual({ checkpoints: 1, rows: 0 })
  await edit('third')
  await (
    await compact()
  )()
  await late()
  const back = await connect(server, id, facilitator)
  expect(['first', 'second', 'third'].map((name) => textOf(back, name))).toEqual([
    'first is here',
    'second is here',
    'third is here',
  ])
})
