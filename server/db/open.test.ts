import { expect, test } from 'vitest'
import { keepFolding } from './open.ts'

test('a full disk does not stop the server: folding the log is tried again later', async () => {
  const reported: unknown[] = []
  let tries = 0
  const full = {
    pragma: () => {
      tries++
      throw new Error('database or disk is full')
    },
  }
  const stop = keepFolding(full, (error) => reported.push(error), 1)
  await expect.poll(() => tries).toBeGreaterThan(1)
  stop()
  expect(reported.length).toBe(tries)
})
