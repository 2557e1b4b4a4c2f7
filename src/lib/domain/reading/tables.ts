/** Cells as spreadsheets put them into the clipboard: tabs between cells, line ends between rows, a cell that holds either in quotes. */
export type Cells = readonly (readonly string[])[]

/**
 * All cells, as they were. A spreadsheet quotes a cell for a reason: it holds a tab, a line end or a quote, which is doubled. A quote that stands at the
 * beginning of a cell for another one is a character like others, and takes nothing of the next cell.
 */
export function cellsIn(text: string): Cells {
  const rows: string[][] = [[]]
  let at = 0
  for (;;) {
    const { cell, end } = quotedAt(text, at) ?? plainAt(text, at)
    rows.at(-1)!.push(cell)
    at = end
    if (at >= text.length) break
    if (text[at] === '\t') at++
    else {
      at += text.startsWith('\r\n', at) ? 2 : 1
      // The line end of the last row begins no other.
      if (at >= text.length) break
      rows.push([])
    }
  }
  return rows
}

/** The same cells, for a spreadsheet. */
export const textOfCells = (cells: Cells): string => cells.map((row) => row.map(quoted).join('\t')).join('\n')
const quoted = (cell: string) => (/[\t\n\r]|^"/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)

type Read = { readonly cell: string; readonly end: number }

function plainAt(text: string, from: number): Read {
  let end = from
  while (end < text.length && !isBorder(text, end)) end++
  return { cell: text.slice(from, end), end }
}

/** Null: not quoted by a spreadsheet. Between a quote that opens a cell in vain and where that shows no other one opens in vain as far: linear. */
function quotedAt(text: string, from: number): Read | null {
  if (text[from] !== '"') return null
  for (let at = text.indexOf('"', from + 1); at !== -1; at = text.indexOf('"', at + 2)) {
    if (text[at + 1] === '"') continue
    if (at + 1 < text.length && !isBorder(text, at + 1)) return null
    const cell = text.slice(from + 1, at)
    return /[\t\n\r"]/.test(cell) ? { cell: cell.replaceAll('""', '"').replaceAll('\r\n', '\n'), end: at + 1 } : null
  }
  return null
}
const isBorder = (text: string, at: number) => text[at] === '\t' || text[at] === '\n' || text[at] === '\r'
