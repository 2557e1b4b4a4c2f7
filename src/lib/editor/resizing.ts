/** Handles at the corners of what a person may resize: frames freely, pictures in proportion, labels in width. */
import { resize } from '#lib/domain/commands/arrange.ts'
import type { Id, Point } from '#lib/domain/content.ts'
import type { Rect } from '#lib/domain/geometry.ts'
import { NOTHING, type Gesture, type PointerInput, type Shown, type Stage } from './pointer.ts'
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

/** Of the one thing that is selected; none for who only looks. `resized`: the rectangle that it has for the moment. */
export function resizeHandles(stage: Stage, resized: (id: Id) => Rect | null): readonly Handle[] {
  const { selection, editing } = stage.choice
  const [id] = selection
  if (selection.size !== 1 || id === undefined || !viewOf(stage.view).isFree || !stage.options.mayWrite()) return []
  const box = stage.look.scene.boxes.get(id)
  const how = resizingOf(stage, id)
  if (!box || how === null || editing === id) return []
  const { x, y, w, h } = resized(id) ?? box.rect
  return CORNERS[how].map((corner) => ({ id, corner, at: [x + corner[0] * w, y + corner[1] * h] }))
}

function resizingOf({ content }: Stage, id: Id): Resizing | null {
  const element = content.elements.get(id)
  return element ? KINDS[element.is].resizes : null
}

/** From the rectangle at the start: the opposite corner stays. */
export function resizeGesture(stage: Stage, start: PointerInput, { id, corner }: Handle): Gesture {
  const { look } = stage
  const { rect } = look.scene.boxes.get(id)!
  const how = resizingOf(stage, id)!
  const origin = look.toBoard(start.at)
  const wanted = (input: PointerInput): Rect => {
    const [x, y] = look.toBoard(input.at)
    return rectBy({ rect, how }, corner, [x - origin[0], y - origin[1]])
  }
  let draft: Shown['draft'] = null
  return {
    is: 'resize',
    shown: () => ({ ...NOTHING, draft }),
    move(input) {
      const { x, y, w, h } = wanted(input)
      draft = { resize: [id, Math.round(x), Math.round(y), Math.round(w), Math.round(h)] }
    },
    up(input) {
      if (draft && stage.content.elements.has(id)) stage.run(() => resize(stage.view, id, wanted(input)))
    },
    cancel() {},
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
