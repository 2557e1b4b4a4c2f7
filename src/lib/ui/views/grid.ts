/** The grid of indicators, without a screen: its columns, what a cell says, what can be typed or pasted into it. */
import type { Change, NewElement } from '#lib/domain/change.ts'
import { setField, setText } from '#lib/domain/commands/edit.ts'
import { keysAtEnd } from '#lib/domain/order.ts'
import { elementsOf, type Content, type Id } from '#lib/domain/content.ts'
import { amountIn, numberText } from '#lib/domain/reading/numbers.ts'
import type { Cells } from '#lib/domain/reading/tables.ts'
import { byWords, fold } from '#lib/domain/plain.ts'
import { fieldOf, type ElementKind, type ElementOf } from '#lib/domain/schema/element.ts'
import { LIMITS } from '#lib/domain/schema/limits.ts'
import { enumWord } from '../words.ts'
import { nameOf } from './outline.ts'
import { correctionKey, type Option } from './pasted.ts'

export type Indicator = ElementOf<'indicator'>
/** `text`, `line`: words · `choice`, `reference`: one of a list · `amount`: the figure of a baseline or a target · `sources`: names, « ; » between · `said`: follows from others. */
export type ColumnShape = 'text' | 'line' | 'choice' | 'reference' | 'amount' | 'sources' | 'said'
export type GridColumn = { readonly name: string; readonly shape: ColumnShape; readonly width: number }

/** Widths in CSS pixels. */
export const GRID_COLUMNS: readonly GridColumn[] = [
  { name: 'ref', shape: 'said', width: 56 },
  { name: 'text', shape: 'text', width: 260 },
  { name: 'question', shape: 'said', width: 200 },
  { name: 'criterionId', shape: 'reference', width: 200 },
  { name: 'measuresId', shape: 'reference', width: 200 },
  { name: 'nature', shape: 'choice', width: 120 },
  { name: 'unit', shape: 'line', width: 110 },
  { name: 'baseline', shape: 'amount', width: 110 },
  { name: 'target', shape: 'amount', width: 110 },
  { name: 'sources', shape: 'sources', width: 190 },
  { name: 'collectionMethod', shape: 'choice', width: 160 },
  { name: 'frequency', shape: 'choice', width: 150 },
  { name: 'responsibleId', shape: 'reference', width: 180 },
  { name: 'collectionBurden', shape: 'choice', width: 100 },
  { name: 'dataAvailability', shape: 'choice', width: 120 },
]
export const columnNamed = (name: string): GridColumn => GRID_COLUMNS.find((column) => column.name === name)!

type Fields = Readonly<Record<string, unknown>>
const fieldsIn = (indicator: Indicator) => indicator as unknown as Fields

/** What a cell says; nothing for what is unset. */
export function cellText(content: Content, indicator: Indicator, { name, shape }: GridColumn): string {
  const value = fieldsIn(indicator)[name]
  switch (shape) {
    case 'said':
      return name === 'ref' ? (indicator.ref ?? '') : questionOf(content, indicator)
    case 'amount':
      return amountText((value as { readonly value?: unknown } | null)?.value)
    case 'sources':
      return (indicator.sources ?? [])
        .map(({ label }) => label ?? '')
        .filter(Boolean)
        .join(' ; ')
    case 'reference':
      return value === null ? '' : nameOf(content, value as Id)
    case 'choice':
      return value === null ? '' : enumWord(fieldOf('indicator', name)!.words!, value as string)
    default:
      return (value as string | null) ?? ''
  }
}

function questionOf(content: Content, { criterionId }: Indicator): string {
  const criterion = content.elements.get(criterionId ?? '')
  return criterion?.is === 'criterion' && criterion.questionId !== null ? nameOf(content, criterion.questionId) : ''
}
/** Words stay as they are, their points too. */
const amountText = (value: unknown) => (typeof value === 'number' ? numberText(value) : String(value ?? ''))

/** What a cell may hold: values and their words, for a list to choose from. */
export function optionsOf(content: Content, { name, shape }: GridColumn): readonly Option[] {
  const field = fieldOf('indicator', name)
  if (shape === 'choice')
    return (field?.options ?? []).map((option) => ({ value: String(option), words: enumWord(field!.words!, option) }))
  if (shape !== 'reference') return []
  return elementsOf(content, ...((field?.to ?? []) as ElementKind[])).map((element) => ({
    value: element.id,
    words: [element.ref, element.text.trim().split('\n', 1)[0]].filter(Boolean).join(' '),
  }))
}

