/** One registry of what a key, a button or a menu can do on a view. Words are messages `action_{id}`. */
import type { Editor } from './editor.ts'

export type Action = {
  readonly id: ActionId
  /** KeyboardEvent.key with modifiers in this order: `Ctrl+Shift+z`. Ctrl stands for Cmd on a Mac. */
  readonly keys: readonly string[]
  readonly perform: (editor: Editor) => void
}

export type ActionId =
  | 'undo'
  | 'redo'
  | 'select_all'
  | 'duplicate'
  | 'remove'
  | 'edit_text'
  | 'escape'
  | 'zoom_in'
  | 'zoom_out'
  | 'fit'
  | 'left'
  | 'right'
  | 'up'
  | 'down'
  | 'next'
  | 'previous'

const STEP = 10
const editFirst = (editor: Editor) => {
  const [id] = editor.selection
  if (id !== undefined && editor.content.elements.has(id)) editor.edit(id)
}

export const ACTIONS: readonly Action[] = [
  { id: 'undo', keys: ['Ctrl+z'], perform: (editor) => editor.undo() },
  { id: 'redo', keys: ['Ctrl+y', 'Ctrl+Shift+z'], perform: (editor) => editor.redo() },
  { id: 'select_all', keys: ['Ctrl+a'], perform: (editor) => editor.selectAll() },
  { id: 'duplicate', keys: ['Ctrl+d'], perform: (editor) => editor.duplicateSelection() },
  { id: 'remove', keys: ['Delete', 'Backspace'], perform: (editor) => void editor.removeSelection() },
  { id: 'edit_text', keys: ['Enter', 'F2'], perform: editFirst },
  { id: 'escape', keys: ['Escape'], perform: (editor) => editor.escape() },
  { id: 'zoom_in', keys: ['Ctrl++', 'Ctrl+='], perform: (editor) => editor.zoomIn() },
  { id: 'zoom_out', keys: ['Ctrl+-'], perform: (editor) => editor.zoomOut() },
  { id: 'fit', keys: ['Ctrl+0'], perform: (editor) => editor.fit() },
  { id: 'left', keys: ['ArrowLeft'], perform: (editor) => editor.moveSelection([-STEP, 0]) },
  { id: 'right', keys: ['ArrowRight'], perform: (editor) => editor.moveSelection([STEP, 0]) },
  { id: 'up', keys: ['ArrowUp'], perform: (editor) => editor.moveSelection([0, -STEP]) },
  { id: 'down', keys: ['ArrowDown'], perform: (editor) => editor.moveSelection([0, STEP]) },
  { id: 'next', keys: ['PageDown'], perform: (editor) => step(editor, 1) },
  { id: 'previous', keys: ['PageUp'], perform: (editor) => step(editor, -1) },
]

/** Walks through the cards in reading order: column by column, or from top left to bottom right. */
function step(editor: Editor, by: 1 | -1): void {
  const order = [...editor.scene.boxes.values()].sort((a, b) => a.rect.x - b.rect.x || a.rect.y - b.rect.y)
  if (order.length === 0) return
  const at = order.findIndex(({ id }) => editor.selection.has(id))
  const next = order[(at + by + order.length) % order.length]
  if (next) editor.reveal(next.id)
}

type KeyInput = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>

export function actionFor(event: KeyInput): Action | undefined {
  if (event.altKey) return undefined
  const ctrl = event.ctrlKey || event.metaKey
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key
  // Shift is part of a character already, except with letters.
  const shift = event.shiftKey && (event.key.length > 1 || /[a-z]/i.test(event.key))
  const name = `${ctrl ? 'Ctrl+' : ''}${shift ? 'Shift+' : ''}${key}`
  return ACTIONS.find((action) => action.keys.includes(name))
}
