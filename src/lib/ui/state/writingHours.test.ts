import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Moment } from '#lib/domain/schema/dossier.ts'
import { WritingHours } from './writingHours.svelte.ts'

const NINE = Date.parse('2026-03-12T09:00:00Z')
const atNine: Moment = {
  workshopId: null,
  tabs: ['tree'],
  isWritingClosed: false,
  opensAt: new Date(NINE).toISOString(),
  versionId: null,
}

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('window', new EventTarget())
  vi.stubGlobal('document', { querySelectorAll: () => [] })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

/** A device whose clock is `ahead` milliseconds ahead of the server's, ten minutes before nine. */
function device(ahead: number) {
  vi.setSystemTime(NINE - 600_000 + ahead)
  let offset = 0
  const hours = new WritingHours({
    bind: true,
    clock: () => Date.now() + offset,
    onShut: () => undefined,
    onOpened: () => undefined,
  })
  hours.follow(atNine)
  return {
    hours,
    hearServer() {
      offset = -ahead
      hours.look()
    },
  }
}

test('a device that is an hour fast does not write early', () => {
  const { hours, hearServer } = device(3_600_000)
  hearServer()
  expect([hours.isShut, hours.standing(atNine)]).toEqual([true, 'early'])
  vi.advanceTimersByTime(599_000)
  expect(hours.isShut).toBe(true)
  vi.advanceTimersByTime(1_000)
  expect(hours.isShut).toBe(false)
  hours.close()
})

test('a device that is ten minutes slow writes as soon as the others', () => {
  const { hours, hearServer } = device(-600_000)
  hearServer()
  vi.advanceTimersByTime(600_000)
  expect([hours.isShut, hours.standing(atNine)]).toEqual([false, 'open'])
  hours.close()
})
