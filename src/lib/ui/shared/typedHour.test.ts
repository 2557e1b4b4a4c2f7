import { expect, test } from 'vitest'
import { typedHour } from './typedHour.ts'

test('an hour is read as people write it', () => {
  const read = ['9', '9 h', '14h30', '14 h 05', '14:30', '2:30 pm', '12 AM', ' 08.15 '].map(typedHour)
  expect(read).toEqual(['09:00', '09:00', '14:30', '14:05', '14:30', '14:30', '00:00', '08:15'])
})

test('what is no hour is not made into one', () => {
  for (const written of ['', 'midi', '24:00', '9:75', '13 pm', '0 am', '14h3']) expect(typedHour(written)).toBeNull()
})
