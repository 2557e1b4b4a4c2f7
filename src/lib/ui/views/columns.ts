/** Rows pasted from a spreadsheet, made into cards: which column is which field, and what each cell means. */
import { writeEntries, type Writing, type Written } from '#lib/domain/commands/write.ts'
import type { Content } from '#lib/domain/content.ts'
import { dateIn } from '#lib/domain/reading/dates.ts'
import { numberIn } from '#lib/domain/reading/numbers.ts'
import { fold } from '#lib/domain/plain.ts'
import type { Dossier } from '#lib/domain/schema/dossier.ts'
import { fieldOf, fieldsOf, type ElementKind, type Field } from '#lib/domain/schema/element.ts'
import { itemsOf } from '#lib/domain/schema/fields.ts'
import { LIMITS } from '#lib/domain/schema/limits.ts'
import { m } from '#lib/i18n/paraglide/messages.js'
import { enumWord, fieldWord, optionWord, scaleWord } from '../words.ts'
import { correctionKey, MOST_CHARACTERS, MOST_LINES, type Option, type Unknown } from './pasted.ts'

export type Table = readonly (readonly string[])[]
/** A column's field; `forWhom` is «Pour qui ?» of an effect; empty: left out. */
export type Target = string
export type Choice = { readonly name: Target; readonly words: string }

const SHAPES: readonly Field['shape'][] = ['text', 'lines', 'line', 'choice', 'number', 'date']

/** What a column can become. */
export function targetsOf(is: ElementKind): readonly Choice[] {
  const fields = fieldsOf(is).filter(({ shape, hidden }) => SHAPES.includes(shape) && !hidden)
  const named = fields.map((field) => ({ name: field.name, words: fieldWord(is, field) }))
  return is === 'effect' ? [...named, { name: FOR_WHOM, words: m.panel_for_whom() }] : named
}
const FOR_WHOM = 'forWhom'

/** By the words of the first row; where they say nothing, the first column is the text. */
export function guess(
  is: ElementKind,
  table: Table,
): { readonly headed: boolean; readonly targets: readonly Target[] } {
  const choices = targetsOf(is)
  const width = Math.max(...table.map((row) => row.length))
  const head = table[0] ?? []
  const taken = new Set<Target>()
  const targets = Array.from({ length: width }, (_, i) => {
    const words = plain(head[i] ?? '')
    const found = choices.find(
      ({ name, words: known }) =>
        !taken.has(name) && words !== '' && (plain(known) === words || (USUAL[name] ?? []).includes(words)),
    )
    if (found) taken.add(found.name)
    return found?.name ?? ''
  })
  const headed = taken.size > 0
  if (!taken.has('text')) targets[Math.max(0, targets.indexOf(''))] = 'text'
  return { headed, targets }
}
/** How spreadsheets usually head a column. */
const USUAL: Readonly<Record<string, readonly string[]>> = {
  text: ['nom', 'name', 'titre', 'title', 'intitule', 'libelle', 'partie prenante', 'effet', 'action', 'texte'],
  kind: ['type', 'nature'],
  forWhom: ['pour qui', 'partie prenante', 'public'],
  horizon: ['terme', 'horizon'],
  power: ['influence', 'pouvoir'],
  interest: ['interet'],
  circle: ['cercle'],
}

export type RefusedCell = {
  readonly line: number
  readonly name: Target
  /** In words. */
  readonly column: string
  readonly value: string
}
export type Row = {
  readonly text: string
  /** «Pour qui ?» of an effect, as typed. */
  readonly forWhom: string
  readonly fields: Readonly<Record<string, unknown>>
}
export type Columns = {
  /** Rings are known by the names that they have on this board. */
  readonly dossier: Dossier
  readonly is: ElementKind
  readonly table: Table
  readonly headed: boolean
  readonly targets: readonly Target[]
  /** Which rows to read, the heading not counted. */
  readonly from: number
  readonly most?: number
  /** What values that were not understood are to become, by `correctionKey`; nothing: they stay as they are. */
  readonly corrected?: Readonly<Record<string, string>>
}

export type Reading = {
  readonly rows: readonly Row[]
  readonly refused: readonly RefusedCell[]
  /** Where the next portion begins, and how many rows there are from there. */
  readonly next: number
  readonly left: number
}

