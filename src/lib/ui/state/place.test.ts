import { afterEach, expect, test, vi } from 'vitest'
import { keepPlace, placeBefore } from './place.ts'

afterEach(() => vi.unstubAllGlobals())

function storage() {
  const kept = new Map<string, string>()
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
  })
  return kept
}

test('a board opens where this tab of the browser was, and others where everybody begins', () => {
  storage()
  keepPlace('one', { tab: 'tree', layout: 'circles' })
  expect(placeBefore('one')).toEqual({ tab: 'tree', layout: 'circles' })
  expect(placeBefore('other')).toBeNull()
})

test('what an older version kept, or a browser that keeps nothing, sends nobody anywhere', () => {
  storage().set('canevas:place:one', 'comparison circles')
  expect(placeBefore('one')).toBeNull()
  vi.stubGlobal('sessionStorage', undefined)
  keepPlace('one', { tab: 'tree', layout: 'circles' })
  expect(placeBefore('one')).toBeNull()
})
