import { expect, test } from 'vitest'
import { Inbox } from './inbox.ts'

const frames = (count: number) => Array.from({ length: count }, (_, n) => new Uint8Array([n]))
const turn = () => new Promise((resolve) => setImmediate(resolve))

function scene() {
  const line = { owes: 0, backlogs: [] as number[], backlog: (count: number) => void line.backlogs.push(count) }
  const taken: number[] = []
  let now = 0
  const take = (frame: Uint8Array) => {
    now += 0.25
    taken.push(frame[0]!)
  }
  const inbox = new Inbox(line, take, () => now)
  return { line, taken, inbox }
}

test('whoever sends a hundred frames at once has a millisecond of them looked at a turn, in order', async () => {
  const { line, taken, inbox } = scene()
  for (const frame of frames(100)) inbox.receive(frame)
  expect([taken.length, line.backlogs.at(-1)]).toEqual([4, 96])
  await turn()
  expect(taken.length).toBe(8)
  for (let n = 0; n < 24; n++) await turn()
  expect(taken).toEqual(frames(100).map(([n]) => n))
  inbox.receive(new Uint8Array([200]))
  expect(taken.at(-1)).toBe(200)
})

test('whoever owes waits, even for what has already arrived', async () => {
  const { line, taken, inbox } = scene()
  line.owes = 20
  for (const frame of frames(3)) inbox.receive(frame)
  await turn()
  expect(taken).toEqual([])
  line.owes = 0
  await expect.poll(() => taken).toEqual([0, 1, 2])
})

test('whoever goes on sending too much is looked at now and then, several frames at a time', async () => {
  const { line, taken, inbox } = scene()
  line.owes = 1
  for (const frame of frames(3)) inbox.receive(frame)
  const begun = performance.now()
  setTimeout(() => (line.owes = 0), 5)
  await expect.poll(() => taken, { interval: 1 }).toEqual([0, 1, 2])
  expect(performance.now() - begun).toBeGreaterThan(40)
})

test('what somebody had sent before they left is looked at before they are gone', async () => {
  const { taken, inbox } = scene()
  for (const frame of frames(40)) inbox.receive(frame)
  let left = -1
  inbox.end(() => (left = taken.length))
  expect(left).toBe(-1)
  for (let n = 0; n < 10; n++) await turn()
  expect(left).toBe(40)
  const quiet = scene()
  let gone = false
  quiet.inbox.end(() => (gone = true))
  expect(gone).toBe(true)
})
