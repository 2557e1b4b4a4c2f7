import { expect, test } from 'vitest'
import { applyChanges, blankContent } from '../apply.ts'
import type { Change } from '../change.ts'
import { blankDossier } from '../schema/dossier.ts'
import { setText } from './edit.ts'
import { madeByOthers, putBack, remove, takenAway } from './remove.ts'

const card = (id: string, by = 'nadia'): Change => ({
  do: 'put',
  root: 'elements',
  record: { id, is: 'effect', text: id, by },
})
const board = applyChanges(blankContent(blankDossier('ref-1', 'Essai')), [
  card('a'),
  card('b'),
  { do: 'put', root: 'links', record: { id: 'l', is: 'causal', fromId: 'a', toId: 'b', by: 'nadia' } },
])
const without = (id: string) => applyChanges(board, remove(board, [id], { by: 'paul', at: 1 }))

test('arrows that others drew are asked about like their cards', () => {
  expect(madeByOthers(board, ['l'], 'lucie')).toBe(1)
  expect(madeByOthers(board, ['l', 'a'], 'lucie')).toBe(2)
  expect(madeByOthers(board, ['l'], 'nadia')).toBe(0)
})

test('what a change takes from under a person’s hands is the card, or the arrow, or the card at the arrow’s end', () => {
  expect(takenAway(board, without('a'), 'a')).toEqual({ id: 'a', by: 'paul' })
  expect(takenAway(board, without('l'), 'l')).toEqual({ id: 'l', by: 'paul' })
  expect(takenAway(board, without('b'), 'l')).toEqual({ id: 'b', by: 'paul' })
  expect(takenAway(board, without('a'), 'b')).toBeNull()
})

test('words typed into a card that is in the bin already come back with it', () => {
  const gone = without('a')
  const typed = applyChanges(gone, setText(gone, 'elements', 'a', 'text', 'a, et la suite'))
  expect(applyChanges(typed, putBack(typed, ['a'])).elements.get('a')?.text).toBe('a, et la suite')
})
