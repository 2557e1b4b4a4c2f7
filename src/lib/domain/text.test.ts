import { expect, test } from 'vitest'
import { widthOf, wrap } from './text.ts'

const LONG = 'Les collectivités intègrent le réemploi dans leurs achats et leur service de gestion des déchets'

test('no line is wider than the card, and no word is lost', () => {
  const lines = wrap(LONG, 14, 174, 20)
  for (const line of lines) expect(widthOf(line, 14)).toBeLessThanOrEqual(174)
  expect(lines.join(' ')).toBe(LONG)
})

test('a word longer than the card is cut', () => {
  const lines = wrap('a'.repeat(200), 14, 100, 50)
  expect(lines.length).toBeGreaterThan(5)
  expect(lines.join('')).toBe('a'.repeat(200))
})

test('the last line that fits ends in an ellipsis', () => {
  const lines = wrap(LONG.repeat(5), 14, 174, 3)
  expect(lines).toHaveLength(3)
  expect(lines[2]).toMatch(/…$/)
  expect(widthOf(lines[2]!, 14)).toBeLessThanOrEqual(174)
})

test('ten thousand characters are wrapped without ado', () => {
  expect(wrap('x'.repeat(10_000), 14, 174, 9)).toHaveLength(9)
})
