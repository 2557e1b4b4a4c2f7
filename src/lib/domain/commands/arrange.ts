/** Arranging by hand what stands freely: what a frame carries along, aligning, spreading evenly, stacking, resizing. */
import type { Change } from '../change.ts'
import { byOrder, placementKey, type Content, type Id, type Point, type ViewId } from '../content.ts'
import { centreOf, contains, union, type Rect } from '../geometry.ts'
import { rectOf, rectsOf } from '../views/views.ts'
import { keysAtEnd, keysAtStart } from '../order.ts'
import type { Element } from '../schema/element.ts'
import { moveBy } from './move.ts'

/** These, and what lies in the frames among them: a card by its middle, a frame as a whole. */
export function withContents(content: Content, view: ViewId, ids: Iterable<Id>): ReadonlySet<Id> {
  const all = new Set(ids)
  const isFrame = (id: Id) => content.elements.get(id)?.is === 'frame'
  if (![...all].some(isFrame)) return all
  const rects = rectsOf(content, view)
  for (const frame of [...all].filter(isFrame)) {
    const outer = rects.get(frame)
    if (outer) for (const [id, rect] of rects) if (isInside(outer, rect, isFrame(id))) all.add(id)
  }
  return all
}

function isInside(outer: Rect, rect: Rect, whole: boolean): boolean {
  if (whole) return contains(outer, rect)
  const [x, y] = centreOf(rect)
  return contains(outer, { x, y, w: 0, h: 0 })
}

export const ALIGNMENTS = ['left', 'centre', 'right', 'top', 'middle', 'bottom'] as const
export type Alignment = (typeof ALIGNMENTS)[number]

/** Brings cards to the common edge or middle of all of them. */
export function align(content: Content, view: ViewId, ids: Iterable<Id>, to: Alignment): readonly Change[] {
  const placed = placedOf(content, view, ids)
  if (placed.length < 2) return []
  const all = placed.map(({ rect }) => rect).reduce(union)
  const offset: Record<Alignment, (rect: Rect) => Point> = {
    left: ({ x }) => [all.x - x, 0],
    centre: ({ x, w }) => [all.x + all.w / 2 - (x + w / 2), 0],
    right: ({ x, w }) => [all.x + all.w - (x + w), 0],
    top: ({ y }) => [0, all.y - y],
    middle: ({ y, h }) => [0, all.y + all.h / 2 - (y + h / 2)],
    bottom: ({ y, h }) => [0, all.y + all.h - (y + h)],
  }
  return shift(content, view, placed, ({ rect }) => offset[to](rect))
}

/** The same gap between neighbours; the outermost stay. */
export function distribute(
  content: Content,
  view: ViewId,
  ids: Iterable<Id>,
  axis: 'across' | 'down',
): readonly Change[] {
  const [at, size] = axis === 'across' ? (['x', 'w'] as const) : (['y', 'h'] as const)
  const placed = [...placedOf(content, view, ids)].sort((a, b) => a.rect[at] - b.rect[at])
  const [first, last] = [placed[0]?.rect, placed.at(-1)?.rect]
  if (placed.length < 3 || !first || !last) return []
  const taken = placed.reduce((sum, { rect }) => sum + rect[size], 0)
  const gap = (last[at] + last[size] - first[at] - taken) / (placed.length - 1)
  let next = first[at]
  const starts = new Map<Id, number>()
  for (const { id, rect } of placed) {
    starts.set(id, next)
    next += rect[size] + gap
  }
  return shift(content, view, placed, ({ id, rect }) => {
    const d = starts.get(id)! - rect[at]
    return axis === 'across' ? [d, 0] : [0, d]
  })
}

type Placed = { readonly id: Id; readonly rect: Rect }

function placedOf(content: Content, view: ViewId, ids: Iterable<Id>): readonly Placed[] {
  return [...new Set(ids)].flatMap((id) => {
    const element = content.elements.get(id)
    const rect = element && rectOf(content, view, element)
    return rect ? [{ id, rect }] : []
  })
}

/** A frame takes along what lies in it, except what is arranged itself. */
function shift(
  content: Content,
  view: ViewId,
  placed: readonly Placed[],
  offset: (each: Placed) => Point,
): readonly Change[] {
  const own = new Set(placed.map(({ id }) => id))
  return placed.flatMap((each) => {
    const [dx, dy] = offset(each)
    if (Math.abs(dx) < 0.5 && Math.abs(dy) < 0.5) return []
    const along = [...withContents(content, view, [each.id])].filter((id) => id === each.id || !own.has(id))
    return moveBy(content, view, along, [dx, dy])
  })
}

export const toFront = (content: Content, ids: Iterable<Id>): readonly Change[] => restack(content, ids, keysAtEnd)
export const toBack = (content: Content, ids: Iterable<Id>): readonly Change[] => restack(content, ids, keysAtStart)

/** Among themselves they keep their order. */
function restack(
  content: Content,
  ids: Iterable<Id>,
  keysOf: (content: Content, count: number) => readonly string[],
): readonly Change[] {
  const elements = [...ids].map((id) => content.elements.get(id)).filter((element): element is Element => !!element)
  const keys = keysOf(content, elements.length)
  return elements.sort(byOrder).map(({ id }, i) => ({ do: 'patch', root: 'elements', id, fields: { order: keys[i]! } }))
}

/** Gives what can be resized its new rectangle. */
export function resize(view: ViewId, id: Id, { x, y, w, h }: Rect): readonly Change[] {
  const [width, height] = [Math.max(1, Math.round(w)), Math.max(1, Math.round(h))]
  return [
    { do: 'patch', root: 'elements', id, fields: { size: [width, height] } },
    { do: 'patch', root: 'placements', key: placementKey(view, id), point: [Math.round(x), Math.round(y)] },
  ]
}
