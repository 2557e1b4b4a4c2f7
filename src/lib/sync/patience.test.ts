import { expect, test, vi } from 'vitest'
import { waitForBoard } from './patience.ts'

test('a line is not given up while the board is still to come, for three minutes', () => {
  vi.useFakeTimers()
  const provider = { wsconnected: true, synced: false, wsLastMessageReceived: Date.now() }
  const silentFor = () => Date.now() - provider.wsLastMessageReceived
  const patience = waitForBoard(provider)
  patience.opened()
  vi.advanceTimersByTime(120_000)
  expect(silentFor()).toBeLessThan(30_000)
  vi.advanceTimersByTime(120_000)
  expect(silentFor()).toBeGreaterThan(30_000)

  patience.opened()
  vi.advanceTimersByTime(60_000)
  provider.synced = true
  const heard = provider.wsLastMessageReceived
  vi.advanceTimersByTime(60_000)
  expect(provider.wsLastMessageReceived).toBe(heard)
  patience.end()
  expect(vi.getTimerCount()).toBe(0)
  vi.useRealTimers()
})
