import { expect, test } from 'vitest'
import { applyChanges, blankContent } from './apply.ts'
import type { Change, NewElement } from './change.ts'
import { elementsOf } from './content.ts'
import { grouped } from './grouping.ts'
import { blankDossier } from './schema/dossier.ts'

const put = (record: NewElement): Change => ({ do: 'put', root: 'elements', record })
const concerns = (fromId: string, toId: string): Change => ({
  do: 'put',
  root: 'links',
  record: { id: `${fromId}-${toId}`, is: 'concerns', fromId, toId },
})
const board = applyChanges(blankContent(blankDossier('ref-1', 'Essai')), [
  put({ id: 'young', is: 'stakeholder', text: 'Jeunes', order: 'a1' }),
  put({ id: 'old', is: 'stakeholder', text: 'Personnes âgées', order: 'a2' }),
  put({ id: 'e1', is: 'effect', text: 'Osent pousser la porte', order: 'b1' }),
  put({ id: 'e2', is: 'effect', text: 'Se sentent moins seules', order: 'b2' }),
  put({ id: 'e3', is: 'effect', text: 'Osent pousser la porte du service', order: 'b3' }),
  put({ id: 'e4', is: 'effect', text: 'Mangent mieux', order: 'b4' }),
  concerns('young', 'e3'),
  concerns('old', 'e2'),
  concerns('young', 'e1'),
  concerns('old', 'e1'),
])
const cards = elementsOf(board, 'effect')
const ids = (by: 'for_whom' | 'likeness') =>
  grouped(board, cards, by).map(({ name, cards }) => [name, ...cards.map(({ id }) => id)])

test('cards are read by whom they are for, each once, those for nobody yet last', () => {
  expect(ids('for_whom')).toEqual([
    ['Jeunes', 'e1', 'e3'],
    ['Personnes âgées', 'e2'],
    [null, 'e4'],
  ])
})

test('cards worded alike are read together, where the first of them stood', () => {
  expect(ids('likeness')).toEqual([
    [undefined, 'e1', 'e3'],
    [undefined, 'e2'],
    [undefined, 'e4'],
  ])
})
