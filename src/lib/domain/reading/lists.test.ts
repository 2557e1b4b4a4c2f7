import { expect, test } from 'vitest'
import { linesIn, tableIn } from './lists.ts'

test.each(['- 20 % de déchets', '- idée', '3. étage', '1) seul', '• seul'])('«%s» alone stays as it is typed', (text) =>
  expect(linesIn(text)).toEqual([text]),
)

test('signs of a list come off several lines, and never before a figure', () => {
  expect(linesIn('- Réduire\n- Trier\n\n- 20 % de déchets')).toEqual(['Réduire', 'Trier', '- 20 % de déchets'])
  expect(linesIn('1. Réduire\n2. Trier\n3. 5 km de haies')).toEqual(['Réduire', 'Trier', '3. 5 km de haies'])
  expect(linesIn('- 20 % de déchets\n- 30 % d’eau')).toEqual(['- 20 % de déchets', '- 30 % d’eau'])
  expect(linesIn('-20 % de déchets\n-30 % d’eau')).toEqual(['-20 % de déchets', '-30 % d’eau'])
})

test.each([
  ['Word', '•\tRéduire\n•\tTrier'],
  ['Word, numbered', '1.\tRéduire\r\n2.\tTrier\r\n'],
  ['Word, its own signs', '\uf0b7\tRéduire\n\uf0b7\tTrier'],
  ['Word, second level', '•\tRéduire\no\tTrier'],
  ['an outline', 'Réduire\n\tTrier'],
  ['a web page', '  - Réduire\n    - Trier'],
])('a list from %s is a list and no table', (_where, text) => {
  expect(tableIn(text)).toBeNull()
  expect(linesIn(text)).toEqual(['Réduire', 'Trier'])
})

test('a row of several cells makes a table, its signs and figures are cells', () => {
  expect(tableIn('1.\tRéduire\tA\n2.\t5 km\tB\n\t\t\n')).toEqual([
    ['1.', 'Réduire', 'A'],
    ['2.', '5 km', 'B'],
  ])
})

test('a cell of two lines in one column is one thing', () => {
  expect(linesIn('"Réduire\nles déchets"\nTrier')).toEqual(['Réduire\nles déchets', 'Trier'])
  expect(tableIn('"Réduire\nles déchets"\nTrier')).toBeNull()
})
