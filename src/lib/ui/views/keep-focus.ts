/**
 * Other people's changes move and remove rows while someone works in one. The browser drops the focus of what it moves: this gives it
 * back, to the same control where it still is, else to the row, else to its neighbour.
 */
import { tick } from 'svelte'
import { lost } from '../shared/focus.ts'

type Board = { readonly onChange: (listener: () => void) => () => void }

export const keepFocus = (board: Board) => (root: HTMLElement) => board.onChange(() => void after(root))

async function after(root: HTMLElement): Promise<void> {
  const held = document.activeElement
  if (!(held instanceof HTMLElement) || !root.contains(held)) return
  const back = wayBack(root, held)
  await tick()
  if (lost()) back()
}

/** What to do once the control that has the focus now may be gone. */
export function wayBack(root: HTMLElement, held: HTMLElement): () => void {
  const row = held.closest<HTMLElement>('[data-id]')
  const rows = [...root.querySelectorAll<HTMLElement>('[data-id]')]
  const at = row ? rows.indexOf(row) : -1
  const ids = [row, rows[at + 1], rows[at - 1]].flatMap((each) => each?.dataset.id ?? [])
  return () => {
    if (held.isConnected) held.focus({ preventScroll: true })
    if (!lost()) return
    for (const id of ids) if (focusRow(root, id)) return
    root.querySelector<HTMLElement>('input')?.focus()
  }
}

export function focusRow(root: HTMLElement, id: string): boolean {
  const control = root.querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"] [data-row]`)
  control?.focus()
  return control !== null
}
