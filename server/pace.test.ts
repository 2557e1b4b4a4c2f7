import { expect, test, vi } from 'vitest'
import { createPace } from './pace.ts'

test('work is done one after the other, with a rest for its bytes, and a failure holds up nobody', async () => {
  const paced = createPace(1_000)
  const done: string[] = []
  const work = (name: string) => async () => void done.push(name)
  const failing = paced(10, () => Promise.reject(new Error('full')))
  const [first, second] = [paced(100_000, work('first')), paced(1, work('second'))]
  await expect(failing).rejects.toThrow('full')
  await first
  await new Promise((resolve) => setImmediate(resolve))
  expect(done).toEqual(['first'])
  void second
})

test('after its rest the next one is done', async () => {
  const paced = createPace(1_000_000)
  const done = vi.fn(async () => {})
  await Promise.all([paced(10, done), paced(10, done)])
  expect(done).toHaveBeenCalledTimes(2)
})
