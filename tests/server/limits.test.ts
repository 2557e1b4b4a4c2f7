/** Hostile and slow peers: they are slowed down, set aside or sent away, and nobody else notices (SYNC §7). */
import { createConnection } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import * as Y from 'yjs'
import { Accounts, type Account } from '#server/sync/accounts.ts'
import { DEFAULT_LIMITS, type Limits } from '#server/sync/limits.ts'
import { board, connect, note, person, plain, roundTrip, startServer, textOf, until, RawClient } from './support.ts'

async function scene(limits: Partial<Limits> = {}) {
  const server = await startServer({}, { limits: { ...DEFAULT_LIMITS, ...limits } })
  const { id, facilitator } = await board(server)
  const nadia = await person(server, 'Nadia', 'participant', id)
  const karim = await person(server, 'Karim', 'participant', id)
  const { figures, rooms } = server.services
  return { server, id, facilitator, nadia, karim, figures, rooms }
}

const acknowledged = (client: RawClient) => () => client.acknowledged === client.sent

test('a board larger than what may wait for a slow reader is still sent to whoever opens it', async () => {
  const { server, id, facilitator, nadia } = await scene({ backlogMost: 512 << 10, backlogUpdates: 256 << 10 })
  const writer = await connect(server, id, facilitator)
  const page = 'x'.repeat(200_000)
  for (let n = 0; n < 50; n++) {
    writer.write(note(`n${n}`, page))
    await until(acknowledged(writer), 'it is stored', 20_000)
  }
  const joiner = await connect(server, id, nadia)
  await until(() => joiner.content.elements.size >= 50, 'the board is there', 20_000)
  writer.write(note('last', 'goes on'))
  await until(() => textOf(joiner, 'last') === 'goes on', 'it hears what comes after')
  expect(joiner.closed).toBeNull()
})

test('a reader that stops reading gets one difference when it reads again, and agrees with everybody', async () => {
  const { server, id, facilitator, nadia, karim, figures } = await scene({ backlogUpdates: 512 << 10 })
  const [writer, slow, other] = [
    await connect(server, id, facilitator),
    await connect(server, id, nadia),
    await connect(server, id, karim),
  ]
  slow.socket.pause()
  const page = 'x'.repeat(200_000)
  for (let n = 0; n < 60; n++) {
    writer.write(note(`n${n}`, `${n}${page}`))
    await until(() => other.doc.getMap('elements').has(`n${n}`), 'the others go on')
  }
  expect(figures.times('lagging')).toBeGreaterThan(0)
  const before = slow.frames.length
  slow.socket.resume()
  await until(() => slow.doc.getMap('elements').has('n59'), 'it has caught up')
  writer.write(note('later', 'as usual'))
  await until(() => textOf(slow, 'later'), 'it is served as usual again')
  expect(plain(slow.doc)).toEqual(plain(other.doc))
  expect(slow.frames.length - before).toBeLessThan(60)
  expect([slow.closed, other.closed, slow.doc.store.pendingStructs]).toEqual([null, null, null])
})

test('a reader that never reads again is sent away', async () => {
  const { server, id, facilitator, nadia, figures } = await scene({ backlogUpdates: 64 << 10, patienceSeconds: 1 })
  const [writer, slow] = [await connect(server, id, facilitator), await connect(server, id, nadia)]
  slow.socket.pause()
  for (let n = 0; n < 60; n++) writer.write(note(`n${n}`, 'x'.repeat(200_000)))
  await until(() => figures.times('closed', '1013 not reading') === 1, 'it is given up')
  await until(acknowledged(writer), 'the writer is served')
})

test('who sends too much is read more slowly and loses nothing; the others are served meanwhile', async () => {
  const { server, id, facilitator, nadia, figures } = await scene({ framesPerSecond: 100 })
  const [calm, busy] = [await connect(server, id, facilitator), await connect(server, id, nadia)]
  for (let n = 0; n < 500; n++) busy.write({ do: 'patch', root: 'placements', key: 'ideas:a', point: [n, n] })
  calm.write(note('calm', 'in between'))
  await until(acknowledged(calm), 'the calm one is served')
  expect(busy.acknowledged).toBeLessThan(busy.sent)
  await until(acknowledged(busy), 'the busy one is served as well')
  expect(figures.times('slowedDown')).toBeGreaterThan(0)
  expect([busy.closed, calm.content.placements.get('ideas:a')]).toEqual([null, [499, 499]])
})

test('who is sent away and comes back at once has spent what they had spent', async () => {
  const { server, id, facilitator, nadia, figures } = await scene({ burstBytes: 1 << 20, bytesPerSecond: 256 << 10 })
  const honest = await connect(server, id, facilitator)
  const rubbish = new Uint8Array(512 << 10).fill(0xff)
  const refusals = () => figures.times('closed', '4400 malformed') + figures.times('closed', '4400 undecodable')
  for (let n = 1; n <= 3; n++) {
    const hostile = await connect(server, id, nadia, { silent: true })
    hostile.sendSync(2, rubbish)
    await until(() => hostile.closed, 'it is refused')
  }
  const held = await connect(server, id, nadia, { silent: true })
  const before = refusals()
  held.sendSync(2, rubbish)
  honest.write(note('a', 'as usual'))
  await until(acknowledged(honest), 'the others are served')
  expect([held.closed, refusals() - before]).toEqual([null, 0])
  expect(figures.times('slowedDown')).toBeGreaterThan(0)
})

