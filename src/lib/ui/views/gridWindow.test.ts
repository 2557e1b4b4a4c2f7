import { expect, test } from 'vitest'
import { below, gridWindow, ROW } from './gridWindow.ts'

const rows = Array.from({ length: 300 }, (_, i) => ({ id: `r${i}` }))
const sight = { rows, top: 0, height: 600, at: -1 }
const total = (shown: readonly { gap: number }[]) =>
  shown.reduce((sum, { gap }) => sum + gap + ROW, 0) + below(rows.length, shown as never)

test('a screen of three hundred rows holds a few, and keeps the height of all', () => {
  const windowOf = gridWindow<{ id: string }>()
  for (const top of [0, 1_000, 5_555, 300 * ROW]) {
    const shown = windowOf({ ...sight, top })
    expect(shown.length).toBeLessThan(40)
    expect(total(shown)).toBe(300 * ROW)
  }
})

test('the row with the focus is in the page wherever one scrolls', () => {
  const windowOf = gridWindow<{ id: string }>()
  for (const [at, top] of [
    [0, 8_000],
    [299, 0],
    [150, 150 * ROW],
  ] as const) {
    const shown = windowOf({ ...sight, top, at })
    expect(shown.filter(({ place }) => place === at)).toHaveLength(1)
    expect(total(shown)).toBe(300 * ROW)
  }
})

test('rows that stay are the same objects, and a row that changed is not', () => {
  const windowOf = gridWindow<{ id: string }>()
  const before = windowOf(sight)
  const changed = rows.map((row, i) => (i === 3 ? { ...row } : row))
  const after = windowOf({ ...sight, rows: changed, top: ROW })
  expect(after[2]).toBe(before[2])
  expect(after[3]).not.toBe(before[3])
})

test('without rows there is nothing in the page', () => {
  const shown = gridWindow<{ id: string }>()({ ...sight, rows: [] })
  expect([shown.length, below(0, shown)]).toEqual([0, 0])
})

test('a row that comes in takes over from one that leaves, and no two are drawn by one', () => {
  const windowOf = gridWindow<{ id: string }>()
  const focused = windowOf({ ...sight, top: 4_000, at: 105 }).find(({ place }) => place === 105)!
  let most = 0
  for (const top of [4_040, 4_100, 9_000, 0, 76, 4_000]) {
    const shown = windowOf({ ...sight, top, at: 105 })
    const slots = shown.map(({ slot }) => slot)
    expect(new Set(slots).size).toBe(shown.length)
    expect(shown.find(({ place }) => place === 105)!.slot).toBe(focused.slot)
    most = Math.max(most, ...slots)
  }
  expect(most).toBeLessThan(40)
})
