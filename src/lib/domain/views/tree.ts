/** «Arbre des effets»: a drop writes the horizon, or what the zone says of the effects in it. */
import type { Change } from '../change.ts'
import { placementOf, type Content, type Point } from '../content.ts'
import { centreOf, rectAt, sizeOf, type Rect } from '../geometry.ts'
import type { Element, ElementOf } from '../schema/element.ts'
import {
  columnOf,
  columnX,
  isInZone,
  nearestColumn,
  placementInZone,
  yInZone,
  zoneAt,
  ZONE_FIELDS,
  type TreeZone,
} from './columns.ts'
import { tidyTree } from './tidyTree.ts'
import { placed, type Room, type View } from './view.ts'

export const tree: View = {
  holds: ({ is }) => is === 'activity' || is === 'output' || is === 'effect',
  rectOf,
  drop,
  follow,
  targetAt: (content, element, centre) =>
    element.is === 'effect' ? (zoneAt(content, centre) ?? nearestColumn(element, centre[0])) : null,
  tidy: tidyTree,
  isFree: false,
  takesAll: false,
  // Its column is its kind or its horizon.
  besides: ({ x, y, h }, [, dy]) => [x, y + h + dy],
  makes: ['activity', 'output', 'effect'],
  writes: [
    { key: 'effect', is: 'effect' },
    { key: 'activity', is: 'activity' },
    { key: 'output', is: 'output' },
    { key: 'negative', is: 'effect', zone: 'negative' },
    { key: 'surprise', is: 'effect', zone: 'surprise' },
  ],
  begins: 'top',
  pressed: null,
}

function rectOf(content: Content, element: Element, placement: Point | undefined): Rect | null {
  if (!placement) return null
  if (isInZone(placement))
    return element.is === 'effect' ? rectAt([placement[0], yInZone(content, placement)], sizeOf(element)) : null
  const column = columnOf(element)
  return column ? rectAt([columnX(column), placement[1]], sizeOf(element)) : null
}

function drop(content: Content, element: Element, at: Point): readonly Change[] {
  const { id } = element
  const centre = centreOf(rectAt(at, sizeOf(element)))
  const zone = element.is === 'effect' ? zoneAt(content, centre) : null
  if (element.is === 'effect' && zone)
    return [...fieldsOfZone(element, zone), placed('tree', id, placementInZone(content, zone, at))]
  const column = nearestColumn(element, centre[0])
  if (!column) return []
  const place = placed('tree', id, [columnX(column), Math.round(at[1])])
  if (element.is !== 'effect') return [place]
  const fields = { ...(element.horizon === column ? {} : { horizon: column }), ...leavingZone(content, element) }
  return Object.keys(fields).length === 0 ? [place] : [{ do: 'patch', root: 'elements', id, fields }, place]
}

/** To the foot of its column. What was turned into another kind and back stands where it stood. */
function follow(content: Content, before: Element | null, after: Element, room: Room): readonly Change[] {
  const { id } = after
  const column = columnOf(after)
  if (!column || (before && columnOf(before) === column)) return []
  if (before && before.is !== after.is && rectOf(content, after, placementOf(content, 'tree', id))) return []
  return [placed('tree', id, [columnX(column), room.foot(id, column, sizeOf(after)[1])])]
}

/** In the first free place of a zone. */
export const placedInZone = (card: Element, zone: TreeZone, room: Room): Change =>
  placed('tree', card.id, room.inZone(card.id, zone, sizeOf(card)[1]))

function fieldsOfZone(element: ElementOf<'effect'>, zone: TreeZone): readonly Change[] {
  const fields = ZONE_FIELDS[zone]
  const isSo = Object.entries(fields).every(([name, value]) => element[name as keyof typeof element] === value)
  return isSo ? [] : [{ do: 'patch', root: 'elements', id: element.id, fields }]
}

/** What comes back from «En attente» to a column is an idea again; what was unwanted stays so. */
export const leavingZone = (content: Content, { id, status }: ElementOf<'effect'>) =>
  status === 'parked' && isInZone(placementOf(content, 'tree', id)) ? { status: 'idea' } : {}
