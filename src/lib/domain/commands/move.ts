/** Moving: position is data, both ways. */
import type { Change } from '../change.ts'
import type { Content, Id, Point, ViewId } from '../content.ts'
import { dropAt, rectOf } from '../views/views.ts'

/** Moves cards that stand in a view by `d` board units. */
export function moveBy(content: Content, view: ViewId, ids: Iterable<Id>, d: Point): readonly Change[] {
  return [...ids].flatMap((id) => {
    const element = content.elements.get(id)
    const rect = element && rectOf(content, view, element)
    return element && rect ? dropAt(content, view, element, [rect.x + d[0], rect.y + d[1]]) : []
  })
}
