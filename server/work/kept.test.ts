import { expect, test } from 'vitest'
import { createKept, type Derivation } from './kept.ts'

const here = new AbortController().signal

/** Derivations of one board whose makings are counted. */
function counting() {
  let made = 0
  const wanted = (over: Partial<Derivation<string>> = {}): Derivation<string> => ({
    key: 'board',
    at: 1,
    signal: here,
    bytesOf: (text) => text.length,
    make: async () => {
      made++
      await new Promise((resolve) => setTimeout(resolve, 5))
      return 'derived'
    },
    ...over,
  })
  return { wanted, made: () => made }
}

test('fifteen readers cost one derivation, together and one after the other', async () => {
  const kept = createKept(100)
  const { wanted, made } = counting()
  await Promise.all(Array.from({ length: 15 }, () => kept.get(wanted())))
  expect(await kept.get(wanted())).toBe('derived')
  expect(made()).toBe(1)
})

test('after an edit it is derived anew, and what was is forgotten', async () => {
  const kept = createKept(100)
  const { wanted, made } = counting()
  await kept.get(wanted())
  await kept.get(wanted({ at: 2 }))
  expect([made(), kept.bytes]).toEqual([2, 'derived'.length])
})

test('one that fails is tried again by the next reader', async () => {
  const kept = createKept(100)
  const { wanted, made } = counting()
  await expect(kept.get(wanted({ make: () => Promise.reject(new Error('no')) }))).rejects.toThrow('no')
  expect([await kept.get(wanted()), made()]).toEqual(['derived', 1])
})

test('it is given up when its last reader has gone, not before', async () => {
  const kept = createKept(100)
  const [one, other] = [new AbortController(), new AbortController()]
  let abandoned: AbortSignal | null = null
  const make = (signal: AbortSignal) => {
    abandoned = signal
    return new Promise<string>((_, reject) => signal.addEventListener('abort', () => reject(new Error('gone'))))
  }
  const { wanted } = counting()
  const first = kept.get(wanted({ make, signal: one.signal }))
  const second = kept.get(wanted({ make, signal: other.signal }))
  one.abort()
  expect(abandoned!.aborted).toBe(false)
  other.abort()
  expect(abandoned!.aborted).toBe(true)
  await expect(first).rejects.toThrow('gone')
  await expect(second).rejects.toThrow('gone')
})

test('no more is kept than there is room for: what was asked for longest ago goes first', async () => {
  const kept = createKept(2 * 'derived'.length)
  const { wanted, made } = counting()
  for (const key of ['a', 'b', 'a', 'c']) await kept.get(wanted({ key }))
  expect([kept.bytes, made()]).toEqual([14, 3])
  await kept.get(wanted({ key: 'a' }))
  expect(made()).toBe(3)
  await kept.get(wanted({ key: 'b' }))
  expect(made()).toBe(4)
})
