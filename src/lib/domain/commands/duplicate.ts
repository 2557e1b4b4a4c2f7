/** A copy beside the original, with the arrows among the copied. */
import type { Change, NewElement, NewLink } from '../change.ts'
import { type Content, type Id, type Point, type ViewId } from '../content.ts'
import { rectOf } from '../views/views.ts'
import { keysAtEnd } from '../order.ts'
import { placed } from '../views/view.ts'
import { viewOf } from '../views/views.ts'
import { KINDS } from '../schema/element.ts'

export type Copies = { readonly changes: readonly Change[]; readonly ids: readonly Id[] }

/** `newId` gives one id a copy. Copies have no ref: the server gives them their own. */
export function duplicate(
  content: Content,
  view: ViewId,
  ids: Iterable<Id>,
  by: Id | null,
  newId: () => Id,
  d: Point = [24, 24],
): Copies {
  const originals = [...ids].flatMap((id) => {
    const element = content.elements.get(id)
    return element && !KINDS[element.is].isSole ? [element] : []
  })
  const orders = keysAtEnd(content, originals.length)
  const copyOf = new Map<Id, Id>(originals.map(({ id }) => [id, newId()]))
  const changes: Change[] = []
  originals.forEach((original, i) => {
    const id = copyOf.get(original.id)!
    const record = { ...original, id, by, ref: null, order: orders[i]! } as unknown as NewElement
    changes.push({ do: 'put', root: 'elements', record })
    const rect = rectOf(content, view, original)
    const point = rect && viewOf(view).besides(rect, d)
    if (point) changes.push(placed(view, id, point))
  })
  for (const link of content.links.values()) {
    const [fromId, toId] = [copyOf.get(link.fromId), copyOf.get(link.toId)]
    if (!fromId || !toId) continue
    const record = { ...link, id: newId(), fromId, toId, by } as unknown as NewLink
    changes.push({ do: 'put', root: 'links', record })
  }
  return { changes, ids: [...copyOf.values()] }
}
