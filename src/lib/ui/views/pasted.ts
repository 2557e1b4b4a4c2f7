/** A pasted list makes one card a line (USE §4). */
import { linesIn, tableIn } from '#lib/domain/reading/lists.ts'
import { textOfCells, type Cells } from '#lib/domain/reading/tables.ts'
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

/** The lines of a text: as many as are made at once, and the rest. */
export function portionOf(text: string): Portion {
  const all = linesIn(text).flatMap(shortEnough)
  let [count, characters] = [0, 0]
  while (count < all.length && count < MOST_LINES && (characters += all[count]!.length) <= MOST_CHARACTERS) count++
  return {
    lines: all.slice(0, count),
    rest: textOfCells(all.slice(count).map((line) => [line])),
    left: all.length - count,
  }
}

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

/** The rows of a spreadsheet in the clipboard, one column wide too: a text of several lines comes without cells of a page. */
export function rowsIn(data: DataTransfer | null): Cells | null {
  const text = data?.getData('text/plain') ?? ''
  const isSheet = /<table[\s>]/i.test(data?.getData('text/html') ?? '')
  return tableIn(text) ?? (isSheet && linesIn(text).length > 1 ? linesIn(text).map((line) => [line]) : null)
}

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
