import { expect, test } from 'vitest'
import { board, connect, person, roundTrip, startServer, until } from './support.ts'

async function three() {
  const server = await startServer()
  const { id, facilitator } = await board(server)
  const nadia = await person(server, 'Nadia', 'participant', id)
  const karim = await person(server, 'Karim', 'participant', id)
  return { server, id, facilitator, nadia, karim }
}

test('identity comes from the session, and only known fields travel', async () => {
  const { server, id, nadia, karim } = await three()
  const [a, b] = [await connect(server, id, nadia), await connect(server, id, karim)]
  a.sendPresence(1, 1, {
    user: { name: 'The mayor', role: 'facilitator' },
    cursor: [1, 2],
    selection: ['x'],
    evil: 'x'.repeat(100),
  })
  await until(() => b.present.has(1), 'she is seen')
  expect(b.present.get(1)).toEqual({
    user: {
      id: nadia.personId,
      name: 'Nadia',
      structure: 'CC du Bassin',
      role: 'participant',
      colour: expect.stringMatching(/^#[0-9a-f]{6}$/),
    },
    cursor: [1, 2],
    selection: ['x'],
  })
})

test('a field of another shape than the others paint is dropped, the rest is seen', async () => {
  const { server, id, nadia, karim } = await three()
  const [a, b] = [await connect(server, id, nadia), await connect(server, id, karim)]
  a.sendPresence(1, 1, { cursor: { toString: 5 }, selection: 5, draft: 'd', view: 'tree', editing: {} })
  await until(() => b.present.has(1), 'she is seen')
  expect(b.present.get(1)).toEqual({ user: expect.anything(), view: 'tree' })
  a.sendPresence(1, 2, { cursor: null, selection: ['x'], draft: { d: ['x', 'y'] }, view: 'nowhere', editing: 'x/text' })
  await until(() => 'editing' in (b.present.get(1) as object), 'her next state is seen')
  expect(b.present.get(1)).toEqual({ user: expect.anything(), cursor: null, selection: ['x'], editing: 'x/text' })
  a.sendPresence(1, 3, { cursor: [1, 2], draft: { d: [3, 4] } })
  await until(() => 'draft' in (b.present.get(1) as object), 'her gesture is seen')
  expect(b.present.get(1)).toEqual({ user: expect.anything(), cursor: [1, 2], draft: { d: [3, 4] } })
})

test('a client speaks for itself only: echoes and impersonations are dropped', async () => {
  const { server, id, nadia, karim } = await three()
  const [a, b] = [await connect(server, id, nadia), await connect(server, id, karim)]
  a.sendPresence(1, 5, { cursor: [1, 1] })
  b.sendPresence(2, 1, { cursor: [2, 2] })
  await until(() => a.present.size === 2 && b.present.size === 2, 'both are seen')
  b.sendPresence(1, 6, { cursor: [9, 9] })
  b.sendPresence(1, 7, 'null')
  b.sendPresence(3, 1, { cursor: [3, 3] })
  b.sendPresence(2, 2, { cursor: [4, 4] })
  await until(() => (a.present.get(2) as { cursor: number[] }).cursor[0] === 4, 'his own move is seen')
  expect([a.present.size, (a.present.get(1) as { cursor: number[] }).cursor]).toEqual([2, [1, 1]])
})

test('who joins sees who is there, and who leaves is gone for all', async () => {
  const { server, id, nadia, karim } = await three()
  const a = await connect(server, id, nadia)
  a.sendPresence(1, 1, { cursor: [1, 1] })
  await until(() => a.present.has(1), 'she is there')
  const b = await connect(server, id, karim)
  await until(() => b.present.has(1), 'the joiner sees her')
  a.leave()
  await until(() => !b.present.has(1), 'she is gone')
  // An echo that comes late does not bring her back.
  b.sendPresence(1, 9, { cursor: [1, 1] })
  await roundTrip(b)
  await roundTrip(b)
  expect(b.present.has(1)).toBe(false)
})

test('the same person comes back under the same client id before the old line is found dead', async () => {
  const { server, id, nadia, karim } = await three()
  const [old, b] = [await connect(server, id, nadia), await connect(server, id, karim)]
  old.sendPresence(1, 3, { cursor: [1, 1] })
  await until(() => b.present.has(1), 'she is seen')
  const back = await connect(server, id, nadia)
  back.sendPresence(1, 4, { cursor: [7, 7] })
  await until(() => (b.present.get(1) as { cursor: number[] }).cursor[0] === 7, 'she is seen on her new line')
  old.leave()
  await roundTrip(b)
  back.sendPresence(1, 5, { cursor: [8, 8] })
  await until(() => (b.present.get(1) as { cursor: number[] } | undefined)?.cursor[0] === 8, 'she is still there')
})

test('a flood of presence arrives as few frames, its last state included; what is too long or no JSON is dropped (yjs#732)', async () => {
  const { server, id, nadia, karim } = await three()
  const [a, b] = [await connect(server, id, nadia), await connect(server, id, karim)]
  const before = b.frames.length
  for (let n = 1; n <= 500; n++) a.sendPresence(1, n, { cursor: [n, n] })
  a.sendPresence(1, 501, { cursor: [0, 0], selection: ['x'.repeat(5_000)] })
  await until(
    () => (b.present.get(1) as { cursor: number[] } | undefined)?.cursor[0] === 500,
    'the last good state is seen',
  )
  expect(b.frames.length - before).toBeLessThan(100)
  a.sendPresence(1, 502, '{"cursor":')
  await roundTrip(a)
  a.sendPresence(1, 503, { cursor: [1, 1] })
  await until(() => (b.present.get(1) as { cursor: number[] }).cursor[0] === 1, 'the next good state is seen')
  expect([a.closed, server.faults]).toEqual([null, []])
})
