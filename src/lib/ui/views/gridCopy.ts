/** What is copied from the grid, as a spreadsheet takes it. */
import type { Content, Id } from '#lib/domain/content.ts'
import { textOfCells } from '#lib/domain/reading/tables.ts'
import { cellText, GRID_COLUMNS, type GridColumn, type Indicator } from './grid.ts'

type Standing = {
  readonly rows: readonly Indicator[]
  /** The cell that the keyboard is in; column −1 is the box that chooses the row. */
  readonly at: number
  readonly column: number
  readonly chosen: ReadonlySet<Id>
}

/** The chosen rows without their refs, which a spreadsheet could not give back; where none is chosen, one cell. */
export function copiedText(content: Content, { rows, at, column, chosen }: Standing): string {
  if (chosen.size > 0) {
    const wanted = rows.filter(({ id }) => chosen.has(id))
    return blockText(content, wanted, GRID_COLUMNS.slice(1))
  }
  return blockText(content, rows.slice(at, at + 1), [GRID_COLUMNS[Math.max(0, column)]!])
}

function blockText(content: Content, rows: readonly Indicator[], columns: readonly GridColumn[]): string {
  return textOfCells(rows.map((row) => columns.map((column) => cellText(content, row, column))))
}
