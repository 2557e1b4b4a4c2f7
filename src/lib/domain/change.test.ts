import fc from 'fast-check'
import { expect, test } from 'vitest'
import { spliceBetween } from './change.ts'

test('one splice turns any text into any other', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (before, after) => {
      const splice = spliceBetween(before, after)
      const result = splice
        ? before.slice(0, splice.at) + splice.insert + before.slice(splice.at + splice.remove)
        : before
      expect(result).toBe(after)
    }),
    { seed: 7, numRuns: 500 },
  )
})

test('never cuts a surrogate pair in two', () => {
  const splice = spliceBetween('😀', '😁')
  expect(splice).toEqual({ at: 0, remove: 2, insert: '😁' })
})
