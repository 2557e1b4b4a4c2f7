/** New cards: from a quick-add box, a double click, a drop, a paste. */
import type { Change, NewElement } from '../change.ts'
import { placementKey, type Content, type Id, type Point, type ViewId } from '../content.ts'
import {
  CARD,
  columnOf,
  columnX,
  overlap,
  placementInZone,
  rectOf,
  rectsOf,
  sizeOf,
  ROW_GAP,
  COLUMN_TOP,
  ZONE_HEAD,
  ZONE_SIDE,
  zonesTop,
  zoneX,
  type Column,
  type Rect,
  type TreeZone,
} from '../geometry.ts'
import { keysAtEnd } from '../order.ts'
import { LONGEST_TEXT } from '../schema/fields.ts'
import type { Element, ElementKind } from '../schema/element.ts'

export type NewCard = {
  readonly id: Id
  readonly is: ElementKind
  readonly text: string
  readonly by: Id | null
  /** Presets of the place it is written in: a column's horizon, a zone's polarity. */
  readonly fields?: Readonly<Record<string, unknown>>
  /** Top left corner, board units. Left out: the view finds room, or the card waits in the tray. */
  readonly at?: Point
  /** Written in a zone under the tree: takes its value. */
  readonly zone?: TreeZone
}

/** What a zone under the tree says of the effects in it. */
export const ZONE_FIELDS = {
  negative: { polarity: 'negative' },
  surprise: { intentionality: 'unexpected' },
  parked: { status: 'parked' },
} as const satisfies Record<TreeZone, Readonly<Record<string, string>>>

/** One card in a view. In the tree it gets a free place in its column; in *Idées* the free spot nearest to `near`. */
export function createCard(
  content: Content,
  view: ViewId | null,
  card: NewCard,
  near: Point = [0, 0],
): readonly Change[] {
  const record = {
    ...(card.zone ? ZONE_FIELDS[card.zone] : {}),
    ...card.fields,
    id: card.id,
    is: card.is,
    text: card.text.slice(0, LONGEST_TEXT),
    by: card.by,
    order: keysAtEnd(content)[0]!,
  } as NewElement
  const put: Change = { do: 'put', root: 'elements', record }
  if (card.zone) return [put, placeInZone(content, card.id, card.zone)]
  const point = card.at ?? (view === 'ideas' ? freeSpot(content, view, near, card.text) : null)
  const column = columnOf({ horizon: null, ...record } as unknown as Element)
  // In *Idées* it stands where it was written, and waits in the tree's tray.
  if (column && view !== 'ideas') return [put, placeInColumn(content, card.id, column, card.at?.[1])]
  if (!point || (view !== 'ideas' && view !== 'stakeholders')) return [put]
  return [put, { do: 'patch', root: 'placements', key: placementKey(view, card.id), point }]
}

/** The placement that puts a card at the foot of its column, or at `y`. */
export function placeInColumn(content: Content, id: Id, column: Column, y?: number): Change {
  return {
    do: 'patch',
    root: 'placements',
    key: placementKey('tree', id),
    point: [columnX(column), y ?? footOfColumn(content, column, id)],
  }
}

function footOfColumn(content: Content, column: Column, except: Id): number {
  let foot = COLUMN_TOP
  const x = columnX(column)
  for (const [id, rect] of rectsOf(content, 'tree'))
    if (id !== except && rect.x === x && rect.y < zonesTop(content)) foot = Math.max(foot, rect.y + rect.h + ROW_GAP)
  return foot
}

/** The placement that puts an effect at the first free place of a zone, two side by side. */
export function placeInZone(content: Content, id: Id, zone: TreeZone): Change {
  const top = zonesTop(content)
  const taken = [...content.elements.values()].flatMap((element) => {
    const rect = element.id === id ? null : rectOf(content, 'tree', element)
    return rect && rect.y >= top ? [rect] : []
  })
  const spotAt = (i: number): Point => [
    zoneX(zone) + ZONE_SIDE + (i % 2) * (CARD.width + ZONE_SIDE),
    top + ZONE_HEAD + Math.floor(i / 2) * 24,
  ]
  let spot = spotAt(0)
  const isTaken = ([x, y]: Point) =>
    taken.some((rect) => overlap(rect, { x, y, w: CARD.width, h: CARD.head + 2 * CARD.line }, ZONE_SIDE))
  for (let i = 1; i <= 400 && isTaken(spot); i++) spot = spotAt(i)
  return { do: 'patch', root: 'placements', key: placementKey('tree', id), point: placementInZone(content, zone, spot) }
}

