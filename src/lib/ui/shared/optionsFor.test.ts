import { expect, test } from 'vitest'
import { OptionsFor } from './optionsFor.svelte.ts'

const visited = (options: OptionsFor<number>) => {
  const select = new EventTarget()
  options.onVisit(select as HTMLSelectElement)
  select.dispatchEvent(new Event('focus'))
  return options.shown
}

test('a short list is there from the beginning', () => {
  const few = [1, 2, 3]
  expect(new OptionsFor(() => few).shown).toEqual(few)
})

test('of a long one only what is chosen is there, until somebody goes to it', () => {
  const many = Array.from({ length: 500 }, (_, i) => i)
  const options = new OptionsFor(
    () => many,
    (option) => option === 7,
  )
  expect(options.shown).toEqual([7])
  expect(visited(options)).toEqual(many)
})
