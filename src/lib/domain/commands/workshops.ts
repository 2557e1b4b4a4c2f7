/** What cards say of the ateliers: decisions were taken in one, cards may have been made in one. */
import type { Change } from '../change.ts'
import type { Content, Id } from '../content.ts'
import { referenceFields, withoutReferences } from '../references.ts'
import type { Element } from '../schema/element.ts'

/** The cards on the board that name an atelier: what is asked before it is removed. */
export const referringTo = (content: Content, workshopId: Id): readonly Element[] =>
  [...content.elements.values()].filter((element) => names(element, new Set([workshopId])))

/** Ateliers that are no more are named nowhere, in the bin neither: their cards read «à préciser». */
export function withoutWorkshops(content: Content, workshopIds: Iterable<Id>): readonly Change[] {
  const gone = new Set(workshopIds)
  const everywhere = [...content.elements.values(), ...[...content.bin.values()].map(({ record }) => record)]
  return everywhere
    .filter((element) => names(element, gone))
    .map((element) => {
      const left = withoutReferences(element, (id) => gone.has(id)) as unknown as Readonly<Record<string, unknown>>
      const held = element as unknown as Readonly<Record<string, unknown>>
      const changed = referenceFields(element.is).filter(({ name }) => left[name] !== held[name])
      const fields = Object.fromEntries(changed.map(({ name }) => [name, left[name]]))
      return { do: 'patch', root: 'elements', id: element.id, fields }
    })
}

const names = (element: Element, ids: ReadonlySet<Id>): boolean =>
  withoutReferences(element, (id) => ids.has(id)) !== element
