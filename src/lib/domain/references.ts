/** Records as they count: without references to what lies in the bin. */
import type { Content, Id } from '#lib/domain/content.ts'
import { fieldsOf, type Element, type RecordKind } from '#lib/domain/schema/element.ts'
import type { Link } from '#lib/domain/schema/links.ts'

export type Drops = (id: Id) => boolean

/** References to a card in the bin are dropped: it comes back with them. Those to an id that is nowhere stay, for REF-01 to find. */
export const inBin =
  (content: Content): Drops =>
  (id) =>
    content.bin.has(id)

/** The record without the references that `drops` names; the record itself where there are none. */
export function withoutReferences<R extends Element | Link>(record: R, drops: Drops): R {
  const fields = record as Readonly<Record<string, unknown>>
  let changed: Record<string, unknown> | null = null
  for (const { name, isSet } of referenceFields(record.is)) {
    const value = fields[name]
    if (isSet ? !(value as readonly Id[]).some(drops) : value === null || !drops(value as Id)) continue
    changed ??= { ...fields }
    changed[name] = isSet ? (value as readonly Id[]).filter((id) => !drops(id)) : null
  }
  if (record.is === 'indicator' && record.sources?.some(({ ownerId }) => ownerId !== null && drops(ownerId))) {
    changed ??= { ...fields }
    changed.sources = record.sources.map((source) =>
      source.ownerId !== null && drops(source.ownerId) ? { ...source, ownerId: null } : source,
    )
  }
  return (changed ?? record) as R
}

type ReferenceField = { readonly name: string; readonly isSet: boolean }
const known = new Map<RecordKind, readonly ReferenceField[]>()

/** The fields of a kind that hold ids of cards, a source's owner aside. People who take something on are no cards. */
export function referenceFields(is: RecordKind): readonly ReferenceField[] {
  const before = known.get(is)
  if (before) return before
  const fields = fieldsOf(is)
    .filter(({ name, shape }) => (shape === 'reference' || shape === 'references') && name !== 'takenOnBy')
    .map(({ name, shape }) => ({ name, isSet: shape === 'references' }))
  known.set(is, fields)
  return fields
}
