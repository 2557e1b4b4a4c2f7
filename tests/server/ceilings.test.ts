/** How much the process takes on, in all and from one network: strangers meet these ceilings first, who leads does not meet them. */
import { once } from 'node:events'
import { connect as dial, type AddressInfo, type Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { createHttpServer } from '#server/http.ts'
import { DEFAULT_LIMITS, type Limits } from '#server/sync/limits.ts'
import type { Updates } from '#server/store/updates.ts'
import { board, connect, demonstration, note, person, startServer, until, type RawClient } from './support.ts'

const withLimits = (limits: Partial<Limits>) => startServer({}, { limits: { ...DEFAULT_LIMITS, ...limits } })
const stored = (client: RawClient) => () => client.acknowledged === client.sent || client.closed !== null

test('strangers of one network have a quarter of its lines, which takes none from its members, and who leads finds one more', async () => {
  const server = await withLimits({ socketsPerNetwork: 12 })
  const { id, facilitator } = await board(server)
  const closedOf = async (boardId: string, who: { cookie: string }) => (await connect(server, boardId, who)).closed
  const visitor = await person(server, 'Visitor')
  const demo = (await demonstration(server, visitor))!
  for (let n = 0; n < 3; n++) expect(await closedOf(demo, visitor)).toBeNull()
  expect(await closedOf(demo, visitor)).toEqual({ code: 1013, reason: 'network' })

  const members = await Promise.all(['Nadia', 'Karim'].map((name) => person(server, name, 'participant', id)))
  const lines = []
  for (let n = 0; n < 12; n++) lines.push(await connect(server, id, members[n % 2]!))
  expect(lines.map(({ closed }) => closed).filter(Boolean)).toEqual([])
  expect(await closedOf(id, members[0]!)).toEqual({ code: 1013, reason: 'network' })
  expect(await closedOf(id, facilitator)).toBeNull()
  // Who leaves makes room.
  lines[0]!.leave()
  lines[1]!.leave()
  await until(() => server.services.rooms.sockets === 14, 'they have left')
  expect(await closedOf(id, members[0]!)).toBeNull()
})

test('a town hall of sixty with ten tabs each comes in from one address', async () => {
  const server = await withLimits({ socketsPerBoard: 1_000 })
  const { id } = await board(server)
  const people = await Promise.all(Array.from({ length: 60 }, (_, n) => person(server, `P${n}`, 'participant', id)))
  for (const each of people) {
    const lines = await Promise.all(Array.from({ length: 10 }, () => connect(server, id, each)))
    expect(lines.map(({ closed }) => closed).filter(Boolean)).toEqual([])
  }
})

test('where open boards fill the memory that is theirs, strangers are refused and members are not', async () => {
  const server = await withLimits({ openStructs: 3_000 })
  const visitor = await person(server, 'Visitor')
  const demo = (await demonstration(server, visitor))!
  const trying = await connect(server, demo, visitor)
  const { id, facilitator } = await board(server)
  const writer = await connect(server, id, facilitator)
  writer.write(...Array.from({ length: 300 }, (_, i) => note(`m${i}`, 'x')))
  await until(stored(writer), 'it is stored')
  trying.write(note('a', 'une de plus'))
  await until(stored(trying), 'it is refused')
  expect(trying.closed).not.toBeNull()
  expect((await connect(server, demo, visitor)).closed).toEqual({ code: 1013, reason: 'boards' })
  expect(await demonstration(server, visitor, '198.51.100.7')).toBeNull()
  writer.write(note('b', 'comme toujours'))
  await until(stored(writer), 'it is stored')
  const other = await board(server)
  expect([writer.closed, (await connect(server, other.id, other.facilitator)).closed]).toEqual([null, null])
})

test('a demonstration that is opened again while it is put away still counts', async () => {
  let putAway: (() => void) | null = null
  const wrapUpdates = (updates: Updates): Updates => ({
    ...updates,
    async checkpoint(...state) {
      if (!putAway) await new Promise<void>((go) => (putAway = go))
      await updates.checkpoint(...state)
    },
  })
  const server = await startServer(
    { graceMs: 0, wrapUpdates },
    { limits: { ...DEFAULT_LIMITS, allDemoStructs: 4_000 } },
  )
  const visitor = await person(server, 'Visitor')
  const demo = (await demonstration(server, visitor))!
  const first = await connect(server, demo, visitor)
  const sixty = (name: string) => Array.from({ length: 60 }, (_, i) => note(`${name}${i}`, 'x'))
  first.write(...sixty('a'))
  await until(stored(first), 'it is stored')
  first.leave()
  await until(() => putAway, 'it is being put away')
  const coming = connect(server, demo, visitor)
  await new Promise((resolve) => setTimeout(resolve, 50))
  putAway!()
  const back = await coming
  back.write(...sixty('b'))
  await until(stored(back), 'it is stored')
  expect(back.closed).toBeNull()
  expect(server.services.rooms.mayTry('127.0.0.1')).toBe(false)
})

async function waiting(limits: Partial<Limits>, trustProxy = false): Promise<number> {
  const config = { origin: null, trustProxy, limits: { ...DEFAULT_LIMITS, ...limits } }
  const server = createHttpServer(config, ({ url }, response) => void (url === '/late' || response.end('page')))
  server.on('upgrade', (_request, socket) => socket.write('HTTP/1.1 101 Switching Protocols\r\n\r\n'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  return (server.address() as AddressInfo).port
}

async function ask(port: number, path: string, more = ''): Promise<Socket> {
  const socket = dial(port, '127.0.0.1')
  socket.on('error', () => {})
  socket.resume()
  onTestFinished(() => void socket.destroy())
  await once(socket, 'connect')
  socket.write(`GET ${path} HTTP/1.1\r\nHost: here\r\n${more}\r\n`)
  return socket
}
const gone = (sockets: readonly Socket[]) => sockets.filter(({ destroyed }) => destroyed).length
const UPGRADE = 'Connection: Upgrade\r\nUpgrade: websocket\r\n'

test('of too many connections from one network the one that asked for nothing for longest goes, and whoever comes is served', async () => {
  const port = await waiting({ connectionsPerNetwork: 20 })
  const boards = await Promise.all(Array.from({ length: 30 }, () => ask(port, '/sync/a', UPGRADE)))
  const held: Socket[] = []
  for (let n = 0; n < 30; n++) held.push(await ask(port, '/late'))
  await until(() => gone(held) === 10, 'ten are over')
  expect(held.slice(0, 10).every(({ destroyed }) => destroyed)).toBe(true)
  expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200)
  expect(gone(boards)).toBe(0)
})

test('behind a proxy, from which all come, connections are counted in all', async () => {
  const port = await waiting({ connectionsPerNetwork: 5, connections: 20 }, true)
  const held: Socket[] = []
  for (let n = 0; n < 22; n++) held.push(await ask(port, '/late'))
  await until(() => gone(held) === 2, 'two are over')
})
