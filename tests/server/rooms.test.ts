/** The life of a room: what other Yjs servers got wrong, one by one (SYNC §5, §10). */
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { read } from '#lib/board/layout.ts'
import type { Updates } from '#server/store/updates.ts'
import { DEFAULT_LIMITS } from '#server/sync/limits.ts'
import { board, connect, note, person, plain, type RawClient, startServer, textOf, until } from './support.ts'

const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))
const acknowledged = (client: RawClient) => () => client.acknowledged === client.sent

test('a log row that cannot be read is set aside, the rest loads, and who leads the board is told', async () => {
  const server = await startServer()
  const { id, facilitator } = await board(server)
  const nadia = await person(server, 'Nadia', 'participant', id)
  const writer = await connect(server, id, facilitator)
  writer.write(note('a', 'kept'))
  await until(acknowledged(writer), 'it is stored')
  const other = await connect(server, id, nadia)
  other.write(note('b', 'lost on the disk'))
  await until(acknowledged(other), 'it is stored')
  const { db } = server.services
  const copy = db.prepare('SELECT board_id, at, data FROM board_update ORDER BY seq').all() as { data: Uint8Array }[]
  writer.leave()
  await server.stop()
  const again = await startServer({ dataDir: server.dataDir })
  const at = again.services.db
  at.prepare('DELETE FROM board_checkpoint').run()
  const insert = at.prepare('INSERT INTO board_update (board_id, at, data) VALUES (?, 1, ?)')
  for (const [n, { data }] of copy.entries()) insert.run(id, n === copy.length - 1 ? data.subarray(0, 20) : data)
  const [lucie, omar] = [await connect(again, id, facilitator), await connect(again, id, nadia)]
  expect([textOf(lucie, 'a'), textOf(lucie, 'b')]).toEqual(['kept', null])
  const noticed = (client: RawClient) => client.frames.some((frame) => frame[0] === 121 && frame[1] === 1)
  await until(() => noticed(lucie), 'she is told')
  expect(noticed(omar)).toBe(false)
  expect(at.prepare('SELECT count(*) AS n, length(data) AS length FROM board_unreadable').get()).toEqual({
    n: 1,
    length: 20,
  })
  lucie.write(note('c', 'goes on'))
  await until(acknowledged(lucie), 'the board goes on')
  // Whoever saw what was lost brings it back, though somebody else wrote it.
  const healer = await connect(again, id, facilitator, { doc: other.doc })
  await until(() => textOf(lucie, 'b') === 'lost on the disk', 'it is back')
  expect([healer.closed, again.services.figures.times('unreadable')]).toEqual([null, 1])
})

test('a checkpoint that the disk gives back changed does not take the place of the log', async () => {
  const server = await startServer({
    graceMs: 1,
    wrapUpdates: (updates) => ({
      ...updates,
      checkpoint: () => Promise.reject(new Error('A checkpoint reads back changed.')),
    }),
  })
  const { id, facilitator } = await board(server)
  const writer = await connect(server, id, facilitator)
  writer.write(note('a', 'in the log'))
  await until(acknowledged(writer), 'it is stored')
  writer.leave()
  await until(() => server.services.rooms.size === 0, 'the room is put away')
  expect(server.faults).toHaveLength(1)
  const back = await connect(server, id, facilitator)
  expect(textOf(back, 'a')).toBe('in the log')
})

test('boards are read from the disk two at a time, in the order they were asked for', async () => {
  let [reading, most] = [0, 0]
  const order: string[] = []
  const server = await startServer({
    wrapUpdates: (updates) => ({
      ...updates,
      async load(boardId) {
        most = Math.max(most, ++reading)
        order.push(boardId)
        await wait(30)
        reading--
        return updates.load(boardId)
      },
    }),
  })
  const made = []
  for (let n = 0; n < 8; n++) made.push(await board(server))
  const contents = await Promise.all(made.map(({ id }) => server.services.rooms.use(id, ({ doc }) => read(doc))))
  expect([most, contents.length, order]).toEqual([2, 8, made.map(({ id }) => id)])
})

