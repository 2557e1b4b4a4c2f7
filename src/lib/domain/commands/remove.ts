/** To the bin and back. Nothing is cascaded: links to a card in the bin are hidden and come back with it. */
import type { Change } from '../change.ts'
import type { Content, Gone, Id } from '../content.ts'
import { KINDS } from '../schema/element.ts'

/** Puts cards and links into «Corbeille». The mission stays: there is one per board. */
export function remove(content: Content, ids: Iterable<Id>, gone: Gone): readonly Change[] {
  return [...ids].flatMap((id): readonly Change[] => {
    const element = content.elements.get(id)
    if (element) return KINDS[element.is].isSole ? [] : [{ do: 'remove', root: 'elements', id, gone }]
    return content.links.has(id) ? [{ do: 'remove', root: 'links', id, gone }] : []
  })
}

export function putBack(content: Content, ids: Iterable<Id>): readonly Change[] {
  return [...ids].flatMap((id): readonly Change[] => {
    if (content.bin.has(id)) return [{ do: 'restore', root: 'elements', id }]
    return content.linksInBin.has(id) ? [{ do: 'restore', root: 'links', id }] : []
  })
}

/** How many of these cards and arrows were made by others: what «Mettre 12 fiches à la corbeille ?» tells before it does. */
export const madeByOthers = (content: Content, ids: Iterable<Id>, me: Id | null): number =>
  [...ids].filter((id) => {
    const by = (content.elements.get(id) ?? content.links.get(id))?.by ?? null
    return by !== null && by !== me
  }).length

/** What a change took from under a person's hands: the card or arrow to put back, who removed it. An arrow goes with the card at its end too. */
export function takenAway(before: Content, now: Content, id: Id): { readonly id: Id; readonly by: Id | null } | null {
  const gone = before.elements.has(id) ? now.bin.get(id)?.gone : undefined
  if (gone) return { id, by: gone.by }
  const link = now.links.has(id) ? undefined : before.links.get(id)
  if (!link) return null
  const removed = now.linksInBin.get(id)?.gone
  if (removed) return { id, by: removed.by }
  return takenAway(before, now, link.fromId) ?? takenAway(before, now, link.toId)
}
