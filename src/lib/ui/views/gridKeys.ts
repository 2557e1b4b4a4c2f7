/** What a key does in a grid: where it moves to, or what it asks for in the cell that it is pressed in. */

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

/** `edit`: begins with what was typed; nothing: with what the cell holds. */
export type GridCommand =
  { readonly do: 'toggle' | 'empty' | 'let_go' } | { readonly do: 'edit'; readonly text: string }

/** What a key asks for; null: nothing. */
export function commandOf(
  {
    key,
    ctrlKey,
    metaKey,
    altKey,
    shiftKey,
  }: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>,
  { column, editable }: { readonly column: number; readonly editable: boolean },
): GridCommand | null {
  if (key === ' ' && (column < 0 || shiftKey)) return { do: 'toggle' }
  if (key === 'Escape') return { do: 'let_go' }
  if (!editable) return null
  if (key === 'Enter' || key === 'F2') return { do: 'edit', text: '' }
  if (key === 'Delete' || key === 'Backspace') return { do: 'empty' }
  return key.length === 1 && !ctrlKey && !metaKey && !altKey ? { do: 'edit', text: key } : null
}