test('boards that are left at the same moment are put away one by one, and the others have their turn in between', async () => {
  let [turn, writing] = [0, 0]
  const turns: number[] = []
  const server = await startServer({
    graceMs: 40,
    wrapUpdates: (updates) => ({
      ...updates,
      async checkpoint(...swap) {
        expect(++writing).toBe(1)
        turns.push(turn)
        await updates.checkpoint(...swap)
        writing--
      },
    }),
  })
  const writers = []
  for (let n = 0; n < 12; n++) {
    const { id, facilitator } = await board(server)
    const writer = await connect(server, id, facilitator)
    writer.write(note('a', 'to be put away'))
    await until(acknowledged(writer), 'it is stored')
    writers.push(writer)
  }
  const ticking = setInterval(() => turn++, 0)
  for (const writer of writers) writer.leave()
  await until(() => server.services.rooms.size === 0, 'the rooms are put away')
  clearInterval(ticking)
  expect([turns.length, new Set(turns).size]).toEqual([12, 12])
})

test('a board that somebody comes back to while it waits to be put away stays open', async () => {
  let go = () => {}
  const first = new Promise<void>((resolve) => (go = resolve))
  const server = await startServer({
    graceMs: 1,
    wrapUpdates: (updates) => ({
      ...updates,
      checkpoint: async (...swap) => (await first, updates.checkpoint(...swap)),
    }),
  })
  const [one, two] = [await board(server), await board(server)]
  const [leaving, returning] = [
    await connect(server, one.id, one.facilitator),
    await connect(server, two.id, two.facilitator),
  ]
  leaving.leave()
  await wait(50)
  returning.leave()
  await wait(50)
  const back = await connect(server, two.id, two.facilitator)
  go()
  await until(() => server.services.rooms.size === 1, 'the first one is put away')
  back.write(note('a', 'still here'))
  await until(acknowledged(back), 'it is stored')
  expect([back.closed, server.services.figures.times('roomLoaded'), server.faults]).toEqual([null, 2, []])
})

test('too many boards waiting to be read: people are told to come back later', async () => {
  const slow = (updates: Updates): Updates => ({
    ...updates,
    load: async (boardId) => (await wait(300), updates.load(boardId)),
  })
  const limits = { ...DEFAULT_LIMITS, coldLoads: 1, coldQueue: 1 }
  const server = await startServer({ wrapUpdates: slow }, { limits })
  const made = []
  for (let n = 0; n < 3; n++) made.push(await board(server))
  const clients = await Promise.all(made.map(({ id, facilitator }) => connect(server, id, facilitator)))
  const away = clients.filter(({ closed }) => closed)
  expect(away.map(({ closed }) => closed)).toEqual([{ code: 1013, reason: 'boards' }])
  expect(server.faults).toEqual([])
})

test('the first answer is the whole board, however slowly it is read (y-websocket-server#10)', async () => {
  const server = await startServer({ graceMs: 1, wrapUpdates: slowly })
  const { id, facilitator } = await board(server)
  const writer = await connect(server, id, facilitator)
  writer.write(note('a', 'once'))
  await until(acknowledged(writer), 'it is stored')
  writer.leave()
  await until(() => server.services.rooms.size === 0, 'the room is put away')
  const back = await connect(server, id, facilitator, { doc: writer.doc })
  const step2 = back.frames.find((frame) => frame[0] === 0 && frame[1] === 1)!
  expect(step2.length).toBeGreaterThan(2)
  expect([textOf(back, 'a'), back.content.elements.size]).toEqual(['once', 2])
  const fresh = await connect(server, id, facilitator)
  expect(plain(fresh.doc)).toEqual(plain(back.doc))
})

test(
  'coming back at the very moment when the room is put away finds the same board (hocuspocus#832)',
  { timeout: 120_000 },
  async () => {
    const server = await startServer({ graceMs: 1 })
    const { id, facilitator } = await board(server)
    const { rooms, figures } = server.services
    for (let n = 0; n < 150; n++) {
      const client = await connect(server, id, facilitator)
      client.write(note(`n${n}`, 'x'))
      await until(acknowledged(client), 'it is stored')
      client.leave()
      // Between the last line's end and the end of the unloading, a little later each time.
      const turns = n % 12
      for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve))
      if (n % 3 === 0) await wait(n % 5)
      expect(rooms.size).toBeLessThanOrEqual(1)
    }
    const last = await connect(server, id, facilitator)
    expect([...last.content.elements.keys()].filter((name) => /^n\d/.test(name))).toHaveLength(150)
    expect(figures.times('roomUnloaded')).toBeGreaterThan(0)
    expect(server.faults).toEqual([])
  },
)

