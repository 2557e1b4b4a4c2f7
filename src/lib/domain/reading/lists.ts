/** Lists as people paste and type them: one thing a line, a line of several in quotes where it comes from a spreadsheet. */
import { cellsIn, type Cells } from './tables.ts'

/**
 * The lines of a text, empty ones left out. Signs of a list come off where several lines have them, and never before a figure: «- 20 % de déchets» is
 * a number of somebody's.
 */
export function linesIn(text: string): readonly string[] {
  return unmarked(cellsIn(text).map((row) => row.join('\t')))
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

/** The rows of a table, empty ones left out; null: a list, whose tabs are signs of Word's or steps of an outline, so that each line says one thing. */
export function tableIn(text: string): Cells | null {
  const rows = cellsIn(text).map((row) => row.map((cell) => cell.trim()))
  const isTable = unmarked(rows.map((row) => row.join('\t'))).some((line) => line.trim().includes('\t'))
  return isTable ? rows.filter((row) => row.some((cell) => cell !== '')) : null
}

function unmarked(lines: readonly string[]): readonly string[] {
  const isList = lines.filter((line) => MARK.test(line)).length > 1
  return isList ? lines.map((line) => line.replace(MARK, '')) : lines
}
/** Bullets (Word's own among them), numbers and letters; what follows is no figure. */
const MARK = /^\s*(?:[-–—*•·▪■●○◦‣➢§\uf0b7\uf0a7]|o(?=\t)|\d{1,3}[.)]|[a-z]\))\s+(?![-+−]\d)(?=[^\s\d])/
