import { expect, test } from 'vitest'
import { createPace } from './pace.ts'

const turn = () => new Promise((resolve) => setImmediate(resolve))

test('work is done one after the other, with a rest for its bytes, and a failure holds up nobody', async () => {
  const paced = createPace(1_000)
  const done: string[] = []
  const work = (name: string) => async () => void done.push(name)
  const failing = paced(
    () => Promise.reject(new Error('full')),
    () => 10,
  )
  const first = paced(work('first'), () => 100_000)
  void paced(work('second'), () => 1)
  await expect(failing).rejects.toThrow('full')
  await first
  await turn()
  expect(done).toEqual(['first'])
})

test('what wrote nothing is followed by no rest', async () => {
  const paced = createPace(1)
  const refused = Array.from({ length: 100 }, () =>
    paced(
      async () => null,
      () => 0,
    ),
  )
  expect(await Promise.all(refused)).toHaveLength(100)
})
