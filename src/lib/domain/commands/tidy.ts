/** «Ranger»: automatic layout, run on demand and once by an import. Stable, one step of undo. */
import type { Change } from '../change.ts'
import {
  byOrder,
  elementsOf,
  linksOf,
  placementKey,
  type Content,
  type Id,
  type Point,
  type ViewId,
} from '../content.ts'
import {
  CARD,
  centreOf,
  COLUMNS,
  columnOf,
  columnX,
  overlap,
  isInZone,
  PLANE,
  pointOfValues,
  pointOnRing,
  rectsOf,
  ringPlaceOf,
  RINGS,
  ROW_GAP,
  sizeOf,
  SQUASH,
  waits,
  type Column,
  type Rect,
  type Ring,
  type RingPlace,
  type Size,
} from '../geometry.ts'
import type { Element } from '../schema/element.ts'

export function tidy(content: Content, view: ViewId): readonly Change[] {
  switch (view) {
    case 'influence':
      return tidyInfluence(content)
    case 'circles':
      return tidyCircles(content)
    case 'stakeholders':
      return placeWaiting(content)
    case 'tree':
      return tidyTree(content)
    case 'ideas':
      return []
  }
}

// ── Cercles: on the same ring, as near to where they are as there is room ──

const ANGLES = Array.from({ length: 72 }, (_, i) => i * 5)
const OUT = [0.5, 0.72, 0.28, 0.9] as const
/** A ring's name stands on top of it. */
const RING_NAMES: readonly Rect[] = RINGS.map((across) => ({ x: -150, y: -across * SQUASH - 16, w: 300, h: 32 }))

function tidyCircles(content: Content): readonly Change[] {
  const taken: Rect[] = [...RING_NAMES]
  return ([1, 2, 3, 4] as const).flatMap((ring) => {
    const cards = elementsOf(content, 'stakeholder').filter(({ circle }) => circle === ring)
    return cards.map((element, i): Change => {
      const key = placementKey('circles', element.id)
      // Those that nobody placed spread over the whole ring.
      const wanted = content.placements.get(key) ?? ([((i + 0.5) * 360) / cards.length, 0.5] as const)
      const point = takeRingPlace(ring, wanted, sizeOf(element), taken)
      return { do: 'patch', root: 'placements', key, point }
    })
  })
}

/** The place nearest to the one that is wanted where a card stands clear of those that took theirs before it. */
function takeRingPlace(ring: Ring, wanted: RingPlace, [w, h]: Size, taken: Rect[]): RingPlace {
  const rectFor = (place: RingPlace): Rect => {
    const [x, y] = pointOnRing(ring, place)
    return { x: x - w / 2, y: y - h / 2, w, h }
  }
  const away = (angle: number) => Math.min(Math.abs(angle - wanted[0]), 360 - Math.abs(angle - wanted[0]))
  const tries = ANGLES.flatMap((angle) => OUT.map((out): RingPlace => [angle, out])).sort(
    (a, b) => away(a[0]) - away(b[0]) || OUT.indexOf(a[1] as 0.5) - OUT.indexOf(b[1] as 0.5),
  )
  const isFree = (place: RingPlace) => !taken.some((other) => overlap(rectFor(place), other, GAP))
  const places = [wanted, ...tries]
  const point = places.find(isFree) ?? leastHidden(places, (place) => covered(rectFor(place), taken))
  taken.push(rectFor(point))
  return point
}

/** A ring that is full: what covers others least. */
function leastHidden(places: readonly RingPlace[], cost: (place: RingPlace) => number): RingPlace {
  let [best, least] = [places[0]!, Infinity]
  for (const place of places) {
    const here = cost(place)
    if (here < least) [best, least] = [place, here]
  }
  return best
}

const covered = (rect: Rect, others: readonly Rect[]): number =>
  others.reduce((sum, other) => {
    const across = Math.min(rect.x + rect.w, other.x + other.w) - Math.max(rect.x, other.x)
    const down = Math.min(rect.y + rect.h, other.y + other.h) - Math.max(rect.y, other.y)
    return sum + Math.max(0, across) * Math.max(0, down)
  }, 0)

/** A card's place on a ring beside the cards that are there. */
export function freeRingPlace(content: Content, ring: Ring, element: Element): RingPlace {
  const wanted = ringPlaceOf(element.id, content.placements.get(placementKey('circles', element.id)))
  return takeRingPlace(ring, wanted, sizeOf(element), [...RING_NAMES, ...others(content, 'circles', element.id)])
}

/** How far from its point a card stands clear of the cards around it; null: on it. */
export const freeOffset = (content: Content, element: Element, home: Rect): Point | null =>
  takePlace(home, others(content, 'influence', element.id))

const others = (content: Content, view: ViewId, but: Id): Rect[] =>
  [...rectsOf(content, view)].filter(([id]) => id !== but).map(([, rect]) => rect)

// ── Libre: what a group placed by hand stays; what waits comes below, by kind ──

function placeWaiting(content: Content): readonly Change[] {
  const placed = [...rectsOf(content, 'stakeholders').values()]
  const top = placed.length === 0 ? 0 : Math.max(...placed.map(({ y, h }) => y + h)) + 60
  const left = placed.length === 0 ? 0 : Math.min(...placed.map(({ x }) => x))
  const waiting = elementsOf(content, 'stakeholder')
    .filter((element) => waits(content, 'stakeholders', element))
    .sort((a, b) => (a.kind ?? '~').localeCompare(b.kind ?? '~') || byOrder(a, b))
  const across = Math.max(3, Math.ceil(Math.sqrt(waiting.length * 1.2)))
  return waiting.map(({ id }, i) => ({
    do: 'patch',
    root: 'placements',
    key: placementKey('stakeholders', id),
    point: [left + (i % across) * (CARD.width + 44), top + Math.floor(i / across) * 124],
  }))
}

