import { stepsOf } from '../../../../tests/support/steps.ts'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { cellsIn, textOfCells } from './tables.ts'

test('a cell of two lines is one cell', () => {
  expect(cellsIn('"Réduire\r\nles déchets"\r\nTrier\r\n')).toEqual([['Réduire\nles déchets'], ['Trier']])
})

test('a cell that begins with a quote takes nothing of the next one', () => {
  expect(cellsIn('"Osez" dit-on\tautre "mot"\n"suite\tfin')).toEqual([
    ['"Osez" dit-on', 'autre "mot"'],
    ['"suite', 'fin'],
  ])
})

test('quotes that nobody needed are somebody’s words', () => {
  expect(cellsIn('"Bonjour"\t""')).toEqual([['"Bonjour"', '""']])
  expect(cellsIn('"dit ""oui"" hier"\tx')).toEqual([['dit "oui" hier', 'x']])
})

test('what is copied as cells comes back as cells', () => {
  const cell = fc.string({ unit: fc.constantFrom('"', '\t', '\n', 'a', ' ', 'é') })
  const block = fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 5 })
  // The empty end of a text is no row: spreadsheets end the last one.
  const filled = block.filter((rows) => rows.at(-1)!.join('') !== '')
  fc.assert(fc.property(filled, (cells) => void expect(cellsIn(textOfCells(cells))).toEqual(cells)))
})

test('whatever is pasted, no character but quotes and line ends of a spreadsheet is lost', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('"', '\t', '\n', 'a', 'b') }), (text) => {
      const bare = (words: string) => words.replace(/["\t\n]/g, '')
      expect(bare(cellsIn(text).flat().join(''))).toBe(bare(text))
    }),
  )
})

test.each(['"\t', '""\t', '"""\t', '"a""\t', '"a\n', '"\t"a'])('twice as much of «%j» is twice the work', (piece) => {
  const work = (times: number) => stepsOf(() => cellsIn(piece.repeat(times)))
  work(10)
  expect(work(4_000) / work(2_000)).toBeLessThan(2.3)
})
