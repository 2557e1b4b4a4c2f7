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
  let spot: Point = [zoneX(zone) + 12, top + ZONE_HEAD]
  const isTaken = ([x, y]: Point) =>
    taken.some((rect) => overlap(rect, { x, y, w: CARD.width, h: CARD.head + 2 * CARD.line }, 6))
  for (let i = 0; i < 400 && isTaken(spot); i++)
    spot = [zoneX(zone) + 12 + ((i + 1) % 2) * (CARD.width + 14), top + ZONE_HEAD + Math.floor((i + 1) / 2) * 24]
  return { do: 'patch', root: 'placements', key: placementKey('tree', id), point: placementInZone(content, zone, spot) }
}

/** The free spot nearest to a point, in rings of card-sized steps: a card is never put on top of another. */
export function freeSpot(content: Content, view: ViewId, near: Point, text: string): Point {
  const [w, h] = sizeOf({ is: 'note', text } as Element)
  const taken: Rect[] = [...rectsOf(content, view)]
    .filter(([id]) => content.elements.get(id)?.is !== 'frame')
    .map(([, rect]) => rect)
  for (let ring = 0; ring < 40; ring++)
    for (const [column, row] of spotsOf(ring)) {
      const rect = { x: near[0] + column * SPOT[0], y: near[1] + row * SPOT[1], w, h }
      if (!taken.some((other) => overlap(rect, other, 8))) return [rect.x, rect.y]
    }
  return near
}

const SPOT = [CARD.width + 24, 96] as const

/** The places of one ring, the nearest first; below before above, right before left: as one reads. */
function spotsOf(ring: number): readonly (readonly [column: number, row: number])[] {
  const side = Array.from({ length: 2 * ring + 1 }, (_, i) => i - ring)
  const away = ([column, row]: readonly [number, number]) => Math.hypot(column * SPOT[0], row * SPOT[1])
  return side
    .flatMap((row) => side.map((column) => [column, row] as const))
    .filter(([column, row]) => Math.max(Math.abs(column), Math.abs(row)) === ring)
    .sort((a, b) => away(a) - away(b) || b[1] - a[1] || b[0] - a[0])
}
