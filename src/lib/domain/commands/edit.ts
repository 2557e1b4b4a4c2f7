/** Editing fields and texts. */
import { rewrite, type Change, type Root } from '../change.ts'
import { recordOf, type Content, type Id } from '../content.ts'
import { follow } from '../views/views.ts'
import { keyForStep } from '../order.ts'
import { withoutReferences } from '../references.ts'
import { fieldsOf, type Element } from '../schema/element.ts'
import { isLink, type Link } from '../schema/links.ts'
import { type Room } from '../views/view.ts'
import { roomOn } from '../views/room.ts'

/** Sets one field that is not a text. A horizon chosen in a form also gives the card a place in its column. */
export const setField = (content: Content, root: Root, id: Id, name: string, value: unknown): readonly Change[] =>
  setIn(content, roomOn(content), { root, id, name, value })

/** The same of several cards and arrows: each finds its place knowing those before it. */
export function setFieldOfAll(
  content: Content,
  records: readonly (Element | Link)[],
  name: string,
  value: unknown,
): readonly Change[] {
  const room = roomOn(content)
  return records.flatMap((record) =>
    setIn(content, room, { root: isLink(record) ? 'links' : 'elements', id: record.id, name, value }),
  )
}

type Setting = { readonly root: Root; readonly id: Id; readonly name: string; readonly value: unknown }

function setIn(content: Content, room: Room, { root, id, name, value }: Setting): readonly Change[] {
  const patch: Change = { do: 'patch', root, id, fields: { [name]: value } }
  const element = root === 'elements' ? content.elements.get(id) : undefined
  if (!element) return [patch]
  const after = { ...element, [name]: value } as Element
  return [patch, ...follow(content, element, after, room)]
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

/**
 * «Transformer en…»: changes the kind. What belongs in a column gets a place there if it has none, and what named the card as what it was names it no
 * more; a condition that becomes a factor acts on the effects that its arrows lead to.
 */
export function convert(content: Content, ids: Iterable<Id>, to: Element['is']): readonly Change[] {
  const room = roomOn(content)
  const turned = new Set([...ids].filter((id) => content.elements.has(id) && content.elements.get(id)!.is !== to))
  return [...convertedCards(content, room, turned, to), ...namedNoMore(content, turned, to)]
}

function convertedCards(content: Content, room: Room, ids: ReadonlySet<Id>, to: Element['is']): readonly Change[] {
  const acting = to === 'factor' ? effectsBehind(content, ids) : null
  return [...ids].flatMap((id) => {
    const element = content.elements.get(id)
    if (!element) return []
    const affectsIds = acting?.get(id)
    const fields = { is: to, ...(affectsIds ? { affectsIds } : {}) }
    const patch: Change = { do: 'patch', root: 'elements', id, fields }
    const after = { horizon: null, ...element, is: to } as unknown as Element
    return [patch, ...follow(content, element, after, room)]
  })
}

function effectsBehind(content: Content, ids: ReadonlySet<Id>): ReadonlyMap<Id, readonly Id[]> {
  const found = new Map<Id, Id[]>()
  for (const link of content.links.values()) {
    if (link.is !== 'causal' || content.elements.get(link.toId)?.is !== 'effect') continue
    for (const id of link.assumptionIds) {
      const effects = found.get(id) ?? []
      if (ids.has(id)) found.set(id, effects.includes(link.toId) ? effects : [...effects, link.toId])
    }
  }
  return found
}

/** Fields that may not name cards of the new kind. */
function namedNoMore(content: Content, ids: ReadonlySet<Id>, to: Element['is']): readonly Change[] {
  const drops = (id: Id) => ids.has(id)
  const see = (root: Root, record: Element | Link): readonly Change[] => {
    const left = withoutReferences(record, drops) as unknown as Readonly<Record<string, unknown>>
    if (left === (record as unknown)) return []
    const held = record as unknown as Readonly<Record<string, unknown>>
    const fields = fieldsOf(record.is)
      .filter(({ name, to: kinds }) => left[name] !== held[name] && !(kinds ?? ['stakeholder']).includes(to))
      .map(({ name }): [string, unknown] => [name, left[name]])
    return fields.length === 0 ? [] : [{ do: 'patch', root, id: record.id, fields: Object.fromEntries(fields) }]
  }
  return [
    ...[...content.elements.values()].flatMap((element) => see('elements', element)),
    ...[...content.links.values()].flatMap((link) => see('links', link)),
  ]
}
