/** While something is dragged on a free canvas: to the edges and middles of what is near. */
import type { Point } from '#lib/domain/content.ts'
import type { Rect } from '#lib/domain/geometry.ts'

/** A line to show: at `at`, from one end of what it aligns to the other. Board units. */
export type Guide = {
  readonly axis: 'x' | 'y'
  readonly at: number
  readonly from: number
  readonly to: number
}
export type Snapped = { readonly d: Point; readonly guides: readonly Guide[] }

/** `d`: how far to correct; nothing where no edge or middle is within `reach`. */
export function snap(moved: Rect, others: readonly Rect[], reach: number): Snapped {
  const [x, y] = [nearest(moved, others, 'x', reach), nearest(moved, others, 'y', reach)]
  const d: Point = [x?.away ?? 0, y?.away ?? 0]
  const there = { ...moved, x: moved.x + d[0], y: moved.y + d[1] }
  return { d, guides: [x && guide(there, x), y && guide(there, y)].filter((each) => each !== null) }
}

type Axis = 'x' | 'y'
type Hit = { readonly axis: Axis; readonly away: number; readonly at: number; readonly other: Rect }

const along = (rect: Rect, axis: Axis): readonly [from: number, size: number] =>
  axis === 'x' ? [rect.x, rect.w] : [rect.y, rect.h]
/** Both edges and the middle. */
const marks = (rect: Rect, axis: Axis): readonly number[] => {
  const [from, size] = along(rect, axis)
  return [from, from + size / 2, from + size]
}

function nearest(moved: Rect, others: readonly Rect[], axis: Axis, reach: number): Hit | null {
  let best: Hit | null = null
  const mine = marks(moved, axis)
  for (const other of others)
    for (const at of marks(other, axis))
      for (const mark of mine) {
        const away = at - mark
        if (Math.abs(away) <= reach && Math.abs(away) < Math.abs(best?.away ?? Infinity))
          best = { axis, away, at, other }
      }
  return best
}

function guide(moved: Rect, { axis, at, other }: Hit): Guide {
  const across: Axis = axis === 'x' ? 'y' : 'x'
  const [[a, size], [b, otherSize]] = [along(moved, across), along(other, across)]
  return { axis, at, from: Math.min(a, b), to: Math.max(a + size, b + otherSize) }
}
