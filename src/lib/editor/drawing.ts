/** Drawing on the free canvas: the pen, the eraser, a frame pulled open. */
import { MOST_DRAWN } from '#lib/board/presence.ts'
import { drawFrame, drawStroke } from '#lib/domain/commands/draw.ts'
import type { Id, Point } from '#lib/domain/content.ts'
import { between, type Rect } from '#lib/domain/geometry.ts'
import { distanceToSegment } from '#lib/scene/routing.ts'
import type { StrokeBox } from '#lib/scene/scene.ts'
import { distanceToStroke } from '#lib/scene/drawn.ts'
import { far, NOTHING, SLOP, type Gesture, type PointerInput, type Stage } from './pointer.ts'

/** One stroke, written once when the pen is lifted. */
export function penGesture(stage: Stage, start: PointerInput): Gesture {
  const { pen } = stage.choice
  const { look } = stage
  const points: Point[] = [look.toBoard(start.at)]
  const tolerance = () => 0.7 / look.camera.zoom
  const outline = thinning(points[0]!)
  return {
    is: 'pen',
    shown: () => ({ ...NOTHING, drawn: { pen, points }, draft: { pen: { ...pen, points: outline.points() } } }),
    move(input) {
      const at = look.toBoard(input.at)
      if (!far(at, points.at(-1)!, 1 / look.camera.zoom)) return
      points.push(at)
      outline.add(at)
    },
    up() {
      stage.run((content, { by, newId }) =>
        drawStroke(content, stage.view, { id: newId(), by }, { points, pen, tolerance: tolerance() }),
      )
    },
    cancel() {},
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
export function eraserGesture(stage: Stage, start: PointerInput): Gesture {
  let last = stage.look.toBoard(start.at)
  let erasing: ReadonlySet<Id> = new Set()
  const cross = (at: Point) => {
    erasing = new Set([...erasing, ...crossed(stage, last, at)])
    last = at
  }
  cross(last)
  return {
    is: 'erase',
    shown: () => ({ ...NOTHING, erasing }),
    move(input) {
      cross(stage.look.toBoard(input.at))
    },
    up() {
      void stage.erase([...erasing])
    },
    cancel() {},
  }
}

/** CSS pixels around the eraser's middle. */
const REACH = 8

function crossed({ look }: Stage, a: Point, b: Point): readonly Id[] {
  const reach = REACH / look.camera.zoom
  const swept = {
    x: Math.min(a[0], b[0]) - reach,
    y: Math.min(a[1], b[1]) - reach,
    w: Math.abs(a[0] - b[0]) + 2 * reach,
    h: Math.abs(a[1] - b[1]) + 2 * reach,
  }
  return look.index
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
export function frameGesture(stage: Stage, start: PointerInput): Gesture {
  const corner = stage.look.toBoard(start.at)
  let marquee: Rect | null = null
  return {
    is: 'frame',
    shown: () => ({ ...NOTHING, marquee }),
    move(input) {
      if (!marquee && !far(input.at, start.at, SLOP[input.kind])) return
      marquee = between(corner, stage.look.toBoard(input.at))
    },
    up() {
      const usable = marquee && marquee.w >= LEAST[0] && marquee.h >= LEAST[1]
      const [x, y] = corner
      const rect = usable ? marquee! : { x: x - 40, y: y - 30, w: USUAL[0], h: USUAL[1] }
      let made: Id | null = null
      const done = stage.run((content, { by, newId }) =>
        drawFrame(content, stage.view, { id: (made = newId()), by }, rect),
      )
      if (done) stage.edit(made)
    },
    cancel() {},
  }
}
