import { expect, test } from 'vitest'
import { CARD, cardLines } from '#lib/domain/geometry.ts'
import { wordsFromAfar } from './distant.ts'

const card = (text: string) => {
  const lines = cardLines(text)
  return {
    lines,
    rect: { x: 0, y: 0, w: CARD.width, h: CARD.head + CARD.top + lines.length * CARD.line + CARD.bottom },
  }
}

test('a few words are larger than close up, and all there', () => {
  const words = wordsFromAfar(card('Foyers à budget contraint'))!
  expect(words.size).toBeGreaterThanOrEqual(16)
  expect(words.lines.join(' ')).toBe('Foyers à budget contraint')
  expect(words.lines.length * words.line).toBeLessThan(CARD.head + CARD.top + 2 * CARD.line + CARD.bottom)
})

test('a long word is never cut for the sake of its size', () => {
  const words = wordsFromAfar(card('Anticonstitutionnellement'))
  if (words) expect(words.lines).toEqual(['Anticonstitutionnellement'])
})