test('rooms that nobody is in any more are given back, many of them', { timeout: 120_000 }, async () => {
  const server = await startServer({ graceMs: 1 })
  const made = []
  for (let n = 0; n < 150; n++) made.push(await board(server))
  for (const { id, facilitator } of made) (await connect(server, id, facilitator)).leave()
  const { rooms, figures } = server.services
  await until(() => rooms.size === 0 && rooms.sockets === 0, 'all are put away')
  expect(figures.times('roomUnloaded')).toBe(figures.times('roomLoaded'))
})

test('a slow disk makes one commit of what comes meanwhile, not one for each edit (hocuspocus#1110)', async () => {
  let commits = 0
  const server = await startServer({
    wrapUpdates: (updates) => ({
      ...updates,
      async append(rows, at) {
        commits++
        await wait(200)
        return updates.append(rows, at)
      },
    }),
  })
  const { id, facilitator } = await board(server)
  const writer = await connect(server, id, facilitator)
  await until(acknowledged(writer), 'all is calm')
  const before = commits
  for (let n = 0; n < 100; n++) {
    writer.write(note(`n${n}`, 'x'))
    await wait(2)
  }
  await until(acknowledged(writer), 'all is stored')
  expect(commits - before).toBeLessThan(20)
})

test('a disk that fails for a while loses nothing and the room is put away afterwards (hocuspocus#954)', async () => {
  let broken = false
  const server = await startServer({
    graceMs: 1,
    wrapUpdates: (updates) => ({
      ...updates,
      append: (rows, at) => (broken ? Promise.reject(new Error('SQLITE_FULL')) : updates.append(rows, at)),
    }),
  })
  const { id, facilitator } = await board(server)
  const writer = await connect(server, id, facilitator)
  await until(acknowledged(writer), 'all is calm')
  broken = true
  writer.write(note('a', 'written on a full disk'))
  await until(() => server.services.log.stalled, 'the commit fails')
  writer.leave()
  await wait(50)
  broken = false
  await until(() => server.services.rooms.size === 0, 'the room is put away')
  const back = await connect(server, id, facilitator)
  expect(textOf(back, 'a')).toBe('written on a full disk')
})

test('one document open twice under one client id: both lines live, presence is one (y-protocols#19)', async () => {
  const server = await startServer()
  const { id, facilitator } = await board(server)
  const nadia = await person(server, 'Nadia', 'participant', id)
  const watching = await connect(server, id, facilitator)
  const doc = new Y.Doc()
  const [one, two] = [await connect(server, id, nadia, { doc }), await connect(server, id, nadia, { doc })]
  one.sendPresence(doc.clientID, 1, { cursor: [1, 1] })
  two.sendPresence(doc.clientID, 2, { cursor: [2, 2] })
  await until(() => watching.present.get(doc.clientID), 'she is seen')
  one.write(note('a', 'twice'))
  await until(() => textOf(watching, 'a') === 'twice', 'it arrives once')
  one.leave()
  await until(() => two.acknowledged === two.sent, 'the other line lives')
  expect([two.closed, watching.present.has(doc.clientID)]).toEqual([null, true])
})

test('lines that flap leave nobody behind (liveblocks#1459)', async () => {
  const server = await startServer()
  const { id, facilitator } = await board(server)
  const { rooms } = server.services
  for (let n = 0; n < 60; n++) {
    const client = await connect(server, id, facilitator, { silent: n % 2 === 0 })
    if (n % 3 === 0) client.socket.close()
    else client.leave()
  }
  const last = await connect(server, id, facilitator)
  await until(() => rooms.sockets === 1, 'one is left')
  expect([await rooms.count(id), last.closed]).toEqual([1, null])
})

const slowly = (updates: Updates): Updates => ({
  ...updates,
  async load(boardId) {
    await wait(500)
    return updates.load(boardId)
  },
})
