import { expect, test } from 'vitest'
import * as Y from 'yjs'
import type { Change } from '#lib/domain/change.ts'
import { read, write } from './layout.ts'
import { missingFrom, stateOf } from './rescue.ts'

const note = (id: string, text: string): Change => ({
  do: 'put',
  root: 'elements',
  record: { id, is: 'note', text },
})
const type = (id: string, at: number, insert: string): Change => ({
  do: 'splice',
  root: 'elements',
  id,
  field: 'text',
  at,
  remove: 0,
  insert,
})
const wrote = (doc: Y.Doc, ...changes: readonly Change[]) => doc.transact(() => write(doc, changes))
const textOf = (doc: Y.Doc, id: string) => (read(doc).elements.get(id) as { text?: string } | undefined)?.text

/** A board, and a copy of it that goes on by itself. */
function apart() {
  const [board, copy] = [new Y.Doc(), new Y.Doc()]
  wrote(board, note('a', 'la cantine'), note('b', 'les fermes'))
  Y.applyUpdate(copy, stateOf(board))
  return { board, copy, back: () => wrote(board, ...missingFrom(board, stateOf(copy))) }
}

test('cards, words, values and places that the board never had come back', () => {
  const { board, copy, back } = apart()
  wrote(
    copy,
    note('mine', 'à moi'),
    type('a', 3, 'grande '),
    { do: 'patch', root: 'elements', id: 'b', fields: { order: 'a5' } },
    { do: 'patch', root: 'placements', key: 'ideas:a', point: [3, 4] },
    { do: 'put', root: 'links', record: { id: 'l', is: 'relation', fromId: 'a', toId: 'mine' } },
  )
  back()
  const content = read(board)
  expect([textOf(board, 'mine'), textOf(board, 'a'), content.elements.get('b')?.order]).toEqual([
    'à moi',
    'la grande cantine',
    'a5',
  ])
  expect([content.placements.get('ideas:a'), content.links.has('l')]).toEqual([[3, 4], true])
})

test('what others wrote meanwhile stays, and nothing comes twice', () => {
  const { board, copy, back } = apart()
  wrote(copy, type('a', 3, 'grande '))
  wrote(board, type('a', 10, ' du bourg'), note('c', 'd’une autre'))
  back()
  back()
  expect([textOf(board, 'a'), textOf(board, 'c')]).toEqual(['la grande cantine du bourg', 'd’une autre'])
})

test('a copy that the board has whole brings nothing', () => {
  const { board, copy } = apart()
  expect(missingFrom(board, stateOf(copy))).toEqual([])
  wrote(board, note('c', 'plus tard'))
  expect(missingFrom(board, stateOf(copy))).toEqual([])
})

test('a card of the copy’s bin stays away', () => {
  const { board, copy } = apart()
  wrote(copy, note('x', 'jetée'), { do: 'remove', root: 'elements', id: 'x', gone: { by: null, at: 1 } })
  expect(missingFrom(board, stateOf(copy))).toEqual([])
})
