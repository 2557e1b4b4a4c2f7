import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { amountIn, numberIn, numberText } from './numbers.ts'

test.each([
  ['1 250,5', 1250.5],
  ['1\u202f250,5', 1250.5],
  ['1\u00a0250.5', 1250.5],
  ['1250.5', 1250.5],
  ['1.250.000', 1_250_000],
  ['1.250,5', 1250.5],
  ['1,250.5', 1250.5],
  ["1'250", 1250],
  ['−3', -3],
  [' +4,5 ', 4.5],
  ['1e3', 1000],
])('«%s» is a number', (text, number) => expect(numberIn(text)).toBe(number))

test.each(['', 'parfois', '12 34', '1 2', '45 %', '- 20', '1e400', '12,3,4', 'Infinity', '0x10', '1/2'])(
  '«%s» is none, and is not made one',
  (text) => expect(numberIn(text)).toBeNull(),
)

test('a figure that a number could not give back stays as it is written', () => {
  expect(amountIn('12345678901234567')).toBe('12345678901234567')
  expect(amountIn('1e400')).toBe('1e400')
  expect(amountIn(' une dizaine ')).toBe('une dizaine')
  expect(amountIn('  ')).toBeNull()
})

test('a number that we print is read as the same number', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
      expect(numberIn(numberText(number))).toBe(number + 0 === 0 ? 0 : number)
      expect(numberIn(String(number))).toBe(number + 0 === 0 ? 0 : number)
    }),
  )
})
test('a number that French or English readers print is read as the same number', () => {
  fc.assert(
    fc.property(fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: 0, max: 99 }), (whole, cents) => {
      const number = whole + Math.sign(whole || 1) * (cents / 100)
      const printed = new Intl.NumberFormat('fr', { maximumFractionDigits: 2 }).format(number)
      expect(numberIn(printed)).toBeCloseTo(number, 2)
    }),
  )
})
