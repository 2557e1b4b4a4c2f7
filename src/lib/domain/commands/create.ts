/** New cards: from a quick-add box, a double click, a drop, a paste. */
import type { Change, NewElement } from '../change.ts'
import { type Content, type Id, type Point, type ViewId } from '../content.ts'
import { type TreeZone } from '../views/columns.ts'
import { keysAtEnd } from '../order.ts'
import type { Element, ElementKind } from '../schema/element.ts'
import { roomOn } from '../views/room.ts'
import { ZONE_FIELDS } from '../views/columns.ts'
import { placed, type Room } from '../views/view.ts'
import { viewOf, follow } from '../views/views.ts'
import { placedInZone } from '../views/tree.ts'

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

/** One card in a view. In the tree it gets a free place in its column; where every kind stands, the free spot nearest to `near`. */
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
  if (zone) return [put, placedInZone(full, zone, room)]
  const own = view && viewOf(view)
  // Where every kind stands it does so where it was written, and waits in the tree's tray.
  const homes = own?.takesAll ? [] : follow(content, null, full, at ? { ...room, foot: () => at[1] } : room)
  if (homes.length > 0) return [put, ...homes]
  const point = at ?? (view && own?.takesAll ? room.spot(id, view, near, text) : null)
  return view && own?.isFree && point ? [put, placed(view, id, point)] : [put]
}
