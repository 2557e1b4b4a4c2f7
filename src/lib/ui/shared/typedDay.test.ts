import { expect, test } from 'vitest'
import { typedDay } from './typedDay.ts'

const box = (value: string, badInput = false) => ({ value, validity: { badInput } }) as HTMLInputElement

test('a day is taken once it is whole, and an empty box is none', () => {
  expect([typedDay(box('2026-11-22')), typedDay(box(''))]).toEqual(['2026-11-22', null])
})

test('a year in the middle of its four figures, or a day without its month, is not yet anything', () => {
  expect([typedDay(box('0020-11-22')), typedDay(box('', true))]).toEqual([undefined, undefined])
})
