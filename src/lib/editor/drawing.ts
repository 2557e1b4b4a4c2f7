/** Drawing on the free canvas: the pen, the eraser, a frame pulled open. */
import { MOST_DRAWN } from '#lib/board/presence.ts'
import { drawFrame, drawStroke } from '#lib/domain/commands/draw.ts'
import type { Id, Point } from '#lib/domain/content.ts'
import { distanceToSegment } from '#lib/scene/routing.ts'
import type { StrokeBox } from '#lib/scene/scene.ts'
import { distanceToStroke } from '#lib/scene/drawn.ts'
import type { Editor } from './editor.ts'
import { far, SLOP, type Gesture, type PointerInput } from './pointer.ts'

/** One stroke, written once when the pen is lifted. */
export function penGesture(editor: Editor, start: PointerInput): Gesture {
  const { pen } = editor
  const points: Point[] = [editor.toBoard(start.at)]
  const tolerance = () => 0.7 / editor.camera.zoom
  const outline = thinning(points[0]!)
  const show = () => (editor.draft = { pen: { ...pen, points: outline.points() } })
  const end = () => {
    editor.draft = null
    editor.drawn = null
  }
  editor.drawn = { pen, points }
  show()
  return {
    is: 'pen',
    move(input) {
      const at = editor.toBoard(input.at)
      if (!far(at, points.at(-1)!, 1 / editor.camera.zoom)) return
      points.push(at)
      outline.add(at)
      show()
    },
    up() {
      end()
      const { me, newId } = editor.options
      const made = { id: newId(), by: me() }
      editor.apply(drawStroke(editor.content, editor.view, made, { points, pen, tolerance: tolerance() }))
    },
    cancel: end,
  }
}

/** An outline that stays small however long the stroke: with every doubling of the steps half of its points go. */
function thinning(start: Point) {
  let kept: Point[] = [start]
  let last = start
  let gap = 2
  const apart = (a: Point, b: Point) => Math.abs(a[0] - b[0]) + Math.abs(a[1] - b[1])
  return {
    add(at: Point) {
      last = at
      if (apart(at, kept.at(-1)!) < gap) return
      kept.push(at)
      if (kept.length < MOST_DRAWN / 2) return
      kept = kept.filter((_, i) => i % 2 === 0)
      gap *= 2
    },
    /** The last point is where the pen is now. */
    points: (): readonly number[] =>
      [...kept, last].slice(-MOST_DRAWN / 2).flatMap(([x, y]) => [Math.round(x), Math.round(y)]),
  }
}

/** Takes away every stroke that it crosses, as a whole; what others drew is asked about once. */
export function eraserGesture(editor: Editor, start: PointerInput): Gesture {
  let last = editor.toBoard(start.at)
  const erased = new Set<Id>()
  const cross = (at: Point) => {
    for (const id of crossed(editor, last, at)) erased.add(id)
    last = at
    editor.erasing = new Set(erased)
  }
  const end = () => (editor.erasing = new Set())
  cross(last)
  return {
    is: 'erase',
    move(input) {
      cross(editor.toBoard(input.at))
    },
    up() {
      end()
      void editor.erase([...erased])
    },
    cancel: end,
  }
}

/** CSS pixels around the eraser's middle. */
const REACH = 8

function crossed(editor: Editor, a: Point, b: Point): readonly Id[] {
  const reach = REACH / editor.camera.zoom
  const swept = {
    x: Math.min(a[0], b[0]) - reach,
    y: Math.min(a[1], b[1]) - reach,
    w: Math.abs(a[0] - b[0]) + 2 * reach,
    h: Math.abs(a[1] - b[1]) + 2 * reach,
  }
  return editor.index
    .boxesIn(swept)
    .filter((box): box is StrokeBox => box.is === 'stroke')
    .filter((stroke) => meets(stroke, a, b, reach))
    .map(({ id }) => id)
}

/** A fast pointer leaves long steps: both the step's ends and the stroke's own points are looked at. */
function meets({ rect, points }: StrokeBox, a: Point, b: Point, reach: number): boolean {
  const steps = Math.max(1, Math.ceil(Math.hypot(b[0] - a[0], b[1] - a[1]) / reach))
  for (let i = 0; i <= steps; i++) {
    const at: Point = [a[0] + ((b[0] - a[0]) * i) / steps, a[1] + ((b[1] - a[1]) * i) / steps]
    if (distanceToStroke({ rect, points }, at) <= reach) return true
  }
  for (let i = 0; i + 1 < points.length; i += 2)
    if (distanceToSegment(rect.x + points[i]!, rect.y + points[i + 1]!, a[0], a[1], b[0], b[1]) <= reach) return true
  return false
}

const USUAL = [800, 600] as const
const LEAST = [60, 40] as const

/** Pulled open from corner to corner; a click makes one of the usual size. Its title is typed at once. */
export function frameGesture(editor: Editor, start: PointerInput): Gesture {
  const [x0, y0] = editor.toBoard(start.at)
  const end = () => (editor.marquee = null)
  return {
    is: 'frame',
    move(input) {
      if (!editor.marquee && !far(input.at, start.at, SLOP[input.kind])) return
      const [x, y] = editor.toBoard(input.at)
      editor.marquee = { x: Math.min(x, x0), y: Math.min(y, y0), w: Math.abs(x - x0), h: Math.abs(y - y0) }
    },
    up() {
      const drawn = editor.marquee
      end()
      const usable = drawn && drawn.w >= LEAST[0] && drawn.h >= LEAST[1]
      const rect = usable ? drawn : { x: x0 - 40, y: y0 - 30, w: USUAL[0], h: USUAL[1] }
      const { me, newId } = editor.options
      const id = newId()
      if (editor.apply(drawFrame(editor.content, editor.view, { id, by: me() }, rect))) editor.edit(id)
    },
    cancel: end,
  }
}