test('an account is kept as long as it has something to remember', async () => {
  const accounts = new Accounts({ ...DEFAULT_LIMITS, bytesPerSecond: 1_000_000, burstBytes: 1_000 })
  const [calm, busy, here] = ['calm', 'busy', 'here'].map((personId) => accounts.of(personId)) as [
    Account,
    Account,
    Account,
  ]
  here.lines++
  busy.bytes.take(20_000)
  accounts.forget()
  expect([accounts.of('busy'), accounts.of('here')]).toEqual([busy, here])
  expect(accounts.of('calm')).not.toBe(calm)
  await until(() => busy.isFresh, 'what was spent has come in again')
  accounts.forget()
  expect(accounts.size).toBe(1)
})

test('who sends minutes of work at once is sent away for now', async () => {
  const { server, id, nadia } = await scene({ framesPerSecond: 2 })
  const flood = await connect(server, id, nadia)
  for (let n = 0; n < 300; n++) flood.send(new Uint8Array([3]))
  await until(() => flood.closed, 'it is sent away')
  expect(flood.closed).toEqual({ code: 1013, reason: 'rate' })
})

test('asking for the whole board again and again costs what the answers weigh', async () => {
  const { server, id, facilitator, nadia, figures } = await scene({ burstBytes: 1 << 20 })
  const writer = await connect(server, id, facilitator)
  writer.write(note('a', 'x'.repeat(200_000)))
  await until(acknowledged(writer), 'it is stored')
  const greedy = await connect(server, id, nadia)
  for (let n = 0; n < 8; n++) greedy.sendSync(0, new Uint8Array([0]))
  await until(() => figures.times('slowedDown') > 0, 'it is read more slowly')
  writer.write(note('b', 'as usual'))
  await until(acknowledged(writer), 'the others are served')
})

test('lines are counted by person, by board and in all', async () => {
  const { server, id, nadia, karim, rooms } = await scene({ socketsPerPerson: 2, socketsPerBoard: 3 })
  const reasonOf = async (who: { cookie: string }) => {
    const client = await connect(server, id, who)
    return client.closed && `${client.closed.code} ${client.closed.reason}`
  }
  const first = await connect(server, id, nadia)
  expect([await reasonOf(nadia), await reasonOf(nadia)]).toEqual([null, '1013 person'])
  expect([await reasonOf(karim), await reasonOf(karim)]).toEqual([null, '1013 board'])
  await until(() => rooms.sockets === 3, 'who was sent away is not counted')
  first.leave()
  await until(() => rooms.sockets === 2, 'who left is not counted either')
  expect(await reasonOf(karim)).toBeNull()
  const other = await scene({ sockets: 1 })
  await connect(other.server, other.id, other.nadia)
  const late = new RawClient(other.server.port, `/sync/${other.id}`, other.karim.cookie)
  await until(() => late.refusedStatus, 'it is refused')
  expect(late.refusedStatus).toBe(503)
})

test('strangers who are sent away and stay on the line take nobody’s place', async () => {
  const { server, id, nadia } = await scene({ sockets: 3 })
  const strangers = Array.from({ length: 12 }, () => deaf(server.port, `/sync/${id}`))
  await until(() => strangers.every(({ heard }) => heard().includes('101 ')), 'they were let in to be told')
  await until(() => strangers.every(({ heard }) => heard().includes('session')), 'they are told to go')
  expect(strangers.every(({ socket }) => socket.readyState === 'open')).toBe(true)
  expect((await connect(server, id, nadia)).closed).toBeNull()
})

test('who has gone before what they sent is refused makes no room for others', async () => {
  const unhurried = {
    framesPerSecond: 5_000,
    bytesPerSecond: 1e12,
    burstBytes: 1e12,
    backlogUpdates: 1e9,
    backlogMost: 1e9,
  }
  const { server, id, facilitator, nadia, rooms } = await scene({ sockets: 3, ...unhurried })
  const writer = await connect(server, id, facilitator)
  for (let n = 0; n < 300; n++) writer.write(note(`n${n}`, 'x'.repeat(300)))
  await until(acknowledged(writer), 'it is stored')
  writer.leave()
  for (let n = 0; n < 2; n++) {
    const hostile = await connect(server, id, nadia, { silent: true })
    // Each is answered with the whole board, while they leave.
    for (let k = 0; k < 200; k++) hostile.send(new Uint8Array([0, 0, 2, 0, 0]))
    hostile.send(new Uint8Array([0, 9]))
    await new Promise((resolve) => setTimeout(resolve, 5))
    hostile.leave()
    await until(() => rooms.sockets === 0, 'it is gone', 20_000)
  }
  for (let n = 0; n < 3; n++) await connect(server, id, nadia)
  const late = new RawClient(server.port, `/sync/${id}`, nadia.cookie)
  await until(() => late.refusedStatus ?? late.answered, 'it is answered')
  expect(late.refusedStatus).toBe(503)
})

