/** Handles at the corners of what a person may resize: frames freely, pictures in proportion, labels in width. */
import { resize } from '#lib/domain/commands/arrange.ts'
import type { Id, Point } from '#lib/domain/content.ts'
import type { Rect } from '#lib/domain/geometry.ts'
import type { Editor } from './editor.ts'
import type { Gesture, PointerInput } from './pointer.ts'
import { viewOf } from '#lib/domain/views/views.ts'
import { type Kind, KINDS } from '#lib/domain/schema/element.ts'

/** 0 at the left or top, 1 at the right or bottom; a half in the middle of a side. */
export type Corner = readonly [across: 0 | 1, down: 0 | 0.5 | 1]

const SQUARE: readonly Corner[] = [
  [0, 0],
  [1, 0],
  [0, 1],
  [1, 1],
]
type Resizing = NonNullable<Kind['resizes']>
const CORNERS: Readonly<Record<Resizing, readonly Corner[]>> = {
  freely: SQUARE,
  'in proportion': SQUARE,
  'in width': [[1, 0.5]],
}
const LEAST: Readonly<Record<Resizing, readonly [number, number]>> = {
  freely: [80, 60],
  'in proportion': [24, 24],
  'in width': [40, 1],
}

export type Handle = { readonly id: Id; readonly corner: Corner; readonly at: Point }

/** Of the one thing that is selected; none for who only looks. */
export function resizeHandles(editor: Editor): readonly Handle[] {
  const [id] = editor.selection
  if (editor.selection.size !== 1 || id === undefined || !viewOf(editor.view).isFree || !editor.options.mayWrite())
    return []
  const box = editor.scene.boxes.get(id)
  if (!box || editor.editing === id) return []
  const how = resizingOf(editor, id)
  const { x, y, w, h } = editor.resized(id) ?? box.rect
  return how === null ? [] : CORNERS[how].map((corner) => ({ id, corner, at: [x + corner[0] * w, y + corner[1] * h] }))
}

function resizingOf({ content }: Editor, id: Id): Resizing | null {
  const element = content.elements.get(id)
  return element ? KINDS[element.is].resizes : null
}

/** From the rectangle at the start: the opposite corner stays. */
export function resizeGesture(editor: Editor, start: PointerInput, { id, corner }: Handle): Gesture {
  const { rect } = editor.scene.boxes.get(id)!
  const how = resizingOf(editor, id)!
  const origin = editor.toBoard(start.at)
  const wanted = (input: PointerInput): Rect => {
    const [x, y] = editor.toBoard(input.at)
    return rectBy({ rect, how }, corner, [x - origin[0], y - origin[1]])
  }
  const end = () => (editor.draft = null)
  let moved = false
  return {
    is: 'resize',
    move(input) {
      moved = true
      const { x, y, w, h } = wanted(input)
      editor.draft = { resize: [id, Math.round(x), Math.round(y), Math.round(w), Math.round(h)] }
    },
    up(input) {
      end()
      if (moved && editor.content.elements.has(id)) editor.apply(resize(editor.view, id, wanted(input)))
    },
    cancel: end,
  }
}

function rectBy(
  { rect, how }: { readonly rect: Rect; readonly how: Resizing },
  [across, down]: Corner,
  [dx, dy]: Point,
): Rect {
  const [leastW, leastH] = LEAST[how]
  let w = Math.max(leastW, rect.w + (across === 1 ? dx : -dx))
  let h = down === 0.5 ? rect.h : Math.max(leastH, rect.h + (down === 1 ? dy : -dy))
  if (how === 'in proportion') {
    const scale = Math.max(w / rect.w, h / rect.h)
    ;[w, h] = [rect.w * scale, rect.h * scale]
  }
  return { x: across === 1 ? rect.x : rect.x + rect.w - w, y: down === 0 ? rect.y + rect.h - h : rect.y, w, h }
}
