/**
 * Canonical form: the one text of a document, for files, hashes, comparison and round trips.
 *
 * Keys are sorted; entities stand by id, workshops by order; sets are sorted and ordered lists kept; every known field is present with its one
 * empty form (null, or [] for sets and lists). Unknown keys are kept as they are.
 */
import { ENTITIES, ENTITY_KINDS, documentFields, normal, type ExportedKind } from './mapping.ts'

type Json = Readonly<Record<string, unknown>>

/** Indented by 2, with a final newline: what is downloaded, stored and served. */
export const canonicalText = (document: unknown): string =>
  `${JSON.stringify(sorted(canonicalize(document)), null, 2)}\n`

/** What a version's hash is computed from: everything but when and where the document left. */
export function hashText(document: unknown): string {
  const { exportedAt: _at, exportedFrom: _from, ...rest } = canonicalize(document) as Json
  return `${JSON.stringify(sorted(rest), null, 2)}\n`
}

/** A document in canonical form, keys in any order. What is no document is given back as it is. */
export function canonicalize(document: unknown): unknown {
  if (!isObject(document)) return document
  const full = canonicalEnvelope(document)
  full.mission = canonicalEntity('mission', isObject(document.mission) ? document.mission : {})
  for (const is of ENTITY_KINDS) full[ENTITIES[is].array] = canonicalArray(is, document[ENTITIES[is].array])
  return full
}

/** Everything but the mission and the entities in canonical form; those as they are. */
export function canonicalEnvelope(document: Json): Record<string, unknown> {
  const full: Record<string, unknown> = { ...document }
  for (const key of ENVELOPE) full[key] = emptyAsNull(document[key])
  full.programme = isObject(document.programme) ? canonicalProgramme(document.programme) : null
  full.workshops = canonicalWorkshops(document.workshops)
  if (full.fictitious !== true) delete full.fictitious
  return full
}

const ENVELOPE = [
  'locale',
  'title',
  'status',
  'version',
  'license',
  'exportedAt',
  'exportedFrom',
  'provenance',
] as const
const emptyAsNull = (value: unknown) => (value === undefined || value === '' ? null : value)

function canonicalArray(is: ExportedKind, value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) return []
  return value.map((entity) => (isObject(entity) ? canonicalEntity(is, entity) : entity)).sort(byId)
}

function canonicalEntity(is: ExportedKind, entity: Json): Json {
  const full: Record<string, unknown> = { ...entity }
  for (const field of documentFields(is)) full[field.as] = normal(field, entity[field.as])
  return full
}

function canonicalProgramme(programme: Json): Json {
  const { organizerIds } = programme
  return {
    ...programme,
    name: emptyAsNull(programme.name),
    startDate: emptyAsNull(programme.startDate),
    endDate: emptyAsNull(programme.endDate),
    organizerIds: Array.isArray(organizerIds) ? [...new Set(organizerIds)].sort() : [],
  }
}

const WORKSHOP = ['order', 'title', 'date', 'mode', 'durationMin', 'participants'] as const

function canonicalWorkshops(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) return []
  const full = value.map((workshop) =>
    isObject(workshop)
      ? { ...workshop, ...Object.fromEntries(WORKSHOP.map((key) => [key, emptyAsNull(workshop[key])])) }
      : workshop,
  )
  return full.sort((a, b) => rank(a) - rank(b) || byId(a, b))
}
const rank = (workshop: unknown) =>
  isObject(workshop) && typeof workshop.order === 'number' ? workshop.order : Number.MAX_SAFE_INTEGER

/** By code unit: the same order on every machine, whatever its language. */
export function byId(a: unknown, b: unknown): number {
  const [x, y] = [idOf(a), idOf(b)]
  return x < y ? -1 : x > y ? 1 : 0
}
const idOf = (value: unknown) => (isObject(value) ? String(value.id) : '')

/** The same value with the keys of every object in order. `__proto__` is no key of ours. */
export function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (!isObject(value)) return value
  const ordered: Record<string, unknown> = {}
  for (const key of Object.keys(value).sort()) if (key !== '__proto__') ordered[key] = sorted(value[key])
  return ordered
}

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)
