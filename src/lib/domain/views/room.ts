/**
 * Where cards find room, each beside those before it: at the foot of a column, in a zone, at a free spot. One board is read once for all that are
 * placed on it, however many they are.
 */
import type { Content, Id, Point, ViewId } from '../content.ts'
import { crowdOf } from '../crowd.ts'
import { CARD, sizeOf, type Rect } from '../geometry.ts'
import {
  COLUMN_TOP,
  columnOf,
  isInZone,
  placementInZone,
  ROW_GAP,
  ZONE_HEAD,
  ZONE_SIDE,
  zonesTop,
  zoneX,
  type Column,
  type TreeZone,
} from './columns.ts'
import { rectOf, rectsOf } from './views.ts'
import type { Element } from '../schema/element.ts'
import type { Room } from './view.ts'

export function roomOn(content: Content): Room {
  const feet = once(() => feetOf(content))
  const zones = once(() => zonesOf(content))
  const spots = new Map<string, Finder>()
  const found = (key: string, make: () => Finder) => {
    const finder = spots.get(key) ?? make()
    spots.set(key, finder)
    return finder
  }
  const room: Room = {
    foot: (id, column, height) => feet()(id, column, height),
    inZone: (id, zone, height) => zones()(id, zone, height),
    spot: (id, view, near, text) =>
      found(`${view} ${near.join(' ')}`, () => spotsNear(content, view, near))(id, text) ?? near,
    inFrame(id, frame, text) {
      const outer = rectOf(content, 'ideas', frame)
      if (!outer) return [0, 0]
      const inside = found(frame.id, () => spotsIn(content, outer))(id, text)
      return inside ?? room.spot(id, 'ideas', [outer.x + 16, outer.y + outer.h + 16], text)
    },
  }
  return room
}

export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null
  return () => (made ??= { value: make() }).value
}

// ── the tree ──

type Foot = { readonly id: Id; readonly y: number }

/** Of each column the two lowest cards: the one to be placed may be the lowest itself. */
function feetOf(content: Content): (id: Id, column: Column, height: number) => number {
  const lowest = new Map<Column, readonly Foot[]>()
  const see = (column: Column, foot: Foot) => {
    const others = (lowest.get(column) ?? []).filter(({ id }) => id !== foot.id)
    lowest.set(column, [...others, foot].sort((a, b) => b.y - a.y).slice(0, 2))
  }
  for (const element of content.elements.values()) {
    const column = columnOf(element)
    const rect =
      column && !isInZone(content.placements.get(`tree:${element.id}`)) ? rectOf(content, 'tree', element) : null
    if (column && rect) see(column, { id: element.id, y: rect.y + rect.h + ROW_GAP })
  }
  return (id, column, height) => {
    const others = (lowest.get(column) ?? []).filter((foot) => foot.id !== id)
    const y = others.reduce((foot, other) => Math.max(foot, other.y), COLUMN_TOP)
    see(column, { id, y: y + height + ROW_GAP })
    return y
  }
}

const MOST_IN_ZONE = 400

function zonesOf(content: Content): (id: Id, zone: TreeZone, height: number) => Point {
  const top = zonesTop(content)
  const taken = new Map<Id, Rect>()
  for (const [id, rect] of rectsOf(content, 'tree')) if (rect.y >= top) taken.set(id, rect)
  const crowd = crowdOf(taken.values())
  const rectAt = (zone: TreeZone, i: number, h: number): Rect => ({
    x: zoneX(zone) + ZONE_SIDE + (i % 2) * (CARD.width + ZONE_SIDE),
    y: top + ZONE_HEAD + Math.floor(i / 2) * 24,
    w: CARD.width,
    h,
  })
  return (id, zone, height) => {
    const before = taken.get(id)
    if (before) crowd.remove(before)
    let i = 0
    while (i < MOST_IN_ZONE && crowd.holds(rectAt(zone, i, CARD.head + 2 * CARD.line), ZONE_SIDE)) i++
    const rect = rectAt(zone, i, height)
    taken.set(id, rect)
    crowd.add(rect)
    return placementInZone(content, zone, [rect.x, rect.y])
  }
}

// ── free views ──

type Finder = (id: Id, text: string) => Point | null
type Search = {
  readonly rects: ReadonlyMap<Id, Rect>
  readonly spotsFor: (height: number) => readonly Point[]
  readonly gap: number
}

/** The first free of some spots, for one text after the other; null: none. */
function finder({ rects, spotsFor, gap }: Search): Finder {
  const crowd = crowdOf(rects.values())
  /** Of each height of card: its spots, and how many of them are known to be taken. None is given back. */
  const tried = new Map<number, { readonly spots: readonly Point[]; next: number }>()
  return (id, text) => {
    const [w, h] = sizeOf({ is: 'note', text } as Element)
    const rectOn = ([x, y]: Point): Rect => ({ x, y, w, h })
    const walk = tried.get(h) ?? { spots: spotsFor(h), next: 0 }
    tried.set(h, walk)
    while (walk.next < walk.spots.length && crowd.holds(rectOn(walk.spots[walk.next]!), gap)) walk.next++
    const before = rects.get(id)
    if (before) crowd.remove(before)
    const spot = walk.spots[walk.next] ?? null
    if (spot) crowd.add(rectOn(spot))
    return spot
  }
}

const SPOT = [CARD.width + 24, 96] as const

function spotsNear(content: Content, view: ViewId, near: Point): Finder {
  const spots = allSpots().map(([column, row]): Point => [near[0] + column * SPOT[0], near[1] + row * SPOT[1]])
  return finder({ rects: rectsOf(content, view), spotsFor: () => spots, gap: 8 })
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

/** A zone may be as large as the board. */
const MOST_IN_FRAME = 4_000

function spotsIn(content: Content, outer: Rect): Finder {
  const rects = new Map([...rectsOf(content, 'ideas')].filter(([id]) => content.elements.get(id)?.is !== 'frame'))
  const across = Math.max(1, Math.floor((outer.w - 16) / (CARD.width + 16)))
  const spotAt = (i: number): Point => [
    outer.x + 16 + (i % across) * (CARD.width + 16),
    outer.y + 40 + Math.floor(i / across) * 24,
  ]
  const spotsFor = (h: number) => {
    const down = Math.max(1, Math.floor((outer.h - 40 - h) / 24) + 1)
    return Array.from({ length: Math.min(MOST_IN_FRAME, across * down) }, (_, i) => spotAt(i))
  }
  return finder({ rects, spotsFor, gap: 6 })
}
