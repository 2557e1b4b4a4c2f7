import { expect, test } from 'vitest'
import { applyChanges, contentFrom } from '../apply.ts'
import type { Content } from '../content.ts'
import { blankDossier } from '../schema/dossier.ts'
import { setText } from './edit.ts'
import { formerWordings, keepWording } from './formerly.ts'

const board = (text: string): Content =>
  contentFrom(blankDossier('ref-1', 'Essai'), [
    { do: 'put', root: 'elements', record: { id: 'e', is: 'effect', text, description: 'Une phrase.' } },
  ])
const rewritten = (content: Content, text: string, at: number): Content =>
  applyChanges(content, [
    ...keepWording(content, 'elements', 'e', { field: 'text', at }),
    ...setText(content, 'elements', 'e', 'text', text),
  ])
const textsOf = (content: Content) => formerWordings(content, 'elements', 'e', 'text').map(({ text }) => text)

test('what a text said is kept when it is written anew, the newest first, and is not kept twice', () => {
  let content = board('Première')
  content = rewritten(content, 'Deuxième', 1)
  content = rewritten(content, 'Troisième', 2)
  expect(textsOf(content)).toEqual(['Deuxième', 'Première'])
  expect(keepWording(rewritten(content, 'Deuxième', 3), 'elements', 'e', { field: 'text', at: 4 })).toHaveLength(1)
  const back = applyChanges(content, setText(content, 'elements', 'e', 'text', 'Deuxième'))
  expect(keepWording(back, 'elements', 'e', { field: 'text', at: 3 })).toEqual([])
})

test('nothing is kept of an empty text, and of each text the last five', () => {
  expect(keepWording(board('  '), 'elements', 'e', { field: 'text', at: 1 })).toEqual([])
  let content = board('0')
  content = applyChanges(content, keepWording(content, 'elements', 'e', { field: 'description', at: 1 }))
  for (let i = 1; i <= 9; i++) content = rewritten(content, String(i), i)
  expect(textsOf(content)).toEqual(['8', '7', '6', '5', '4'])
  expect(formerWordings(content, 'elements', 'e', 'description')).toHaveLength(1)
})

test('long texts push older ones out, and the last one is always there', () => {
  let content = board('a'.repeat(15_000))
  content = rewritten(content, 'b'.repeat(15_000), 1)
  content = rewritten(content, 'c', 2)
  expect(textsOf(content).map(([letter]) => letter)).toEqual(['b'])
})
