/** «Ranger»: automatic layout, run on demand and once by an import. Stable, one step of undo. */
import type { Change } from '../change.ts'
import { byWords } from '../plain.ts'
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
  centredAt,
  COLUMNS,
  columnOf,
  columnX,
  isInZone,
  pointOfValues,
  rectsOf,
  ROW_GAP,
  sizeOf,
  union,
  waits,
  type Column,
  type Rect,
} from '../geometry.ts'
import type { Element } from '../schema/element.ts'
import { planeSeats, ringSeats } from './seats.ts'

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

function tidyCircles(content: Content): readonly Change[] {
  const seats = ringSeats(content)
  return ([1, 2, 3, 4] as const).flatMap((ring) => {
    const cards = elementsOf(content, 'stakeholder').filter(({ circle }) => circle === ring)
    return cards.map((element, i): Change => {
      const key = placementKey('circles', element.id)
      // Those that nobody placed spread over the whole ring.
      const wanted = content.placements.get(key) ?? ([((i + 0.5) * 360) / cards.length, 0.5] as const)
      return { do: 'patch', root: 'placements', key, point: seats.take(ring, wanted, element) }
    })
  })
}

// ── Libre: what a group placed by hand stays; what waits comes below, by kind ──

function placeWaiting(content: Content): readonly Change[] {
  let around: Rect | null = null
  for (const rect of rectsOf(content, 'stakeholders').values()) around = around ? union(around, rect) : rect
  const [left, top] = around ? [around.x, around.y + around.h + 60] : [0, 0]
  const waiting = elementsOf(content, 'stakeholder')
    .filter((element) => waits(content, 'stakeholders', element))
    .sort((a, b) => byWords(a.kind ?? '~', b.kind ?? '~') || byOrder(a, b))
  const across = Math.max(3, Math.ceil(Math.sqrt(waiting.length * 1.2)))
  return waiting.map(({ id }, i) => ({
    do: 'patch',
    root: 'placements',
    key: placementKey('stakeholders', id),
    point: [left + (i % across) * (CARD.width + 44), top + Math.floor(i / across) * 124],
  }))
}

// ── Influence et intérêt: cards beside their point, none on another ──

function tidyInfluence(content: Content): readonly Change[] {
  const seats = planeSeats(content)
  return elementsOf(content, 'stakeholder').flatMap((element): readonly Change[] => {
    const { power, interest } = element
    if (power === null || interest === null) return []
    const home = centredAt(pointOfValues(power, interest), sizeOf(element))
    const key = placementKey('influence', element.id)
    return [{ do: 'patch', root: 'placements', key, point: seats.take(element, home) }]
  })
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
  const add = (a: Id, b: Id) => {
    const known = out.get(a)
    if (known) known.push(b)
    else out.set(a, [b])
  }
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
