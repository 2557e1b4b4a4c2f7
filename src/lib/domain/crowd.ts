/** Which places are taken, looked up in squares: asking costs what lies near, not what lies on the board. */
import { overlap, type Rect } from './geometry.ts'

export type Crowd = {
  add(rect: Rect): void
  /** The very rectangle that was added. */
  remove(rect: Rect): void
  holds(rect: Rect, gap: number): boolean
  /** Board units squared that others hide of it, those twice that two hide. */
  covered(rect: Rect): number
}

/** Each rectangle lies in squares about as large as it is, so that it touches nine of them at most. */
export function crowdOf(rects: Iterable<Rect> = []): Crowd {
  const levels = new Map<number, Map<string, Set<Rect>>>()

  function add(rect: Rect): void {
    const side = sideFor(rect)
    const squares = levels.get(side) ?? new Map<string, Set<Rect>>()
    levels.set(side, squares)
    for (const key of squaresOf(rect, side)) {
      const there = squares.get(key)
      if (there) there.add(rect)
      else squares.set(key, new Set([rect]))
    }
  }

  function remove(rect: Rect): void {
    const side = sideFor(rect)
    for (const key of squaresOf(rect, side)) levels.get(side)?.get(key)?.delete(rect)
  }

  function* near(rect: Rect, gap: number): Generator<Rect> {
    const around = { x: rect.x - gap, y: rect.y - gap, w: rect.w + 2 * gap, h: rect.h + 2 * gap }
    for (const [side, squares] of levels) for (const key of squaresOf(around, side)) yield* squares.get(key) ?? []
  }

  function holds(rect: Rect, gap: number): boolean {
    for (const other of near(rect, gap)) if (overlap(rect, other, gap)) return true
    return false
  }

  const covered = (rect: Rect): number =>
    [...new Set(near(rect, 0))].reduce((sum, other) => sum + shared(rect, other), 0)

  for (const rect of rects) add(rect)
  return { add, remove, holds, covered }
}

const SMALLEST = 256
const sideFor = ({ w, h }: Rect): number => SMALLEST * 2 ** Math.max(0, Math.ceil(Math.log2(Math.max(w, h) / SMALLEST)))

function squaresOf({ x, y, w, h }: Rect, side: number): readonly string[] {
  const [left, top] = [Math.floor(x / side), Math.floor(y / side)]
  const [across, down] = [Math.floor((x + w) / side) - left + 1, Math.floor((y + h) / side) - top + 1]
  return Array.from({ length: across * down }, (_, i) => `${left + (i % across)} ${top + Math.floor(i / across)}`)
}

function shared(a: Rect, b: Rect): number {
  const across = Math.min(a.x + a.w, b.x + b.w) - Math.max(a.x, b.x)
  const down = Math.min(a.y + a.h, b.y + b.h) - Math.max(a.y, b.y)
  return Math.max(0, across) * Math.max(0, down)
}
