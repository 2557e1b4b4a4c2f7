/** Dropping: position is data, both ways. A drop writes fields and placement together. */
import type { Change } from '../change.ts'
import { placementKey, type Content, type Id, type Point, type ViewId } from '../content.ts'
import { CARD, centreOf, columnsFor, columnX, rectOf, sizeOf, valuesOfPoint, type Column } from '../geometry.ts'
import type { Element } from '../schema/element.ts'
import { placeInColumn } from './create.ts'

/** Moves cards that stand in a view by `d` board units. */
export function moveBy(content: Content, view: ViewId, ids: Iterable<Id>, d: Point): readonly Change[] {
  return [...ids].flatMap((id) => {
    const element = content.elements.get(id)
    const rect = element && rectOf(content, view, element)
    return element && rect ? dropAt(view, element, [rect.x + d[0], rect.y + d[1]]) : []
  })
}

/** Drops one card with its top left corner at a point: also what leaves the tray. */
export function dropAt(view: ViewId, element: Element, [x, y]: Point): readonly Change[] {
  const key = placementKey(view, element.id)
  const [w, h] = sizeOf(element)
  switch (view) {
    case 'influence':
      if (element.is !== 'stakeholder') return []
      return placeAtValues(element.id, valuesOfPoint(centreOf({ x, y, w, h })))
    case 'tree': {
      const column = nearestColumn(element, x + w / 2)
      if (!column) return []
      const place: Change = { do: 'patch', root: 'placements', key, point: [columnX(column), Math.round(y)] }
      return element.is === 'effect' && element.horizon !== column
        ? [{ do: 'patch', root: 'elements', id: element.id, fields: { horizon: column } }, place]
        : [place]
    }
    default:
      return [{ do: 'patch', root: 'placements', key, point: [Math.round(x), Math.round(y)] }]
  }
}

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
export function placeInHorizon(content: Content, id: Id, horizon: 'short' | 'medium' | 'long'): readonly Change[] {
  return [{ do: 'patch', root: 'elements', id, fields: { horizon } }, placeInColumn(content, id, horizon)]
}

function nearestColumn(element: Element, centre: number): Column | null {
  const away = (column: Column) => Math.abs(columnX(column) + CARD.width / 2 - centre)
  return [...columnsFor(element.is)].sort((a, b) => away(a) - away(b))[0] ?? null
}
