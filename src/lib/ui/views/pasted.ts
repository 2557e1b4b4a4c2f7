/** A pasted list makes one card a line (USE §4). */
const MOST = 200

/** The lines of a text without bullets and numbers, empty ones left out. */
export const linesOf = (text: string): readonly string[] =>
  text
    .split(/\r?\n/)
    .map((line) => line.replace(/^\s*(?:[-*•–]\s+|\d+[.)]\s+)?/, '').trim())
    .filter((line) => line !== '')
    .slice(0, MOST)

/** Rows of a spreadsheet: cells between tabs, more than one a row. */
export function tableOf(text: string): readonly (readonly string[])[] | null {
  const rows = text
    .replace(/\r?\n$/, '')
    .split(/\r?\n/)
    .map((row) => row.split('\t').map((cell) => cell.trim()))
    .filter((row) => row.some((cell) => cell !== ''))
  return rows.some((row) => row.length > 1) ? rows.slice(0, MOST + 1) : null
}
