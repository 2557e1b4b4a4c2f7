/** New cards: from a quick-add box, a double click, a drop, a paste. */
import type { Change, NewElement } from '../change.ts'
import { placementKey, type Content, type Id, type Point, type ViewId } from '../content.ts'
import { columnOf, columnX, sizeOf, type TreeZone } from '../geometry.ts'
import { keysAtEnd } from '../order.ts'
import type { Element, ElementKind } from '../schema/element.ts'
import { roomOn, type Room } from './room.ts'

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
  /** Left out: after everything that is there. */
  readonly order?: string
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
  room: Room = roomOn(content),
): readonly Change[] {
  const { id, is, text, by, zone, at, order = keysAtEnd(content)[0]! } = card
  const fields = { ...(zone ? ZONE_FIELDS[zone] : {}), ...card.fields }
  const record = { ...fields, id, is, text, by, order } as NewElement
  const put: Change = { do: 'put', root: 'elements', record }
  const full = { horizon: null, size: null, ...record } as unknown as Element
  if (zone) return [put, placeInTree(id, room.inZone(id, zone, sizeOf(full)[1]))]
  const column = columnOf(full)
  // In *Idées* it stands where it was written, and waits in the tree's tray.
  if (column && view !== 'ideas') {
    const y = at?.[1] ?? room.foot(id, column, sizeOf(full)[1])
    return [put, placeInTree(id, [columnX(column), y])]
  }
  const point = at ?? (view === 'ideas' ? room.spot(id, view, near, text) : null)
  if (!point || (view !== 'ideas' && view !== 'stakeholders')) return [put]
  return [put, { do: 'patch', root: 'placements', key: placementKey(view, id), point }]
}

export const placeInTree = (id: Id, point: Point): Change => ({
  do: 'patch',
  root: 'placements',
  key: placementKey('tree', id),
  point,
})
