/** What is drawn on the free canvas: strokes, frames, pictures. */
import type { Change, NewElement } from '../change.ts'
import { placementKey, type Content, type Id, type Point, type ViewId } from '../content.ts'
import type { Rect } from '../geometry.ts'
import { keysAtEnd, keysAtStart } from '../order.ts'
import type { PEN_COLOURS, PEN_WIDTHS } from '../schema/enums.ts'
import { LONGEST_STROKE } from '../schema/free.ts'

export type Pen = { readonly colour: (typeof PEN_COLOURS)[number]; readonly width: (typeof PEN_WIDTHS)[number] }
type Made = { readonly id: Id; readonly by: Id | null }

/** `points`: where the pen went, board units; simplified to what the eye can tell apart at `tolerance`. */
export function drawStroke(
  content: Content,
  view: ViewId,
  made: Made,
  { points, pen, tolerance }: { readonly points: readonly Point[]; readonly pen: Pen; readonly tolerance: number },
): readonly Change[] {
  const kept = simplify(points, tolerance).slice(0, LONGEST_STROKE / 2)
  if (kept.length === 0) return []
  const [x, y] = [Math.min(...kept.map(([px]) => px)), Math.min(...kept.map(([, py]) => py))]
  const relative = kept.flatMap(([px, py]) => [tenth(px - x), tenth(py - y)])
  return put(content, view, { ...made, is: 'stroke', text: '', points: relative, ...pen }, [tenth(x), tenth(y)])
}

export function drawFrame(content: Content, view: ViewId, made: Made, { x, y, w, h }: Rect): readonly Change[] {
  const size = [Math.round(w), Math.round(h)]
  return put(content, view, { ...made, is: 'frame', text: '', size }, [Math.round(x), Math.round(y)])
}

/** A picture whose bytes the server holds, with its middle at a point: behind the cards, so that it hides nobody's. */
export function placeImage(
  content: Content,
  view: ViewId,
  made: Made,
  { hash, text, size, at }: { hash: string; text: string; size: readonly [number, number]; at: Point },
): readonly Change[] {
  const corner: Point = [Math.round(at[0] - size[0] / 2), Math.round(at[1] - size[1] / 2)]
  return put(content, view, { ...made, is: 'image', text, hash, size }, corner, keysAtStart)
}

function put(content: Content, view: ViewId, record: NewElement, point: Point, keys = keysAtEnd): readonly Change[] {
  return [
    { do: 'put', root: 'elements', record: { ...record, order: keys(content)[0]! } },
    { do: 'patch', root: 'placements', key: placementKey(view, record.id), point },
  ]
}

const tenth = (value: number) => Math.round(value * 10) / 10

/** Points looked at together: the cost grows with the square of a scribble's length. */
const PIECE = 256

/** Leaves out points nearer than `tolerance` to the line that remains. */
export function simplify(points: readonly Point[], tolerance: number): readonly Point[] {
  const kept: Point[] = []
  for (let i = 0; i < points.length; i += PIECE) {
    const piece = simplifyPiece(points.slice(i, i + PIECE + 1), tolerance)
    kept.push(...(i === 0 ? piece : piece.slice(1)))
  }
  return kept
}

/** Ramer, Douglas and Peucker. */
function simplifyPiece(points: readonly Point[], tolerance: number): readonly Point[] {
  if (points.length < 3) return points
  const keep = new Set([0, points.length - 1])
  const spans: [number, number][] = [[0, points.length - 1]]
  for (let span = spans.pop(); span; span = spans.pop()) {
    const [first, last] = span
    let [farthest, away] = [-1, tolerance]
    for (let i = first + 1; i < last; i++) {
      const d = distance(points[i]!, points[first]!, points[last]!)
      if (d > away) [farthest, away] = [i, d]
    }
    if (farthest < 0) continue
    keep.add(farthest)
    spans.push([first, farthest], [farthest, last])
  }
  return points.filter((_, i) => keep.has(i))
}

function distance([px, py]: Point, [ax, ay]: Point, [bx, by]: Point): number {
  const [dx, dy] = [bx - ax, by - ay]
  const length = dx * dx + dy * dy
  const t = length === 0 ? 0 : Math.max(0, Math.min(1, ((px - ax) * dx + (py - ay) * dy) / length))
  return Math.hypot(px - ax - t * dx, py - ay - t * dy)
}
