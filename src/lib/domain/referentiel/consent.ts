/**
 * Words of people leave a board only as far as they agreed (DOMAIN §2.3, EVD-01): «Non», «Usage interne» and no answer stay inside. So does what was
 * merged into a quotation, for nobody knows any more what was agreed to about it.
 */
import type { Id } from '#lib/domain/content.ts'
import type { Referentiel } from './format.ts'
import { documentFields, ENTITIES, ENTITY_KINDS } from './mapping.ts'

type Evidence = Referentiel['evidence'][number]

/** A document or a figure is nobody's word: it stays where somebody said so. */
export function mayLeave({ type, consent }: Evidence): boolean {
  if (consent?.given === false || consent?.scope === 'usage_interne') return false
  return isNobodysWord(type) || (consent?.given === true && consent.scope !== null && consent.scope !== undefined)
}
const isNobodysWord = (type: Evidence['type']) => type === 'document' || type === 'figure'

/** The same document without such evidence, and without what names it. */
export function withoutUnsharedWords(document: Referentiel): Referentiel {
  const kept = document.evidence.filter(mayLeave)
  const gone = new Set(document.evidence.filter((each) => !mayLeave(each)).map(({ id }) => id))
  const evidence = kept.map((each) => ({ ...each, mergedFrom: undefined }))
  return gone.size === 0 ? { ...document, evidence } : withoutReferencesTo(gone, { ...document, evidence })
}

type Entity = Readonly<Record<string, unknown>>

function withoutReferencesTo(gone: ReadonlySet<Id>, document: Referentiel): Referentiel {
  const lists = ENTITY_KINDS.map((is) => {
    const fields = documentFields(is).filter(
      ({ shape, end }) => !end && (shape === 'reference' || shape === 'references'),
    )
    const list = document[ENTITIES[is].array] as unknown as readonly Entity[]
    return [ENTITIES[is].array, list.map((entity) => ({ ...entity, ...cleared(entity, fields, gone) }))]
  })
  return { ...document, ...Object.fromEntries(lists) } as Referentiel
}

function cleared(entity: Entity, fields: readonly { readonly as: string }[], gone: ReadonlySet<Id>): Entity {
  const changed = fields.flatMap(({ as }): readonly (readonly [string, unknown])[] => {
    const value = entity[as]
    if (Array.isArray(value)) return [[as, value.filter((id) => !gone.has(id as Id))]]
    return gone.has(value as Id) ? [[as, null]] : []
  })
  return Object.fromEntries(changed)
}
