import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { dateIn, dayIn, isDay } from './dates.ts'

test.each([
  ['2026-02-28', '2026-02-28'],
  ['28/02/2026', '2026-02-28'],
  ['3.4.2026', '2026-04-03'],
  ['28-02-2026', '2026-02-28'],
  ['1er mars 2026', '2026-03-01'],
  ['14 Août 2026', '2026-08-14'],
  ['14 sept. 2026', '2026-09-14'],
  ['29/02/2028', '2028-02-29'],
  ['28/02/2026 00:00', '2026-02-28'],
])('«%s» is a day', (text, day) => expect(dayIn(text)).toBe(day))

test.each([
  '31/02/2026',
  '2026-02-31',
  '29/02/2026',
  '02/28/2026',
  '0/1/2026',
  '31 avril 2026',
  '28/02/26',
  'mars',
  '',
])('«%s» is no day', (text) => expect(dayIn(text)).toBeNull())

test('a year or a month is kept where no more is known, a thirteenth month is not', () => {
  expect(['2026', '2026-05', '2026-13'].map(dateIn)).toEqual(['2026', '2026-05', null])
})

test('what is read as a day is in the calendar, however it was written', () => {
  const figure = fc.integer({ min: 0, max: 40 })
  fc.assert(
    fc.property(figure, figure, fc.integer({ min: 1000, max: 2999 }), (date, month, year) => {
      const day = dayIn(`${date}/${month}/${year}`)
      expect(day === null || isDay(day)).toBe(true)
      expect(day === null || new Date(`${day}T00:00:00Z`).getUTCDate() === date).toBe(true)
    }),
  )
})
