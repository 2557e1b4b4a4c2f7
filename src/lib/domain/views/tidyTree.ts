/** «Ranger» the tree: columns ordered to cross few arrows. */
import type { Change } from '../change.ts'
import { byOrder, elementsOf, linksOf, placementOf, type Content, type Id, type Point } from '../content.ts'
import { sizeOf } from '../geometry.ts'
import type { Element } from '../schema/element.ts'
import { columnOf, COLUMNS, columnX, isInZone, ROW_GAP, type Column } from './columns.ts'
import { placed } from './view.ts'

const SWEEPS = 8

export function tidyTree(content: Content): readonly Change[] {
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
    (element) => columnOf(element) === column && !isInZone(placementOf(content, 'tree', element.id)),
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
      return placed('tree', card.id, point)
    })
  })
}
