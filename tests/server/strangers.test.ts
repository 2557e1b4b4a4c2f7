/** A demonstration is a stranger's, and nobody else pays for what is done there. */
import { expect, test } from 'vitest'
import { createGate } from '#server/sync/gate.ts'
import { DEFAULT_LIMITS, type Limits } from '#server/sync/limits.ts'
import { Full } from '#server/boards.ts'
import {
  asking,
  board,
  connect,
  demonstration,
  note,
  person,
  startServer,
  textOf,
  until,
  type RawClient,
} from './support.ts'

const withLimits = (limits: Partial<Limits>) => startServer({}, { limits: { ...DEFAULT_LIMITS, ...limits } })
const stored = (client: RawClient) => () => client.acknowledged === client.sent || client.closed !== null

test('two hundred demonstrations from a few networks remove none that somebody has open', async () => {
  const server = await startServer({}, { demoLimit: 20, limits: { ...DEFAULT_LIMITS, demosPerNetwork: 4 } })
  const [honest, hostile] = [await person(server, 'Visitor'), await person(server, 'Visitor')]
  const open = (await demonstration(server, honest))!
  const client = await connect(server, open, honest)
  const made: (string | null)[] = []
  for (let n = 0; n < 200; n++) made.push(await demonstration(server, hostile, `203.0.113.${n % 5}`))
  expect(client.closed).toBeNull()
  client.write(note('a', 'toujours là'))
  await until(stored(client), 'it is stored')
  const there = await Promise.all(made.map(async (id) => id !== null && (await server.services.boards.readBoard(id))))
  expect(there.filter(Boolean).length).toBeLessThanOrEqual(4 * 5)
})

test('whose demonstrations are all open gets no more, and another network does', async () => {
  const server = await withLimits({ demosPerNetwork: 2 })
  const hostile = await person(server, 'Visitor')
  for (let n = 0; n < 2; n++) await connect(server, (await demonstration(server, hostile))!, hostile)
  expect(await demonstration(server, hostile)).toBeNull()
  expect(await demonstration(server, await person(server, 'Visitor'), '198.51.100.7')).not.toBeNull()
})

test('demonstrations of one network have a quarter of the memory of all, however many they are; boards have theirs', async () => {
  const server = await withLimits({ allDemoStructs: 4_000 })
  const [hostile, honest] = [await person(server, 'Visitor'), await person(server, 'Visitor')]
  const lines: RawClient[] = []
  for (let n = 0; n < 3; n++) lines.push(await connect(server, (await demonstration(server, hostile))!, hostile))
  for (const [n, line] of lines.entries()) {
    line.write(...Array.from({ length: 50 }, (_, i) => note(`n${n}-${i}`, 'x')))
    await until(stored(line), 'it is stored or refused')
  }
  expect(lines.map(({ closed }) => closed?.reason ?? null)).toContain('board')
  const { id, facilitator } = await board(server)
  const writer = await connect(server, id, facilitator)
  writer.write(...Array.from({ length: 200 }, (_, i) => note(`m${i}`, 'x')))
  await until(stored(writer), 'it is stored')
  expect(writer.closed).toBeNull()
  expect(server.services.rooms.mayTry('198.51.100.7')).toBe(true)
  expect(server.services.rooms.mayTry('127.0.0.1')).toBe(false)
  expect(await demonstration(server, honest, '198.51.100.7')).not.toBeNull()
})

test('while the heap is nearly full strangers are refused and members are not', async () => {
  const server = await withLimits({ heapPercent: 0 })
  const visitor = await person(server, 'Visitor')
  expect(await demonstration(server, visitor)).toBeNull()
  const { id, facilitator } = await board(server)
  const writer = await connect(server, id, facilitator)
  writer.write(note('a', 'comme toujours'))
  await until(stored(writer), 'it is stored')
  expect(textOf(writer, 'a')).toBe('comme toujours')
})

test('a demonstration has few versions, a board many; those kept by themselves make room for newer ones', async () => {
  const server = await withLimits({ demoVersions: 2, versions: 3, automaticVersions: 2 })
  const { boards } = server.services
  const visitor = await person(server, 'Visitor')
  const demo = (await demonstration(server, visitor))!
  const { id, facilitator } = await board(server)
  const keep = (boardId: string) =>
    boards.keepVersion(boardId, { label: 'Une', kind: 'kept' }, asking(facilitator.personId, boardId))
  for (let n = 0; n < 2; n++) await keep(demo)
  await expect(keep(demo)).rejects.toThrow(Full)
  const kept = [await keep(id), await keep(id), await keep(id)]
  await expect(keep(id)).rejects.toThrow(Full)
  for (let n = 0; n < 4; n++) await boards.restoreVersion(id, kept[0]!.id, asking(facilitator.personId, id))
  expect((await boards.listVersions(id)).map(({ kind }) => kind)).toEqual([
    'before_restore',
    'before_restore',
    'kept',
    'kept',
    'kept',
  ])
})

test('demonstrations together have so many bytes on the disk: the oldest idle ones make room', async () => {
  const server = await withLimits({ allDemoBytes: 2_000 })
  const visitor = await person(server, 'Visitor')
  const ids: string[] = []
  for (let n = 0; n < 12; n++) ids.push((await demonstration(server, visitor))!)
  const there = await Promise.all(ids.map((id) => server.services.boards.readBoard(id)))
  expect(there.filter(Boolean).length).toBeLessThan(12)
  expect(there.at(-1)).not.toBeNull()
})

test('boards of members are read from the disk before demonstrations', async () => {
  const gate = createGate(1, 10)
  const order: string[] = []
  const load = (name: string, isTrying: boolean) =>
    gate(async () => {
      order.push(name)
      await new Promise((resolve) => setTimeout(resolve, 1))
    }, isTrying)
  await Promise.all([load('demo 1', true), load('demo 2', true), load('board 1', false), load('board 2', false)])
  expect(order).toEqual(['demo 1', 'board 1', 'board 2', 'demo 2'])
})

test('a stranger’s update of thousands of pieces is refused before it is looked at; a member’s passes', async () => {
  const server = await startServer()
  const many = Array.from({ length: 7_000 }, (_, i) => ({
    ...{ do: 'patch' as const, root: 'placements' as const, key: `ideas:k${i}` as const },
    point: [i, i] as const,
  }))
  const stranger = await person(server, 'Visitor')
  const line = await connect(server, (await demonstration(server, stranger))!, stranger)
  line.write(...many)
  await until(() => line.closed !== null, 'it is refused')
  expect(line.closed).toMatchObject({ reason: 'structs' })
  const { id, facilitator } = await board(server)
  const member = await connect(server, id, facilitator)
  member.write(...many)
  await until(() => member.acknowledged === member.sent, 'it is stored')
  expect(member.closed).toBeNull()
})

test('a stranger’s pictures, taken or refused, hold up no member’s', async () => {
  const server = await startServer()
  const { boards } = server.services
  const stranger = await person(server, 'Visitor')
  const demo = (await boards.readBoard((await demonstration(server, stranger))!))!
  const { id } = await board(server)
  const own = (await boards.readBoard(id))!
  const picture = (n: number) => ({ type: 'image/png' as const, bytes: new Uint8Array(2_000_000).fill(n) })
  let left = 0
  for (let n = 0; n < 40; n++) {
    left++
    void boards.placePicture(demo, picture(n)).finally(() => left--)
  }
  expect(await boards.placePicture(own, picture(1))).not.toBeNull()
  expect(left).toBeGreaterThan(30)
})
