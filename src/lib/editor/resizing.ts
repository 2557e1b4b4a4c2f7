/** Handles at the corners of what a person may resize: frames freely, pictures in proportion, labels in width. */
import { resize } from '#lib/domain/commands/arrange.ts'
import type { Id, Point } from '#lib/domain/content.ts'
import type { Rect } from '#lib/domain/geometry.ts'
import type { Box } from '#lib/scene/scene.ts'
import type { Editor } from './editor.ts'
import type { Gesture, PointerInput } from './pointer.ts'
import { viewOf } from '#lib/domain/views/views.ts'

/** 0 at the left or top, 1 at the right or bottom; a half in the middle of a side. */
export type Corner = readonly [across: 0 | 1, down: 0 | 0.5 | 1]

const CORNERS: Partial<Record<Box['is'], readonly Corner[]>> = {
  frame: [
    [0, 0],
    [1, 0],
    [0, 1],
    [1, 1],
  ],
  image: [
    [0, 0],
    [1, 0],
    [0, 1],
    [1, 1],
  ],
  label: [[1, 0.5]],
}
const LEAST = { frame: [80, 60], image: [24, 24], label: [40, 1] } as const

export type Handle = { readonly id: Id; readonly corner: Corner; readonly at: Point }

/** Of the one thing that is selected; none for who only looks. */
export function resizeHandles(editor: Editor): readonly Handle[] {
  const [id] = editor.selection
  if (editor.selection.size !== 1 || id === undefined || !viewOf(editor.view).isFree || !editor.options.mayWrite())
    return []
  const box = editor.scene.boxes.get(id)
  if (!box || editor.editing === id) return []
  const { x, y, w, h } = editor.resized(id) ?? box.rect
  return (CORNERS[box.is] ?? []).map((corner) => ({ id, corner, at: [x + corner[0] * w, y + corner[1] * h] }))
}

/** From the rectangle at the start: the opposite corner stays. */
export function resizeGesture(editor: Editor, start: PointerInput, { id, corner }: Handle): Gesture {
  const box = editor.scene.boxes.get(id)!
  const origin = editor.toBoard(start.at)
  const wanted = (input: PointerInput): Rect => {
    const [x, y] = editor.toBoard(input.at)
    return rectBy(box, corner, [x - origin[0], y - origin[1]])
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

function rectBy({ is, rect }: Box, [across, down]: Corner, [dx, dy]: Point): Rect {
  const [leastW, leastH] = LEAST[is as keyof typeof LEAST]
  let w = Math.max(leastW, rect.w + (across === 1 ? dx : -dx))
  let h = down === 0.5 ? rect.h : Math.max(leastH, rect.h + (down === 1 ? dy : -dy))
  if (is === 'image') {
    const scale = Math.max(w / rect.w, h / rect.h)
    ;[w, h] = [rect.w * scale, rect.h * scale]
  }
  return { x: across === 1 ? rect.x : rect.x + rect.w - w, y: down === 0 ? rect.y + rect.h - h : rect.y, w, h }
}