export type Parsed = { readonly ok: true; readonly value: unknown } | { readonly ok: false }

/** Words typed or pasted, as the value they mean: the interface's own words in any case, accents or not, refs, and the format's values. */
export function parseCell(content: Content, indicator: Indicator | null, column: GridColumn, text: string): Parsed {
  const { name, shape } = column
  const words = text.trim()
  if (shape === 'said') return { ok: false }
  if (shape === 'text') return words.length <= LIMITS.text ? { ok: true, value: words } : { ok: false }
  if (words === '') return { ok: true, value: emptied(indicator, column) }
  if (shape === 'line') return words.length <= LIMITS.line ? { ok: true, value: words } : { ok: false }
  if (shape === 'amount')
    return { ok: true, value: { ...PART_BLANK[name], ...held(indicator, name), value: amountIn(words) } }
  if (shape === 'sources') return { ok: true, value: sourcesOf(indicator, words) }
  const wanted = fold(words)
  const options = optionsOf(content, column)
  const found =
    options.find(({ value }) => fold(value) === wanted) ??
    options.find((option) => namesOf(content, column, option).some((each) => fold(each) === wanted)) ??
    options.find((option) => namesOf(content, column, option).some((each) => firstWord(each) === wanted))
  return found ? { ok: true, value: found.value } : { ok: false }
}

/** All that an option answers to: its words, and for a card its ref and its text. */
function namesOf(content: Content, { shape, name }: GridColumn, option: Option) {
  const element = shape === 'reference' ? content.elements.get(option.value) : undefined
  if (element) return [element.text, element.ref ?? '', option.words].filter(Boolean)
  return [option.words, ...(USUAL[`${name}.${option.value}`] ?? [])]
}
/** How spreadsheets usually say what the interface words otherwise (DOMAIN §2.3). */
const USUAL: Readonly<Record<string, readonly string[]>> = {
  'frequency.monthly': ['mensuelle', 'mensuel', 'tous les mois', 'monthly'],
  'frequency.quarterly': ['trimestrielle', 'trimestriel', 'tous les trimestres', 'quarterly'],
  'frequency.semi_annual': ['semestrielle', 'semestriel', 'tous les six mois', 'tous les 6 mois'],
  'frequency.annual': ['annuelle', 'annuel', 'tous les ans', 'une fois par an', 'yearly'],
  'frequency.biennial': ['biennale', 'biennal', 'tous les 2 ans'],
  'frequency.at_entry_and_exit': ['entrée et sortie', 'entrée/sortie'],
  'nature.quantitative': ['quantitatif', 'quanti', 'chiffre'],
  'nature.qualitative': ['qualitatif', 'quali', 'récit'],
  'collectionBurden.low': ['faible', 'légère'],
  'collectionBurden.medium': ['moyenne'],
  'collectionBurden.high': ['forte', 'lourde', 'élevé'],
  'collectionMethod.survey': ['enquête', 'sondage'],
}
const firstWord = (text: string) => fold(text).split(' (', 1)[0]!

const PART_BLANK: Readonly<Record<string, Fields>> = {
  baseline: { value: null, date: null, note: null },
  target: { value: null, date: null, rationale: null },
}
const held = (indicator: Indicator | null, name: string): Fields =>
  ((indicator && fieldsIn(indicator)[name]) ?? {}) as Fields

/** An emptied figure keeps its date and note; without them nothing is left. */
function emptied(indicator: Indicator | null, { name, shape }: GridColumn): unknown {
  if (shape !== 'amount') return null
  const rest = { ...PART_BLANK[name], ...held(indicator, name), value: null }
  return Object.values(rest).every((part) => part === null || part === '') ? null : rest
}
/** Names are given; what is known of a source of that name stays. */
function sourcesOf(indicator: Indicator | null, words: string) {
  const before = new Map((indicator?.sources ?? []).map((source) => [fold(source.label ?? ''), source]))
  return words
    .split(';')
    .map((label) => label.trim())
    .filter(Boolean)
    .map((label) => ({ kind: null, url: null, ownerId: null, ...before.get(fold(label)), label }))
}

