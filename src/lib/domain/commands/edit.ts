/** Editing fields and texts. */
import { rewrite, type Change, type Root } from '../change.ts'
import { placementKey, recordOf, type Content, type Id } from '../content.ts'
import { columnOf, columnX, rectOf, sizeOf, type Column } from '../geometry.ts'
import { keyForStep } from '../order.ts'
import type { Element } from '../schema/element.ts'
import { placeInTree } from './create.ts'
import { roomOn, type Room } from './room.ts'

/** Sets one field that is not a text. A horizon chosen in a form also gives the card a place in its column. */
export function setField(content: Content, root: Root, id: Id, name: string, value: unknown): readonly Change[] {
  const patch: Change = { do: 'patch', root, id, fields: { [name]: value } }
  const element = root === 'elements' ? content.elements.get(id) : undefined
  if (!element) return [patch]
  const after = { ...element, [name]: value } as Element
  if (name === 'horizon') {
    const column = columnOf(after)
    return column && column !== columnOf(element) ? [patch, atFoot(roomOn(content), after, column)] : [patch]
  }
  // The card goes to its new values: the offset that «Ranger» gave it belonged to the old ones.
  if (name === 'power' || name === 'interest')
    return [patch, { do: 'patch', root: 'placements', key: placementKey('influence', id), point: null }]
  return [patch]
}

/**
 * Sets a collaborative text to what a person's box now shows: one splice, so that others' words around it stay. Also in the bin: what was being
 * typed when a colleague removed the card comes back with it.
 */
export function setText(content: Content, root: Root, id: Id, field: string, text: string): readonly Change[] {
  const record = recordOf(content, root, id)
  if (!record) return []
  const before = (record as unknown as Record<string, unknown>)[field]
  return typeof before === 'string' ? rewrite(root, id, field, before, text) : []
}

/** Moves a card one place up or down among its kind. */
export function reorder(content: Content, id: Id, step: -1 | 1): readonly Change[] {
  const element = content.elements.get(id)
  if (!element) return []
  const siblings = [...content.elements.values()].filter((other) => other.is === element.is)
  const order = keyForStep(siblings, id, step)
  return order === null ? [] : [{ do: 'patch', root: 'elements', id, fields: { order } }]
}

/** «Transformer en…»: changes the kind and nothing else. What belongs in a column gets a place there if it has none. */
export function convert(content: Content, ids: Iterable<Id>, to: Element['is']): readonly Change[] {
  const room = roomOn(content)
  return [...ids].flatMap((id) => {
    const element = content.elements.get(id)
    if (!element || element.is === to) return []
    const patch: Change = { do: 'patch', root: 'elements', id, fields: { is: to } }
    const after = { horizon: null, ...element, is: to } as unknown as Element
    const column = columnOf(after)
    return column && !rectOf(content, 'tree', after) ? [patch, atFoot(room, after, column)] : [patch]
  })
}

const atFoot = (room: Room, card: Element, column: Column): Change =>
  placeInTree(card.id, [columnX(column), room.foot(card.id, column, sizeOf(card)[1])])
