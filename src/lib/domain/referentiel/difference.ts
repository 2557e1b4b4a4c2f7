/** What changed from one référentiel to another, by kind and with names: «Ce qui a changé». */
import type { Id } from '#lib/domain/content.ts'
import { canonicalize, sorted } from './canonical.ts'
import type { Referentiel } from './format.ts'
import { ENTITIES, ENTITY_KINDS, documentFields, isLinkKind, textNameOf, type EntityKind } from './mapping.ts'

/** `name` is the primary text, '' where there is none yet; a link is named by its ends, `from → to`. */
export type Named = { readonly id: Id; readonly name: string }
/** `fields` as the document names them, in the order of the schema; unknown keys last. */
export type Changed = Named & { readonly fields: readonly string[] }
export type KindDifference = {
  readonly is: EntityKind
  readonly added: readonly Named[]
  readonly removed: readonly Named[]
  readonly changed: readonly Changed[]
}
export type Difference = {
  /** Kinds with a difference, in the document's order. */
  readonly kinds: readonly KindDifference[]
  /** Fields of the mission. */
  readonly mission: readonly string[]
  /** Keys of the envelope: title, status, workshops…; `exportedAt` and `exportedFrom` aside. */
  readonly envelope: readonly string[]
}

/** An entity of another kind under the same id (a card turned into another) is removed from one and added to the other. */
export function difference(before: Referentiel, after: Referentiel): Difference {
  const [was, is] = [plain(before), plain(after)]
  return {
    kinds: ENTITY_KINDS.map((kind) => kindDifference(kind, was, is)).filter(
      ({ added, removed, changed }) => added.length + removed.length + changed.length > 0,
    ),
    mission: changedFields(
      was.mission as Entity,
      is.mission as Entity,
      documentFields('mission').map(({ as }) => as),
    ),
    envelope: changedFields(was, is, Object.keys(is)).filter((key) => !ELSEWHERE.has(key)),
  }
}

export const isSame = ({ kinds, mission, envelope }: Difference): boolean =>
  kinds.length + mission.length + envelope.length === 0

type Entity = Readonly<Record<string, unknown>> & { readonly id: Id }

const ELSEWHERE = new Set<string>([
  'exportedAt',
  'exportedFrom',
  'mission',
  ...ENTITY_KINDS.map((is) => ENTITIES[is].array),
])

/** Keys in order, so that equal values are equal texts. */
const plain = (document: Referentiel) => sorted(canonicalize(document)) as Entity

function kindDifference(is: EntityKind, before: Entity, after: Entity): KindDifference {
  const [was, now] = [entitiesOf(before, is), entitiesOf(after, is)]
  const fields = documentFields(is).map(({ as }) => as)
  const [namesBefore, namesAfter] = [naming(before, is), naming(after, is)]
  const added: Named[] = []
  const changed: Changed[] = []
  for (const [id, entity] of now) {
    const old = was.get(id)
    if (!old) added.push({ id, name: namesAfter(entity) })
    else {
      const different = changedFields(old, entity, fields)
      if (different.length > 0) changed.push({ id, name: namesAfter(entity), fields: different })
    }
  }
  const removed = [...was.values()]
    .filter(({ id }) => !now.has(id))
    .map((old) => ({ id: old.id, name: namesBefore(old) }))
  return { is, added, removed, changed }
}

const entitiesOf = (document: Entity, is: EntityKind): ReadonlyMap<Id, Entity> =>
  new Map((document[ENTITIES[is].array] as readonly Entity[]).map((entity) => [entity.id, entity]))

function changedFields(before: Entity, after: Entity, known: readonly string[]): readonly string[] {
  const keys = new Set([...known, ...Object.keys(before), ...Object.keys(after)])
  return [...keys].filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]))
}

function naming(document: Entity, is: EntityKind): (entity: Entity) => string {
  if (!isLinkKind(is)) return (entity) => String(entity[textNameOf(is)] ?? '')
  const { from, to } = ENTITIES[is]
  const names = namesOf(document)
  return (link) =>
    `${names.get(link[from] as Id) ?? String(link[from])} → ${names.get(link[to] as Id) ?? String(link[to])}`
}

function namesOf(document: Entity): ReadonlyMap<Id, string> {
  const names = new Map<Id, string>()
  for (const is of ENTITY_KINDS) {
    if (isLinkKind(is)) continue
    for (const [id, entity] of entitiesOf(document, is)) names.set(id, String(entity[textNameOf(is)] ?? ''))
  }
  return names
}