/** Sets one cell of a row. */
export function setCell(content: Content, id: Id, { name, shape }: GridColumn, value: unknown): readonly Change[] {
  if (shape === 'text') return setText(content, 'elements', id, name, String(value))
  return setField(content, 'elements', id, name, value)
}

/** The same value in one column of several rows: one step of undo. */
export function setColumn(
  content: Content,
  ids: readonly Id[],
  column: GridColumn,
  text: string,
): readonly Change[] | null {
  const changes: Change[] = []
  for (const id of ids) {
    const indicator = content.elements.get(id)
    if (indicator?.is !== 'indicator') continue
    const parsed = parseCell(content, indicator, column, text)
    if (!parsed.ok) return null
    changes.push(...setCell(content, id, column, parsed.value))
  }
  return changes
}

export type Sorting = { readonly by: string; readonly descending: boolean } | null

/** Rows as they are shown: those that hold the words, in board order or by a column. Unset goes last, whichever way. */
export function rowsOf(content: Content, query: string, sorting: Sorting): readonly Indicator[] {
  const wanted = fold(query)
  const rows = elementsOf(content, 'indicator').filter(
    (row) => wanted === '' || GRID_COLUMNS.some((column) => fold(cellText(content, row, column)).includes(wanted)),
  )
  if (!sorting) return rows
  const column = columnNamed(sorting.by)
  const said = new Map(rows.map((row) => [row.id, cellText(content, row, column)]))
  return rows.toSorted((a, b) => {
    const [x, y] = [said.get(a.id)!, said.get(b.id)!]
    if (x === '' || y === '') return x === y ? 0 : x === '' ? 1 : -1
    return byWords(x, y) * (sorting.descending ? -1 : 1)
  })
}

// ── pasting ──

export type Refused = { readonly line: number; readonly column: string; readonly value: string }
export type PastePlan = {
  /** What would be written without the refused values. */
  readonly changes: readonly Change[]
  readonly refused: readonly Refused[]
  /** Lines that hold no refused value. */
  readonly ready: number
}
export type Paste = {
  readonly block: Cells
  /** The rows from the chosen cell down; beyond them new indicators are made. */
  readonly ids: readonly Id[]
  readonly from: string
  readonly newId: () => Id
  readonly by: Id | null
  /** What a refused value was corrected to, by `column value`; an empty text leaves it out. */
  readonly corrected?: ReadonlyMap<string, string>
}

/** How many columns of a block would fall beyond the last of the grid. */
export function columnsBeyond(block: Cells, from: string): number {
  const room = GRID_COLUMNS.length - GRID_COLUMNS.findIndex(({ name }) => name === from)
  const width = Math.max(0, ...block.map((row) => row.findLastIndex((cell) => cell.trim() !== '') + 1))
  return Math.max(0, width - room)
}

/** What pasting would do: nothing is written before the person has seen what is not understood. */
export function planPaste(content: Content, { block, ids, from, newId, by, corrected }: Paste): PastePlan {
  const columns = GRID_COLUMNS.slice(GRID_COLUMNS.findIndex(({ name }) => name === from))
  const changes: Change[] = []
  const refused: Refused[] = []
  const orders = keysAtEnd(content, Math.max(1, block.length))
  block.forEach((cells, at) => {
    const row = content.elements.get(ids[at] ?? '')
    const indicator = row?.is === 'indicator' ? row : null
    if (!indicator && cells.every((cell) => cell.trim() === '')) return
    const fields: Record<string, unknown> = {}
    cells.forEach((cell, offset) => {
      const column = columns[offset]
      if (!column || column.shape === 'said') return
      const parsed = parseCell(content, indicator, column, corrected?.get(correctionKey(column.name, cell)) ?? cell)
      if (!parsed.ok) refused.push({ line: at + 1, column: column.name, value: cell.trim() })
      else if (indicator && column.shape === 'text')
        changes.push(...setCell(content, indicator.id, column, parsed.value))
      else fields[column.name] = parsed.value
    })
    if (!indicator) {
      const record = { text: '', ...fields, id: newId(), is: 'indicator', by, order: orders[at] } as NewElement
      changes.push({ do: 'put', root: 'elements', record })
    } else if (Object.keys(fields).length > 0) changes.push({ do: 'patch', root: 'elements', id: indicator.id, fields })
  })
  const faulty = new Set(refused.map(({ line }) => line))
  return { changes, refused, ready: block.length - faulty.size }
}