/**
 * What the rows say, as many as are made at once; values that are not understood are left out and named. Lines count from 1, the heading included.
 */
export function readColumns(columns: Columns): Reading {
  const { dossier, is, table, headed, targets, from, most = MOST_LINES, corrected = {} } = columns
  const refused: RefusedCell[] = []
  const choices = targetsOf(is)
  const first = (headed ? 1 : 0) + from
  const portion = table.slice(first, first + countOf(table.slice(first, first + most)))
  const rows = portion.flatMap((row, at): readonly Row[] => {
    const cell = (name: Target) => row[targets.indexOf(name)]?.trim() ?? ''
    if (cell('text') === '') return []
    const fields: Record<string, unknown> = {}
    for (const [i, name] of targets.entries()) {
      const pasted = row[i]?.trim() ?? ''
      if (name === '' || name === 'text' || name === FOR_WHOM || pasted === '') continue
      const value = corrected[correctionKey(name, pasted)] || pasted
      const parsed = parse(dossier, fieldOf(is, name)!, value)
      if (parsed === undefined)
        refused.push({ line: first + at + 1, name, column: choices.find((c) => c.name === name)!.words, value })
      else fields[name] = parsed
    }
    return [{ text: cell('text'), forWhom: cell(FOR_WHOM), fields }]
  })
  return { rows, refused, next: from + portion.length, left: table.length - first - portion.length }
}

/** Each value that was refused once, and what it may become. */
export function unknownOf(dossier: Dossier, is: ElementKind, refused: readonly RefusedCell[]): readonly Unknown[] {
  const unknown = refused.map(({ name, column, value }): [string, Unknown] => {
    const key = correctionKey(name, value)
    return [key, { key, column, value, options: optionsOf(dossier, fieldOf(is, name)!) }]
  })
  return [...new Map(unknown).values()]
}
function optionsOf(dossier: Dossier, { name, shape, options, words }: Field): readonly Option[] | null {
  if (name === 'power' || name === 'interest')
    return STEPS.map((step) => ({ value: String(step), words: scaleWord(name, step) }))
  if (shape !== 'choice') return null
  return options!.map((option) => ({ value: String(option), words: optionWord(dossier, words!, option) }))
}

/** How many rows one update carries, at least one. */
function countOf(table: Table): number {
  let [count, characters] = [0, 0]
  for (const row of table) {
    characters += row.join('').length
    if (count > 0 && characters > MOST_CHARACTERS) break
    count++
  }
  return count
}

/** One card a row. What the place of writing says (a zone, «Pour qui ?», fields) holds where the row says nothing. */
export const writeRows = (content: Content, rows: readonly Row[], writing: Writing): Written =>
  writeEntries(content, rows, writing)

/** The value that a cell's words mean; undefined where they are not understood. */
function parse(
  dossier: Dossier,
  { name, shape, options, words, min = -1e12, max = 1e12 }: Field,
  text: string,
): unknown {
  switch (shape) {
    case 'choice': {
      const wanted = plain(text)
      const wordsFor = (option: string | number) => [
        String(option),
        enumWord(words!, option),
        optionWord(dossier, words!, option),
      ]
      return options?.find((option) => wordsFor(option).some((known) => plain(known) === wanted))
    }
    case 'number': {
      if (name === 'power' || name === 'interest') {
        const step = STEPS.find((step) => SCALES.some((scale) => plain(scaleWord(scale, step)) === plain(text)))
        if (step !== undefined) return step
      }
      const number = numberIn(text)
      return number !== null && number >= min && number <= max ? number : undefined
    }
    case 'date':
      return dateIn(text) ?? undefined
    case 'line':
      return text.length <= LIMITS.line ? text : undefined
    case 'text':
      return text.length <= LIMITS.text ? text : undefined
    case 'lines':
      return itemsOf(text.replaceAll(';', '\n')).join('\n')
    default:
      return text
  }
}

/** The words that these two are shown in; one is feminine in French, and people write either. */
const SCALES = ['power', 'interest'] as const
const STEPS = [0, 1, 2, 3, 4, 5]

/** A heading or a word of the interface, without the signs that stand beside it. */
const plain = (text: string) =>
  fold(text)
    .replace(/^[+-](?= )/, '')
    .replace(/[ ?:*]+/g, ' ')
    .trim()
