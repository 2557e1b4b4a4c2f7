import { describe, expect, test } from 'vitest'
import { commandOf, moveOf } from './gridKeys.ts'
import { directionOf, turned } from './gridSorting.ts'

const key = (key: string, held: Partial<Record<'ctrlKey' | 'shiftKey' | 'altKey' | 'metaKey', boolean>> = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
})
const cell = { column: 1, editable: true }
const said = { column: 0, editable: false }

describe('a key in the grid', () => {
  test('a letter begins the cell anew, Enter goes on with what it holds', () => {
    expect(commandOf(key('t'), cell)).toEqual({ do: 'edit', text: 't' })
    expect(commandOf(key('Enter'), cell)).toEqual({ do: 'edit', text: '' })
    expect(commandOf(key('F2'), cell)).toEqual({ do: 'edit', text: '' })
  })

  test('a shortcut of the browser or the board is left alone', () => {
    for (const held of ['ctrlKey', 'metaKey', 'altKey'] as const)
      expect(commandOf(key('z', { [held]: true }), cell)).toBeNull()
  })

  test('writes nothing into a cell that follows from others', () => {
    for (const each of ['t', 'Enter', 'Delete', 'Backspace', ' ']) expect(commandOf(key(each), said)).toBeNull()
  })

  test('space chooses the row from its box, and from any cell with Shift', () => {
    expect(commandOf(key(' '), { column: -1, editable: false })).toEqual({ do: 'toggle' })
    expect(commandOf(key(' ', { shiftKey: true }), cell)).toEqual({ do: 'toggle' })
    expect(commandOf(key(' '), cell)).toEqual({ do: 'edit', text: ' ' })
  })

  test('Home and End stay in the row, and cross the grid with Ctrl', () => {
    const standing = { at: 4, column: 3, rows: 10, columns: 15, page: 5 }
    expect(moveOf(key('Home'), standing)).toEqual({ at: 4, column: -1 })
    expect(moveOf(key('Home', { ctrlKey: true }), standing)).toEqual({ at: 0, column: -1 })
    expect(moveOf(key('End', { ctrlKey: true }), standing)).toEqual({ at: 9, column: 14 })
    expect(moveOf(key('a'), standing)).toBeNull()
  })
})

test('a heading sorts upwards, downwards, then not at all', () => {
  const up = turned(null, 'unit')
  const down = turned(up, 'unit')
  expect([up, down, turned(down, 'unit')].map((sorting) => directionOf(sorting, 'unit'))).toEqual([
    'ascending',
    'descending',
    'none',
  ])
  expect(directionOf(up, 'target')).toBe('none')
  expect(turned(down, 'target')).toEqual({ by: 'target', descending: false })
})
