import { expect, test } from 'vitest'
import { applyChanges, contentFrom } from '../apply.ts'
import { copyOf, readCopy } from '../boardCopy.ts'
import type { Change } from '../change.ts'
import { derive } from '../referentiel/derive.ts'
import { blankDossier } from '../schema/dossier.ts'
import { keepAsEffect, soundsLikeAction } from './actionOrEffect.ts'
import { convert, setText } from './edit.ts'
import { merge } from './merge.ts'

const effect = (id: string, text: string): Change => ({
  do: 'put',
  root: 'elements',
  record: { id, is: 'effect', text, status: 'idea' },
})
const board = (text = 'Créer du lien entre voisins') => contentFrom(blankDossier('r', 'Essai'), [effect('e', text)])
const card = (content: ReturnType<typeof board>, id = 'e') => content.elements.get(id)!
const confirmed = (text?: string) => {
  const content = board(text)
  return applyChanges(content, keepAsEffect(content, 'e'))
}

test('once the group said that it is an effect, nobody is asked again about these words', () => {
  expect(soundsLikeAction(card(board()))).toBe(true)
  expect(soundsLikeAction(card(confirmed()))).toBe(false)
  expect(soundsLikeAction(card(confirmed(`Créer ${'🌱'.repeat(900)}`)))).toBe(false)
})

test('other words are asked about again, the former ones are not', () => {
  const before = confirmed()
  const after = applyChanges(before, setText(before, 'elements', 'e', 'text', 'Créer un guichet'))
  expect(soundsLikeAction(card(after))).toBe(true)
  const back = applyChanges(after, setText(after, 'elements', 'e', 'text', 'Créer du lien entre voisins\n'))
  expect(soundsLikeAction(card(back))).toBe(false)
})

test('a card turned into an action is not asked, and has its answer when it is an effect again', () => {
  const before = confirmed()
  const action = applyChanges(before, convert(before, ['e'], 'activity'))
  expect(soundsLikeAction(card(action))).toBe(false)
  expect(keepAsEffect(action, 'e')).toEqual([])
  expect(soundsLikeAction(card(applyChanges(action, convert(action, ['e'], 'effect'))))).toBe(false)
})

test('the answer is about one card: merging does not bring it along', () => {
  const before = confirmed()
  const two = applyChanges(before, [effect('f', 'Créer du lien')])
  const merged = merge(two, { into: 'f', ids: ['f', 'e'], gone: { by: null, at: 1 }, newId: () => 'n' })
  expect(soundsLikeAction(card(applyChanges(two, merged), 'f'))).toBe(true)
})

test('a board’s copy keeps the answer, the référentiel does not tell it', () => {
  const content = confirmed()
  expect(JSON.stringify(derive(content, { exportedAt: '', exportedFrom: null }))).not.toContain('confirmedWording')
  const copy = JSON.parse(JSON.stringify(copyOf(content, []))) as { elements: Record<string, unknown>[] }
  const read = readCopy(copy)!
  expect(soundsLikeAction(card(contentFrom(read.dossier, read.changes)))).toBe(false)
  // A copy made before there was such an answer.
  for (const element of copy.elements) delete element.confirmedWording
  const older = readCopy(copy)!
  expect(soundsLikeAction(card(contentFrom(older.dossier, older.changes)))).toBe(true)
})
