import { describe, expect, test } from 'vitest'
import { applyChanges, contentFrom } from '#lib/domain/apply.ts'
import type { Change } from '#lib/domain/change.ts'
import type { ElementKind } from '#lib/domain/schema/element.ts'
import { blankDossier } from '#lib/domain/schema/dossier.ts'
import {
  cellText,
  columnNamed,
  columnsBeyond,
  GRID_COLUMNS,
  parseCell,
  planPaste,
  rowsOf,
  setColumn,
  type Indicator,
} from './grid.ts'
import { cellsIn } from '#lib/domain/reading/tables.ts'
import { copiedText } from './gridCopy.ts'

const card = (id: string, is: ElementKind, more: object = {}): Change => ({
  do: 'put',
  root: 'elements',
  record: { id, is, text: id, ...more },
})
const board = contentFrom(blankDossier('r', 'Essai'), [
  card('s1', 'stakeholder', { text: 'Ville' }),
  card('e1', 'effect', { text: 'Moins de déchets', ref: 'E1' }),
  card('i1', 'indicator', {
    text: 'Tonnage',
    order: 'a0',
    unit: 't/an',
    baseline: { value: 12.5, date: '2025-01-01', note: null },
  }),
  card('i2', 'indicator', { text: 'Adhésions', order: 'a1' }),
  card('i3', 'indicator', { text: 'Emplois', order: 'a2', unit: 'ETP' }),
])
const row = (id: string, content = board) => content.elements.get(id) as Indicator
const parsed = (column: string, text: string, indicator: Indicator | null = null) => {
  const result = parseCell(board, indicator, columnNamed(column), text)
  return result.ok ? result.value : 'refused'
}
let n = 0
const pasted = (text: string, from: string, ids: readonly string[], corrected?: ReadonlyMap<string, string>) =>
  planPaste(board, { block: cellsIn(text), from, ids, by: null, newId: () => `n${n++}`, corrected })

describe('cells', () => {
  test('words, refs and the values of the format are understood, whatever the case and the accents', () => {
    expect(parsed('frequency', 'CHAQUE ANNEE')).toBe('annual')
    expect(parsed('frequency', 'Annuelle')).toBe('annual')
    expect(parsed('frequency', 'semi_annual')).toBe('semi_annual')
    expect(parsed('frequency', 'parfois')).toBe('refused')
    expect(parsed('nature', 'chiffre')).toBe('quantitative')
    expect(parsed('measuresId', 'e1')).toBe('e1')
    expect(parsed('measuresId', 'moins de dechets')).toBe('e1')
    expect(parsed('responsibleId', 'ville')).toBe('s1')
    expect(parsed('responsibleId', 'personne')).toBe('refused')
    expect(parsed('frequency', ' ')).toBe(null)
  })

  test('a figure keeps its date, and words are words', () => {
    expect(parsed('baseline', '1 234,5', row('i1'))).toEqual({ value: 1234.5, date: '2025-01-01', note: null })
    expect(parsed('baseline', '', row('i1'))).toEqual({ value: null, date: '2025-01-01', note: null })
    expect(parsed('target', 'à définir')).toEqual({ value: 'à définir', date: null, rationale: null })
    expect(parsed('target', '')).toBe(null)
    expect(cellText(board, row('i1'), columnNamed('baseline'))).toBe('12,5')
  })

  test('rows are filtered by any of their words and sorted with the unset last', () => {
    const names = (...options: [string, Parameters<typeof rowsOf>[2]]) => rowsOf(board, ...options).map(({ id }) => id)
    expect(names('', null)).toEqual(['i1', 'i2', 'i3'])
    expect(names('adhesions', null)).toEqual(['i2'])
    expect(names('', { by: 'unit', descending: false })).toEqual(['i3', 'i1', 'i2'])
    expect(names('', { by: 'unit', descending: true })).toEqual(['i1', 'i3', 'i2'])
  })

  test('one value goes into several rows at once, or into none', () => {
    const changes = setColumn(board, ['i1', 'i3'], columnNamed('frequency'), 'Chaque mois')!
    const after = applyChanges(board, changes)
    expect([row('i1', after).frequency, row('i2', after).frequency, row('i3', after).frequency]).toEqual([
      'monthly',
      null,
      'monthly',
    ])
    expect(setColumn(board, ['i1'], columnNamed('frequency'), 'parfois')).toBeNull()
  })
})

describe('pasting', () => {
  test('a block fills cells from the chosen one, and makes rows beyond the last', () => {
    const plan = pasted('Tonnes collectées\t\t\t\tchiffre\nNouveau\t\t\te1\n', 'text', ['i3'])
    expect(plan.refused).toEqual([])
    const after = applyChanges(board, plan.changes)
    expect(row('i3', after)).toMatchObject({ text: 'Tonnes collectées', nature: 'quantitative', unit: 'ETP' })
    const made = rowsOf(after, '', null).at(-1)!
    expect(made).toMatchObject({ text: 'Nouveau', measuresId: 'e1' })
    expect(rowsOf(after, '', null)).toHaveLength(4)
  })

  test('what is not understood is told by line and column, and the rest is ready', () => {
    const plan = pasted('annuelle\nparfois\nmensuelle', 'frequency', ['i1', 'i2', 'i3'])
    expect(plan.refused).toEqual([{ line: 2, column: 'frequency', value: 'parfois' }])
    expect(plan.ready).toBe(2)
    const after = applyChanges(board, plan.changes)
    expect([row('i1', after).frequency, row('i2', after).frequency]).toEqual(['annual', null])
    const mended = pasted('annuelle\nparfois', 'frequency', ['i1', 'i2'], new Map([['frequency parfois', 'biennial']]))
    expect(mended.refused).toEqual([])
    expect(row('i2', applyChanges(board, mended.changes)).frequency).toBe('biennial')
  })

  test('quoted cells hold line ends, and what is copied is pasted back the same', () => {
    expect(cellsIn('"a\nb"\t"dit ""oui"""\r\nc\td\r\n')).toEqual([
      ['a\nb', 'dit "oui"'],
      ['c', 'd'],
    ])
    const at = { rows: rowsOf(board, '', null), at: 0, column: 1 }
    const text = copiedText(board, { ...at, chosen: new Set(['i1', 'i2']) })
    expect(cellsIn(text)[0]![0]).toBe('Tonnage')
    expect(cellsIn(text)).toHaveLength(2)
    expect(copiedText(board, { ...at, chosen: new Set() })).toBe('Tonnage')
  })
})

test('columns that do not fit to the right are counted before anything is pasted', () => {
  const last = GRID_COLUMNS.at(-1)!.name
  expect(columnsBeyond([['a', 'b', '']], last)).toBe(1)
  expect(columnsBeyond([['a', '', '']], last)).toBe(0)
})

test('a line longer than its cell is not understood rather than cut', () => {
  expect(parseCell(board, null, columnNamed('unit'), 'x'.repeat(2_001))).toEqual({ ok: false })
})
