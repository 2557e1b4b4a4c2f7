/** «Placer dans…»: what dropping does, in words. Several cards of a kind go to the same place, beside one another. */
import type { Change } from '../change.ts'
import { elementsOf, placementOf, type Content, type Id, type Point } from '../content.ts'
import { centredAt, sizeOf } from '../geometry.ts'
import { columnX, TREE_ZONES, type TreeZone, ZONE_FIELDS } from './columns.ts'
import { pointOfValues, type Values } from './plane.ts'
import { ringPlaceOf, type Ring } from './rings.ts'
import { type Element, type ElementOf, KINDS } from '../schema/element.ts'
import type { HORIZONS } from '../schema/enums.ts'
import { placed, type Room } from './view.ts'
import { leavingZone, placedInZone } from './tree.ts'
import { dropAt, follow } from './views.ts'
import { placeAtValues } from './influence.ts'
import { once, roomOn } from './room.ts'
import { planeSeats, type PlaneSeats } from './planeSeats.ts'
import { ringSeats, type RingSeats } from './ringSeats.ts'

/** Cards of one kind that has a place somewhere. */
export const mayPlace = (cards: readonly Element[]): boolean => {
  const [first] = cards
  return first !== undefined && KINDS[first.is].tray !== null && cards.every(({ is }) => is === first.is)
}

/** What was chosen; what a kind has no use for is left out. */
export type Place = {
  readonly circle?: Ring
  readonly values?: Values
  /** A free spot in *Libre*. */
  readonly free?: boolean
  /** Of effects. */
  readonly column?: (typeof HORIZONS)[number] | TreeZone
  /** The zone of *Idées*; left out: outside of them. */
  readonly frame?: Id
  /** Where free spots are looked for first, board units. */
  readonly near: Point
}

/** One board is read once for all of them. */
export function placeCards(content: Content, ids: readonly Id[], place: Place): readonly Change[] {
  const places = placesOn(content)
  return [...new Set(ids)].flatMap((id) => {
    const element = content.elements.get(id)
    return element ? placeCard(content, element, place, places) : []
  })
}

type Places = { readonly room: Room; readonly rings: () => RingSeats; readonly plane: () => PlaneSeats }

function placesOn(content: Content): Places {
  const stakeholders = elementsOf(content, 'stakeholder')
  return {
    room: roomOn(content),
    rings: once(() => ringSeats(content, stakeholders)),
    plane: once(() => planeSeats(content, stakeholders)),
  }
}

function placeCard(content: Content, element: Element, place: Place, places: Places): readonly Change[] {
  const { id } = element
  const { room } = places
  switch (element.is) {
    case 'stakeholder':
      return placeStakeholder(content, element, place, places)
    case 'effect':
      if (!place.column) return []
      return isZone(place.column)
        ? placeInTreeZone(content, id, place.column, room)
        : placeInHorizon(content, id, place.column, room)
    case 'activity':
    case 'output':
      return follow(content, null, element, room)
    default: {
      const frame = content.elements.get(place.frame ?? '')
      const spot =
        frame?.is === 'frame' ? room.inFrame(id, frame, element.text) : room.spot(id, 'ideas', place.near, element.text)
      return dropAt(content, 'ideas', element, spot)
    }
  }
}

const isZone = (column: string): column is TreeZone => (TREE_ZONES as readonly string[]).includes(column)

type Stakeholder = ElementOf<'stakeholder'>

function placeStakeholder(
  content: Content,
  element: Stakeholder,
  { circle, values, free, near }: Place,
  { room, rings, plane }: Places,
): readonly Change[] {
  return [
    ...(circle && circle !== element.circle ? onRing(content, element, circle, rings()) : []),
    ...(values && (values.power !== element.power || values.interest !== element.interest)
      ? atValues(element, values, plane())
      : []),
    ...(free
      ? dropAt(content, 'stakeholders', element, room.spot(element.id, 'stakeholders', near, element.text))
      : []),
  ]
}

/** Beside the cards that are there. */
function onRing(content: Content, element: Stakeholder, circle: Ring, seats: RingSeats): readonly Change[] {
  const { id } = element
  const point = seats.take(circle, ringPlaceOf(id, placementOf(content, 'circles', id)), element)
  return [{ do: 'patch', root: 'elements', id, fields: { circle } }, placed('circles', id, point)]
}

/** On its values, or beside the cards that are there. */
function atValues(element: Stakeholder, values: Values, seats: PlaneSeats): readonly Change[] {
  const point = seats.take(element, centredAt(pointOfValues(values.power, values.interest), sizeOf(element)))
  return [...placeAtValues(element.id, values), ...(point ? [placed('influence', element.id, point)] : [])]
}

/** An effect gets its horizon and a place at the foot of that column. */
export function placeInHorizon(
  content: Content,
  id: Id,
  horizon: (typeof HORIZONS)[number],
  room = roomOn(content),
): readonly Change[] {
  const effect = content.elements.get(id)
  if (effect?.is !== 'effect') return []
  const fields = { horizon, ...leavingZone(content, effect) }
  const place = placed('tree', id, [columnX(horizon), room.foot(id, horizon, sizeOf(effect)[1])])
  return [{ do: 'patch', root: 'elements', id, fields }, place]
}

/** An effect goes to a zone under the columns and takes its value. */
export function placeInTreeZone(content: Content, id: Id, zone: TreeZone, room = roomOn(content)): readonly Change[] {
  const effect = content.elements.get(id)
  if (effect?.is !== 'effect') return []
  return [{ do: 'patch', root: 'elements', id, fields: ZONE_FIELDS[zone] }, placedInZone(effect, zone, room)]
}
