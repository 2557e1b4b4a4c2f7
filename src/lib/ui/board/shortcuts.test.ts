import { expect, test } from 'vitest'
import { ACTIONS, GROUPS } from '#lib/editor/actions.ts'
import { word } from '../words.ts'
import { keyWords } from './key-words.ts'

test('every action and every group has its word', () => {
  for (const { id } of ACTIONS) expect(word(`action_${id}`), id).not.toMatch(/^action_/)
  for (const group of GROUPS) expect(word(`shortcuts_${group}`), group).not.toMatch(/^shortcuts_/)
})

test('keys read as on a keyboard, the plus sign included', () => {
  expect(keyWords('Ctrl++')).toMatch(/ \+ \+$/)
  expect(keyWords('z')).toBe('Z')
  expect(keyWords('Ctrl+Shift+ArrowUp').split(' + ')).toHaveLength(3)
})