/**
 * The free spot nearest to a point, in rings of card-sized steps: a card is never put on top of another, nor into a zone that nobody chose.
 */
export const freeSpot = (content: Content, view: ViewId, near: Point, text: string): Point =>
  freeSpots(content, view, near)(text)

/** The same for one text after the other, each beside those before it. */
export function freeSpots(content: Content, view: ViewId, near: Point): (text: string) => Point {
  const crowd = crowdOf(rectsOf(content, view).values())
  /** How many spots are known to be taken for a card of some height: none is ever given back. */
  const tried = new Map<number, number>()
  return (text) => {
    const [w, h] = sizeOf({ is: 'note', text } as Element)
    const spots = allSpots()
    for (let i = tried.get(h) ?? 0; i < spots.length; i++) {
      const rect = { x: near[0] + spots[i]![0] * SPOT[0], y: near[1] + spots[i]![1] * SPOT[1], w, h }
      if (crowd.holds(rect)) continue
      tried.set(h, i + 1)
      crowd.add(rect)
      return [rect.x, rect.y]
    }
    return near
  }
}

const SPOT = [CARD.width + 24, 96] as const

/** Which places are taken, looked up in squares: a thousand pasted cards ask some million times. */
function crowdOf(rects: Iterable<Rect>): { add(rect: Rect): void; holds(rect: Rect): boolean } {
  const squares = new Map<string, Rect[]>()
  const wide: Rect[] = []
  const add = (rect: Rect) => {
    const keys = squaresOf(rect)
    if (keys === null) wide.push(rect)
    for (const key of keys ?? []) {
      const there = squares.get(key)
      if (there) there.push(rect)
      else squares.set(key, [rect])
    }
  }
  for (const rect of rects) add(rect)
  const holds = (rect: Rect) => {
    const hits = (other: Rect) => overlap(rect, other, 8)
    return wide.some(hits) || (squaresOf(rect) ?? []).some((key) => squares.get(key)?.some(hits) === true)
  }
  return { add, holds }
}
const SQUARE = 256
const MOST_SQUARES = 64

/** The squares that a rectangle touches, its margin included; null: too many to list. */
function squaresOf({ x, y, w, h }: Rect): readonly string[] | null {
  const [left, top] = [Math.floor((x - 8) / SQUARE), Math.floor((y - 8) / SQUARE)]
  const [across, down] = [Math.floor((x + w + 8) / SQUARE) - left + 1, Math.floor((y + h + 8) / SQUARE) - top + 1]
  if (across * down > MOST_SQUARES) return null
  return Array.from({ length: across * down }, (_, i) => `${left + (i % across)} ${top + Math.floor(i / across)}`)
}

/** Ring by ring, the nearest first; below before above, right before left: as one reads. */
function allSpots(): readonly Spot[] {
  known ??= Array.from({ length: 40 }, (_, ring) => ringOf(ring)).flat()
  return known
}
type Spot = readonly [column: number, row: number]
let known: readonly Spot[] | null = null

function ringOf(ring: number): readonly Spot[] {
  const side = Array.from({ length: 2 * ring + 1 }, (_, i) => i - ring)
  const away = ([column, row]: Spot) => Math.hypot(column * SPOT[0], row * SPOT[1])
  return side
    .flatMap((row) => side.map((column) => [column, row] as const))
    .filter(([column, row]) => Math.max(Math.abs(column), Math.abs(row)) === ring)
    .sort((a, b) => away(a) - away(b) || b[1] - a[1] || b[0] - a[0])
}
