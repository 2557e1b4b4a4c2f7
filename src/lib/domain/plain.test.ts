import { expect, test } from 'vitest'
import { streamSafe, unaccented } from './plain.ts'

test('accents do not count, however they were typed', () => {
  expect(['Éco\u0302le', 'E\u0301cole', 'Œuvre'].map(unaccented)).toEqual(['Ecole', 'Ecole', 'Œuvre'])
})

test('a letter under a hundred thousand marks is a letter', () => {
  const marks = '\u0327\u0301'.repeat(50_000)
  expect(unaccented(`e${marks}`)).toBe('e')
  expect(streamSafe(`e${marks}t`)).toHaveLength(32)
})
