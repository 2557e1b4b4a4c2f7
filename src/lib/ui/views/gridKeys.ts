/** Where a key moves to in a grid of so many rows and columns; column −1 is the box that chooses the row. Null: it does not move. */
export function moveOf(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey'>,
  { at, column, rows, columns, page }: Standing,
): { readonly at: number; readonly column: number } | null {
  const command = event.ctrlKey || event.metaKey
  const last = columns - 1
  switch (event.key) {
    case 'ArrowDown':
      return { at: at + 1, column }
    case 'ArrowUp':
      return { at: at - 1, column }
    case 'ArrowRight':
      return { at, column: column + 1 }
    case 'ArrowLeft':
      return { at, column: column - 1 }
    case 'PageDown':
      return { at: at + page, column }
    case 'PageUp':
      return { at: at - page, column }
    case 'Home':
      return { at: command ? 0 : at, column: -1 }
    case 'End':
      return { at: command ? rows - 1 : at, column: last }
    default:
      return null
  }
}

/** `page`: rows that one screen holds. */
type Standing = {
  readonly at: number
  readonly column: number
  readonly rows: number
  readonly columns: number
  readonly page: number
}