/** Opens a WebSocket and never answers anything. */
function deaf(port: number, path: string) {
  let heard = ''
  const socket = createConnection(port, '127.0.0.1', () =>
    socket.write(
      `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nOrigin: http://127.0.0.1:${port}\r\nConnection: Upgrade\r\n` +
        'Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
    ),
  )
  socket.on('data', (data) => (heard += data.toString('latin1')))
  onTestFinished(() => void socket.destroy())
  return { socket, heard: () => heard }
}

test('a board that is full takes small changes and no new cards, and goes on being read', async () => {
  const { server, id, facilitator, nadia } = await scene({ boardRecords: 6 })
  const lucie = await connect(server, id, facilitator)
  const notices = () => lucie.frames.filter((frame) => frame[0] === 121).map((frame) => frame[1])
  expect(notices()).toEqual([])
  const room = 6 - lucie.doc.getMap('elements').size - lucie.doc.getMap('links').size
  for (let n = 0; n < room; n++) lucie.write(note(`n${n}`, 'fits'))
  await until(acknowledged(lucie), 'they are stored')
  const nadias = await connect(server, id, nadia)
  expect(nadias.frames.filter((frame) => frame[0] === 121).map((frame) => frame[1])).toEqual([2])
  nadias.write(note('over', 'does not fit'))
  await until(() => nadias.closed, 'she is told')
  expect(nadias.closed).toEqual({ code: 4413, reason: 'board' })
  lucie.write({ do: 'splice', root: 'elements', id: 'n0', field: 'text', at: 0, remove: 0, insert: 'still ' })
  lucie.write({ do: 'remove', root: 'elements', id: 'n1', gone: { by: null, at: 1 } })
  await until(acknowledged(lucie), 'small changes are stored')
  const reader = await connect(server, id, nadia)
  expect([textOf(reader, 'n0'), textOf(reader, 'over')]).toEqual(['still fits', null])
})

test('a board that weighs too much refuses what makes it grow', async () => {
  const { server, id, nadia } = await scene({ boardBytes: 300_000 })
  const client = await connect(server, id, nadia)
  client.write(note('a', 'x'.repeat(250_000)))
  await until(acknowledged(client), 'it fits')
  client.write(note('b', 'x'.repeat(100_000)))
  await until(() => client.closed, 'it is told')
  expect(client.closed).toEqual({ code: 4413, reason: 'board' })
})

test('two thousand updates that wait for what never comes are neither kept nor stored, and nobody waits for them', async () => {
  const { server, id, facilitator, nadia, figures } = await scene({ framesPerSecond: 4_000 })
  const [honest, hostile] = [await connect(server, id, facilitator), await connect(server, id, nadia, { silent: true })]
  const doc = new Y.Doc()
  const updates: Uint8Array[] = []
  doc.on('update', (update) => updates.push(update))
  for (let n = 0; n < 2_001; n++) doc.getMap('placements').set(`ideas:${n}`, [n, n])
  const rows = () => server.services.db.prepare('SELECT count(*) AS n FROM board_update').get()
  await until(acknowledged(honest), 'all is calm')
  const before = rows()
  for (const update of updates.slice(1)) hostile.sendUpdate(update)
  await until(() => figures.times('ignored', 'dependencies') === 2_000, 'all have been looked at')
  expect([rows(), hostile.acknowledged]).toEqual([before, 0])
  await server.services.rooms.use(id, (room) => expect(room.doc.store.pendingStructs).toBeNull())
  honest.write(note('a', 'served'))
  await until(acknowledged(honest), 'the honest one is served')
})

test('frames of random bytes never leave their own line (y-websocket#82)', async () => {
  const { server, id, facilitator, nadia } = await scene({ framesPerSecond: 1_000_000 })
  const honest = await connect(server, id, facilitator)
  honest.write(note('a', 'before'))
  await until(acknowledged(honest), 'it is stored')
  let state = 1
  const random = (below: number) => (state = (state * 1_103_515_245 + 12_345) & 0x7fffffff) % below
  let closed = 0
  for (let round = 0; round < 100; round++) {
    const fuzzer = await connect(server, id, nadia, { silent: true })
    for (let n = 0; n < 200; n++) {
      const bytes = Uint8Array.from({ length: random(40) }, () => random(256))
      if (bytes.length > 1) [bytes[0], bytes[1]] = [random(5) - 1, random(3)]
      fuzzer.send(bytes)
    }
    await roundTrip(fuzzer)
    if (fuzzer.closed) closed++
    fuzzer.leave()
  }
  expect(closed).toBeGreaterThan(0)
  honest.write(note('b', 'after'))
  await until(acknowledged(honest), 'the honest one is served')
  expect([honest.closed, server.faults]).toEqual([null, []])
})
