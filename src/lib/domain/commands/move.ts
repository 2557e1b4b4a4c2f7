/** Dropping: position is data, both ways. A drop writes fields and placement together. */
import type { Change } from '../change.ts'
import { placementKey, type Content, type Id, type Point, type ViewId } from '../content.ts'
import {
  centreOf,
  columnX,
  isInZone,
  nearestColumn,
  placementInZone,
  rectOf,
  ringOfPoint,
  sizeOf,
  valuesOfPoint,
  zoneAt,
  type Ring,
  type TreeZone,
} from '../geometry.ts'
import type { Element, ElementOf } from '../schema/element.ts'
import { placeInTree, ZONE_FIELDS } from './create.ts'
import { roomOn } from './room.ts'

/** Moves cards that stand in a view by `d` board units. */
export function moveBy(content: Content, view: ViewId, ids: Iterable<Id>, d: Point): readonly Change[] {
  return [...ids].flatMap((id) => {
    const element = content.elements.get(id)
    const rect = element && rectOf(content, view, element)
    return element && rect ? dropAt(content, view, element, [rect.x + d[0], rect.y + d[1]]) : []
  })
}

/** Drops one card with its top left corner at a point: also what leaves the tray. */
export function dropAt(content: Content, view: ViewId, element: Element, [x, y]: Point): readonly Change[] {
  const key = placementKey(view, element.id)
  const [w, h] = sizeOf(element)
  const centre = centreOf({ x, y, w, h })
  switch (view) {
    case 'influence':
      return element.is === 'stakeholder' ? placeAtValues(element.id, valuesOfPoint(centre)) : []
    case 'circles': {
      if (element.is !== 'stakeholder') return []
      const { ring, place } = ringOfPoint(centre)
      return [...inRing(element, ring), { do: 'patch', root: 'placements', key, point: place }]
    }
    case 'tree':
      return dropInTree(content, element, [x, y])
    default:
      return [{ do: 'patch', root: 'placements', key, point: [Math.round(x), Math.round(y)] }]
  }
}

function dropInTree(content: Content, element: Element, [x, y]: Point): readonly Change[] {
  const key = placementKey('tree', element.id)
  const [w, h] = sizeOf(element)
  if (element.is === 'effect') {
    const zone = zoneAt(content, [x + w / 2, y + h / 2])
    if (zone)
      return [
        ...fieldsOfZone(element, zone),
        { do: 'patch', root: 'placements', key, point: placementInZone(content, zone, [x, y]) },
      ]
  }
  const column = nearestColumn(element, x + w / 2)
  if (!column) return []
  const place: Change = { do: 'patch', root: 'placements', key, point: [columnX(column), Math.round(y)] }
  if (element.is !== 'effect') return [place]
  const fields = { ...(element.horizon === column ? {} : { horizon: column }), ...leavingZone(content, element) }
  return Object.keys(fields).length === 0 ? [place] : [{ do: 'patch', root: 'elements', id: element.id, fields }, place]
}

function fieldsOfZone(element: ElementOf<'effect'>, zone: TreeZone): readonly Change[] {
  const fields = ZONE_FIELDS[zone]
  const isSo = Object.entries(fields).every(([name, value]) => element[name as keyof typeof element] === value)
  return isSo ? [] : [{ do: 'patch', root: 'elements', id: element.id, fields }]
}

/** What comes back from «En attente» to a column is an idea again; what was unwanted stays so. */
const leavingZone = (content: Content, { id, status }: ElementOf<'effect'>) =>
  status === 'parked' && isInZone(content.placements.get(placementKey('tree', id))) ? { status: 'idea' } : {}

const inRing = (element: ElementOf<'stakeholder'>, ring: Ring): readonly Change[] =>
  element.circle === ring ? [] : [{ do: 'patch', root: 'elements', id: element.id, fields: { circle: ring } }]

/** Writes influence and interest and lets the card stand on its values: what «Ranger» moved aside comes back to them. */
export function placeAtValues(
  id: Id,
  values: { readonly power: number; readonly interest: number },
): readonly Change[] {
  return [
    { do: 'patch', root: 'elements', id, fields: values },
    { do: 'patch', root: 'placements', key: placementKey('influence', id), point: null },
  ]
}

/** «Placer dans…»: an effect gets its horizon and a place at the foot of that column. */
export function placeInHorizon(
  content: Content,
  id: Id,
  horizon: 'short' | 'medium' | 'long',
  room = roomOn(content),
): readonly Change[] {
  const effect = content.elements.get(id)
  if (effect?.is !== 'effect') return []
  const fields = { horizon, ...leavingZone(content, effect) }
  const place = placeInTree(id, [columnX(horizon), room.foot(id, horizon, sizeOf(effect)[1])])
  return [{ do: 'patch', root: 'elements', id, fields }, place]
}

/** «Placer dans…»: an effect goes to a zone under the columns and takes its value. */
export function placeInTreeZone(content: Content, id: Id, zone: TreeZone, room = roomOn(content)): readonly Change[] {
  const effect = content.elements.get(id)
  if (effect?.is !== 'effect') return []
  const place = placeInTree(id, room.inZone(id, zone, sizeOf(effect)[1]))
  return [{ do: 'patch', root: 'elements', id, fields: ZONE_FIELDS[zone] }, place]
}