// ── Influence et intérêt: cards beside their point, none on another ──

const GAP = 10

function tidyInfluence(content: Content): readonly Change[] {
  const placed = elementsOf(content, 'stakeholder').filter(({ power, interest }) => power !== null && interest !== null)
  const taken: Rect[] = []
  return placed.map((element) => {
    const [w, h] = sizeOf(element)
    const [px, py] = pointOfValues(element.power!, element.interest!)
    const home = { x: px - w / 2, y: py - h / 2, w, h }
    const offset = takePlace(home, taken)
    return { do: 'patch', root: 'placements', key: placementKey('influence', element.id), point: offset }
  })
}

/** How far from its point a card stands clear of those that took a place before it; null: on it. */
function takePlace(home: Rect, taken: Rect[]): Point | null {
  const rect = tries(home).find((candidate) => !taken.some((other) => overlap(candidate, other, GAP))) ?? home
  taken.push(rect)
  return rect === home ? null : [Math.round(rect.x - home.x), Math.round(rect.y - home.y)]
}

/** Home first, then places around it, those of its own corner before others, by distance, inside the plane. */
function tries(home: Rect): readonly Rect[] {
  const out: Rect[] = []
  // Two steps are as far as two cards side by side need.
  const [across, down] = [Math.ceil((home.w + GAP) / 2), Math.ceil((home.h + GAP) / 2)]
  for (let row = -10; row <= 10; row++)
    for (let column = -6; column <= 6; column++) {
      const rect = { ...home, x: home.x + column * across, y: home.y + row * down }
      const inside =
        rect.x >= PLANE.x + 8 &&
        rect.x + rect.w <= PLANE.x + PLANE.w - 8 &&
        rect.y >= PLANE.y + 34 &&
        rect.y + rect.h <= PLANE.y + PLANE.h - 8
      if (inside && (row !== 0 || column !== 0)) out.push(rect)
    }
  const away = (rect: Rect) => Math.hypot((rect.x - home.x) / home.w, (rect.y - home.y) / home.h)
  // Whoever reads the map reads the corner that a card lies in.
  const strays = (rect: Rect) => Number(cornerOf(rect) !== cornerOf(home))
  return [home, ...out.sort((a, b) => strays(a) - strays(b) || away(a) - away(b))]
}

function cornerOf(rect: Rect): string {
  const [x, y] = centreOf(rect)
  const [middleX, middleY] = centreOf(PLANE)
  return `${x < middleX} ${y < middleY}`
}

// ── Arbre des effets: columns ordered to cross few arrows ──

const SWEEPS = 8

function tidyTree(content: Content): readonly Change[] {
  const columns = COLUMNS.map((column) => cardsOf(content, column))
  const neighbours = neighboursOf(content)
  const rank = new Map<Id, number>()
  const number = (cards: readonly Element[]) => cards.forEach(({ id }, i) => rank.set(id, (i + 0.5) / cards.length))
  columns.forEach(number)
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const order = sweep % 2 === 0 ? columns : [...columns].reverse()
    for (const cards of order) {
      const target = new Map(cards.map(({ id }) => [id, mean(neighbours.get(id), rank) ?? rank.get(id)!]))
      cards.sort((a, b) => target.get(a.id)! - target.get(b.id)! || byOrder(a, b))
      number(cards)
    }
  }
  return stack(columns)
}

const cardsOf = (content: Content, column: Column): Element[] =>
  elementsOf(content, 'activity', 'output', 'effect').filter(
    (element) => columnOf(element) === column && !isInZone(content.placements.get(placementKey('tree', element.id))),
  )

function neighboursOf(content: Content): ReadonlyMap<Id, readonly Id[]> {
  const out = new Map<Id, Id[]>()
  const add = (a: Id, b: Id) => out.set(a, [...(out.get(a) ?? []), b])
  for (const link of linksOf(content, 'causal')) {
    add(link.fromId, link.toId)
    add(link.toId, link.fromId)
  }
  return out
}

function mean(ids: readonly Id[] | undefined, rank: ReadonlyMap<Id, number>): number | null {
  const known = (ids ?? []).flatMap((id) => rank.get(id) ?? [])
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length
}

/** Columns share one height: the short ones spread, so that arrows run level. */
function stack(columns: readonly (readonly Element[])[]): readonly Change[] {
  const heights = columns.map((cards) => cards.reduce((sum, card) => sum + sizeOf(card)[1], 0))
  const tallest = Math.max(0, ...columns.map((cards, i) => heights[i]! + Math.max(0, cards.length - 1) * ROW_GAP))
  return columns.flatMap((cards, i) => {
    const free = tallest - heights[i]!
    const gap = cards.length < 2 ? 0 : Math.min(free / (cards.length - 1), 4 * ROW_GAP)
    let y = Math.max(0, (tallest - heights[i]! - gap * (cards.length - 1)) / 2)
    return cards.map((card): Change => {
      const point: Point = [columnX(COLUMNS[i]!), Math.round(y)]
      y += sizeOf(card)[1] + gap
      return { do: 'patch', root: 'placements', key: placementKey('tree', card.id), point }
    })
  })
}
