/** The référentiel of a board: a pure function of its content, the same in the browser and on the server. */
import { byOrder, type Content, type Id } from '#lib/domain/content.ts'
import { causalKindOf, indicatorTypeOf, levelOf } from '#lib/domain/derived.ts'
import type { Element } from '#lib/domain/schema/element.ts'
import type { Link } from '#lib/domain/schema/links.ts'
import { MISSION_ID } from '#lib/domain/schema/setting.ts'
import { byId, canonicalEnvelope } from './canonical.ts'
import { FORMAT, FORMAT_VERSION, type Referentiel, type Stamp } from './format.ts'
import { withoutReferences, type Drops } from '../references.ts'
import { wordingsOf } from '../commands/merge.ts'
import {
  ENTITIES,
  ENTITY_KINDS,
  documentFields,
  isExported,
  normal,
  outgoing,
  type EntityKind,
  type ExportedKind,
} from './mapping.ts'

/**
 * Cards and arrows in the bin are left out, and so are references to them; notes, zones, strokes, labels, places and who wrote what belong to
 * the board. In canonical form.
 */
export function derive(content: Content, stamp: Stamp): Referentiel {
  const { dossier } = content
  const drops = leftOut(content)
  const arrays = Object.fromEntries(ENTITY_KINDS.map((is) => [ENTITIES[is].array, [] as Entity[]]))
  const add = (is: EntityKind, entity: Entity) => arrays[ENTITIES[is].array]!.push(entity)
  const producers = producersOf(content, drops)

  for (const element of content.elements.values()) {
    if (element.is === 'mission' || !isExported(element.is)) continue
    const entity = entityOf(element.is, element, drops)
    add(element.is, Object.assign(entity, derivedFields(content, producers, element), originsOf(content, element)))
  }
  for (const link of content.links.values()) {
    if (drops(link.fromId) || drops(link.toId)) continue
    const entity = entityOf(link.is, link, drops)
    if (link.is === 'causal') entity.kind = causalKindOf(content, link)
    add(link.is, entity)
  }
  for (const is of ENTITY_KINDS) arrays[ENTITIES[is].array]!.sort(byId)

  const mission = content.elements.get(MISSION_ID)
  return canonicalEnvelope({
    ...dossier.extra,
    format: FORMAT,
    formatVersion: FORMAT_VERSION,
    locale: dossier.locale,
    id: dossier.id,
    title: dossier.title,
    status: dossier.status,
    version: dossier.version,
    license: dossier.license,
    fictitious: dossier.fictitious,
    exportedAt: stamp.exportedAt,
    exportedFrom: stamp.exportedFrom,
    programme: dossier.programme && {
      ...dossier.programme,
      organizerIds: (dossier.programme.organizerIds ?? []).filter((id) => !drops(id)),
    },
    workshops: dossier.workshops,
    mission: entityOf('mission', mission?.is === 'mission' ? mission : null, drops),
    ...arrays,
    provenance: dossier.provenance,
  }) as unknown as Referentiel
}

type Entity = Readonly<Record<string, unknown>>

/** What lies in the bin, and what belongs to the board alone. */
function leftOut(content: Content): Drops {
  return (id) => {
    const element = content.elements.get(id)
    return element ? !isExported(element.is) : content.bin.has(id)
  }
}

/** A record's own fields, each in canonical form at once: going through them again would cost as much. Null: a mission that nobody wrote. */
function entityOf(is: ExportedKind, record: Element | Link | null, drops: Drops): Record<string, unknown> {
  const living = (record ? withoutReferences(record, drops) : {}) as Entity
  const entity: Record<string, unknown> = { ...record?.extra }
  if (record && is !== 'mission') entity.id = record.id
  for (const field of documentFields(is))
    entity[field.as] = field.field === null ? normal(field, entity[field.as]) : outgoing(field, living[field.field])
  return entity
}

/** What follows from other records until someone overrides it. */
function derivedFields(content: Content, producers: ReadonlyMap<Id, Id>, element: Element): Entity {
  switch (element.is) {
    case 'output':
      return { activityId: producers.get(element.id) ?? null }
    case 'effect':
      return { level: levelOf(element) }
    case 'indicator':
      return { type: indicatorTypeOf(content, element), ...measuresOf(content, element.measuresId) }
    default:
      return {}
  }
}

/** The wordings that «Fusionner» brought together: a minority wording is never lost (DOMAIN 4.3). Left out where there are none. */
function originsOf(content: Content, { extra, mergedFrom }: Element): Entity {
  if (mergedFrom.length === 0) return {}
  const imported = Array.isArray(extra?.mergedFrom) ? (extra.mergedFrom as readonly unknown[]) : []
  return { mergedFrom: [...imported, ...wordingsOf(content, mergedFrom)] }
}

function measuresOf(content: Content, id: Id | null): Entity {
  const measured = id === null ? undefined : content.elements.get(id)
  const isMeasurable = measured?.is === 'activity' || measured?.is === 'output' || measured?.is === 'effect'
  return isMeasurable ? { measures: { kind: measured.is, id } } : {}
}

/** Where an imported output keeps which action it named. */
export const NAMED_PRODUCER = 'activityId'

/** Output → the action whose arrow «produit» reaches it; of several the one that an imported document named, else the one that stands first. */
export function producersOf(content: Content, drops: Drops): ReadonlyMap<Id, Id> {
  const found = new Map<Id, Id>()
  const isNamed = (output: Id, id: Id) => content.elements.get(output)?.extra?.[NAMED_PRODUCER] === id
  for (const link of content.links.values()) {
    const { fromId, toId } = link
    if (link.is !== 'causal' || causalKindOf(content, link) !== 'produces' || drops(fromId)) continue
    const before = found.get(toId)
    if (before === undefined || isNamed(toId, fromId) || (!isNamed(toId, before) && isFirst(content, fromId, before)))
      found.set(toId, fromId)
  }
  return found
}

/** In the order of the board: an arrow's id says nothing. */
function isFirst({ elements }: Content, id: Id, other: Id): boolean {
  const [a, b] = [elements.get(id), elements.get(other)]
  return a !== undefined && (b === undefined || byOrder(a, b) < 0)
}
