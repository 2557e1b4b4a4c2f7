/** A pasted list makes one card a line (USE §4). */
import { LONGEST_TEXT } from '#lib/domain/schema/fields.ts'

/** What is made at once: as one step of undo, in an update well under what the server takes. */
export const MOST_LINES = 1_000
export const MOST_CHARACTERS = 150_000

export type Portion = {
  readonly lines: readonly string[]
  /** What is to be written next, and how many lines that is: nothing of a long list is cut. */
  readonly rest: string
  readonly left: number
}

/** The lines of a text without bullets and numbers, empty ones left out: as many as are made at once, and the rest. */
export function portionOf(text: string): Portion {
  const all = text
    .split(/\r?\n/)
    .map((line) => line.replace(BULLET, '').trim())
    .filter((line) => line !== '')
    .flatMap(shortEnough)
  let [count, characters] = [0, 0]
  while (count < all.length && count < MOST_LINES && (characters += all[count]!.length) <= MOST_CHARACTERS) count++
  return { lines: all.slice(0, count), rest: all.slice(count).join('\n'), left: all.length - count }
}
const BULLET = /^\s*(?:[-*•–]\s+|\d+[.)]\s+)?/

/** A line that no card can hold makes several. */
const shortEnough = (line: string): readonly string[] => (line.length <= LONGEST_TEXT ? [line] : piecesOf(line))

/** No character is cut in two. */
function piecesOf(line: string): readonly string[] {
  const pieces: string[] = []
  for (let at = 0; at < line.length; at += pieces.at(-1)!.length) {
    const piece = line.slice(at, at + LONGEST_TEXT)
    pieces.push(isHalf(piece.at(-1)!) && piece.length === LONGEST_TEXT ? piece.slice(0, -1) : piece)
  }
  return pieces
}
const isHalf = (unit: string) => unit >= '\uD800' && unit <= '\uDBFF'

/** Rows of a spreadsheet, more than one cell a row; empty ones left out. */
export function tableOf(text: string): readonly (readonly string[])[] | null {
  const rows = blockOf(text)
    .map((row) => row.map((cell) => cell.trim()))
    .filter((row) => row.some((cell) => cell !== ''))
  return rows.some((row) => row.length > 1) ? rows : null
}

/** A block of a spreadsheet: rows of cells. Quoted cells may hold tabs and line ends; a quote that nothing closes is a character like others. */
export function blockOf(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [['']]
  let quoted = false
  for (let i = 0; i < text.length; i++) {
    const character = text[i]!
    const row = rows.at(-1)!
    if (quoted) {
      if (character !== '"') append(row, character)
      else if (text[i + 1] === '"') append(row, text[i++]!)
      else quoted = false
    } else if (character === '"' && row.at(-1) === '' && text.includes('"', i + 1)) quoted = true
    else if (character === '\t') row.push('')
    else if (character === '\n') rows.push([''])
    else if (character !== '\r') append(row, character)
  }
  if (rows.length > 1 && rows.at(-1)!.every((cell) => cell === '')) rows.pop()
  return rows
}
const append = (row: string[], more: string) => row.push((row.pop() ?? '') + more)

export type Option = { readonly value: string; readonly words: string }
/** A value that is not understood, where it is met first. */
export type Unknown = {
  readonly key: string
  readonly column: string
  readonly value: string
  /** What it may become; null: it is typed. */
  readonly options: readonly Option[] | null
}
/** One value of one column is corrected once, however many rows hold it. */
export const correctionKey = (column: string, value: string) => `${column} ${value.trim()}`
