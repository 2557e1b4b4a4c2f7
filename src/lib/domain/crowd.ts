/** Which places are taken, looked up in squares: asking costs what lies near, not what lies on the board. */
import { overlap, type Rect } from './geometry.ts'

export type Crowd = {
  add(rect: Rect): void
  /** The very rectangle that was added. */
  remove(rect: Rect): void
  holds(rect: Rect, gap: number): boolean
  /** Board units squared that others hide of it, those twice that two hide. From `enough` on it is no longer counted exactly. */
  covered(rect: Rect, enough: number): number
}

type Squares = Map<number, Set<Rect>>

/** Each rectangle lies in squares about as large as it is, so that it touches four of them at most. */
export function crowdOf(rects: Iterable<Rect> = []): Crowd {
  const levels = new Map<number, Squares>()

  function add(rect: Rect): void {
    const side = sideFor(rect)
    const squares: Squares = levels.get(side) ?? new Map()
    levels.set(side, squares)
    eachSquare(rect, 0, side, (key) => {
      const there = squares.get(key)
      if (there) there.add(rect)
      else squares.set(key, new Set([rect]))
    })
  }

  function remove(rect: Rect): void {
    const side = sideFor(rect)
    eachSquare(rect, 0, side, (key) => void levels.get(side)?.get(key)?.delete(rect))
  }

  function holds(rect: Rect, gap: number): boolean {
    let found = false
    for (const [side, squares] of levels)
      eachSquare(rect, gap, side, (key) => {
        if (!found) for (const other of squares.get(key) ?? NOBODY) if ((found = overlap(rect, other, gap))) return
      })
    return found
  }

  function covered(rect: Rect, enough: number): number {
    let sum = 0
    for (const [side, squares] of levels)
      eachSquare(rect, 0, side, (key) => {
        for (const other of squares.get(key) ?? NOBODY) {
          if (sum >= enough) return
          const [x, y] = [Math.max(rect.x, other.x), Math.max(rect.y, other.y)]
          const across = Math.min(rect.x + rect.w, other.x + other.w) - x
          const down = Math.min(rect.y + rect.h, other.y + other.h) - y
          // What two share lies in several squares: it counts in that of its corner.
          if (across > 0 && down > 0 && keyOf(Math.floor(x / side), Math.floor(y / side)) === key) sum += across * down
        }
      })
    return sum
  }

  for (const rect of rects) add(rect)
  return { add, remove, holds, covered }
}

const NOBODY: readonly Rect[] = []
const SMALLEST = 256
const sideFor = ({ w, h }: Rect): number => SMALLEST * 2 ** Math.max(0, Math.ceil(Math.log2(Math.max(w, h) / SMALLEST)))

/** The squares that a rectangle touches, its margin included. */
function eachSquare({ x, y, w, h }: Rect, gap: number, side: number, see: (key: number) => void): void {
  const [left, right] = [Math.floor((x - gap) / side), Math.floor((x + w + gap) / side)]
  const [top, bottom] = [Math.floor((y - gap) / side), Math.floor((y + h + gap) / side)]
  for (let row = top; row <= bottom; row++) for (let column = left; column <= right; column++) see(keyOf(column, row))
}

/** Boards are a million units across: there are fewer rows than that. */
const ROWS = 1 << 20
const keyOf = (column: number, row: number): number => column * ROWS + row
