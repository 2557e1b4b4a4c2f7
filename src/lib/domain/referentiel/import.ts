/**
 * Reading a document of somebody else: a référentiel's text → the dossier and the changes that build a board from it, or every reason why
 * not, with its path. Nothing is written here, so a refused document leaves nothing behind.
 */
import { generateNKeysBetween } from 'fractional-indexing'
import * as v from 'valibot'
import { contentFrom } from '#lib/domain/apply.ts'
import type { Change, NewElement, NewLink } from '#lib/domain/change.ts'
import type { Content, Id } from '#lib/domain/content.ts'
import { causalKindBetween, causalKindOf, derivedIndicatorType, derivedLevel } from '#lib/domain/derived.ts'
import { PHASES, SCHEMA_VERSION, type Dossier } from '#lib/domain/schema/dossier.ts'
import { isDeeper } from '#lib/domain/depth.ts'
import { ID_PATTERN } from '#lib/domain/schema/fields.ts'
import { LARGEST_IMPORT, LIMITS } from '#lib/domain/schema/limits.ts'
import { MISSION_ID } from '#lib/domain/schema/setting.ts'
import { canonicalize } from './canonical.ts'
import { FORMAT, FORMAT_MAJOR, structure, type Referentiel } from './format.ts'
import { NAMED_PRODUCER } from './derive.ts'
import {
  ENTITIES,
  ENTITY_KINDS,
  documentFields,
  incoming,
  isLinkKind,
  type EntityKind,
  type ExportedKind,
} from './mapping.ts'

export type ImportCode =
  /** params: bytes, limit */
  | 'too_large'
  | 'not_json'
  | 'too_deep'
  | 'not_a_referentiel'
  | 'no_version'
  /** params: version, major (the newest that is read) */
  | 'unknown_major'
  /** params: expected, received */
  | 'wrong_type'
  /** params: value, expected */
  | 'unknown_value'
  /** params: limit */
  | 'too_long'
  /** Items of a list. params: count, limit */
  | 'too_many'
  /** Cards and arrows, more than a board takes. params: count, limit */
  | 'too_many_records'
  /** What the board would be made of: fields, texts, answers. params: count, limit */
  | 'too_many_pieces'
  /** What it would weigh. params: bytes, limit */
  | 'too_heavy'
  /** params: limit, value */
  | 'out_of_range'
  /** params: id */
  | 'bad_id'
  | 'duplicate_id'
  /** params: ref */
  | 'duplicate_ref'
  | 'cyclic_territory'
  /** A board's copy that was made by a newer version of this program. */
  | 'newer_copy'
  | 'bad_copy'

export type ImportIssue = {
  readonly code: ImportCode
  /** Where in the document: `stakeholders[2].kind`, `` for the whole. */
  readonly path: string
  readonly params: Readonly<Record<string, string | number>>
}
export type Imported =
  | { readonly ok: true; readonly dossier: Dossier; readonly changes: readonly Change[] }
  | { readonly ok: false; readonly issues: readonly ImportIssue[] }

const MOST_ISSUES = 20
export const DEEPEST = 60

/**
 * `text` is the file's; `newId` names what the document implies without naming it; `records`: cards and arrows that a board takes. What a file is refused
 * for costs little to find: its size, its depth and its counts are looked at before anything is made of it.
 */
export function importReferentiel(text: string, newId: () => Id, records: number = LIMITS.records): Imported {
  const size = sizeIssue(text)
  if (size) return refused([size])
  if (isDeeper(text, DEEPEST)) return refused([issue('too_deep', '', { limit: DEEPEST })])
  const json = parsed(text)
  if (!json.ok) return refused([issue('not_json')])
  const kind = kindIssue(json.value) ?? recordsIssue(json.value, records)
  if (kind) return refused([kind])
  const copy = { value: ownCopy(json.value) }
  const read = v.safeParse(structure, copy.value)
  if (!read.success) return refused(read.issues.slice(0, MOST_ISSUES).map(structureIssue))
  const document = canonicalize(read.output) as Document
  const issues = [...countless(copy.value), ...duplicates(read.output), ...cyclicTerritories(read.output)]
  if (issues.length > 0) return refused(issues.slice(0, MOST_ISSUES))
  const dossier = dossierOf(document)
  return { ok: true, dossier, changes: changesOf(document, dossier, newId) }
}

type Json = Readonly<Record<string, unknown>>
type Document = Referentiel & Json

const refused = (issues: readonly ImportIssue[]): Imported => ({ ok: false, issues })
const issue = (code: ImportCode, path = '', params: ImportIssue['params'] = {}): ImportIssue => ({ code, path, params })

function sizeIssue(text: string): ImportIssue | null {
  // A character takes 1 to 3 bytes of UTF-8 for each UTF-16 unit: the length alone often decides.
  if (text.length * 3 <= LARGEST_IMPORT) return null
  const bytes = text.length > LARGEST_IMPORT ? text.length : new TextEncoder().encode(text).length
  return bytes > LARGEST_IMPORT ? issue('too_large', '', { bytes, limit: LARGEST_IMPORT }) : null
}

function parsed(text: string): { readonly ok: true; readonly value: unknown } | { readonly ok: false } {
  try {
    return { ok: true, value: JSON.parse(text.startsWith('\uFEFF') ? text.slice(1) : text) as unknown }
  } catch {
    return { ok: false }
  }
}

/** Own keys alone, `__proto__` left out, half characters replaced (they cannot be written as UTF-8). */
function ownCopy(value: unknown): unknown {
  if (typeof value === 'string') return whole(value)
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(ownCopy)
  const entries = Object.entries(value).filter(([key]) => key !== '__proto__')
  return Object.fromEntries(entries.map(([key, each]) => [whole(key), ownCopy(each)]))
}
const whole = (text: string) => text.replace(LONE_SURROGATE, '\uFFFD')
const LONE_SURROGATE = /[\uD800-\uDFFF]/gu

/** What a board's copy says that it is (`boardCopy.ts`); one that reaches this reader could not be read as one. */
export const COPY_FORMAT = 'canevas-board'

function kindIssue(value: unknown): ImportIssue | null {
  if (isObject(value) && value.format === COPY_FORMAT) return issue('bad_copy')
  if (!isObject(value) || value.format !== FORMAT) return issue('not_a_referentiel')
  const version = typeof value.formatVersion === 'string' ? value.formatVersion : ''
  const major = /^(\d{1,9})\.\d+/.exec(version)?.[1]
  if (major !== undefined && Number(major) <= FORMAT_MAJOR) return null
  return major === undefined
    ? issue('no_version', 'formatVersion', { major: FORMAT_MAJOR })
    : issue('unknown_major', 'formatVersion', { version: version.slice(0, 40), major: FORMAT_MAJOR })
}

/** A schema's reason as a code, its path and its figures. */
export function structureIssue(found: v.BaseIssue<unknown>): ImportIssue {
  const path = pathOf(found.path?.map(({ key }) => key as string | number) ?? [])
  const value = typeof found.input === 'number' ? found.input : String(found.input).slice(0, 80)
  const limit = Number(found.requirement)
  switch (found.type) {
    case 'picklist':
      return issue('unknown_value', path, { value, expected: found.expected ?? '' })
    case 'max_length':
      return Array.isArray(found.input)
        ? issue('too_many', path, { count: found.input.length, limit })
        : issue('too_long', path, { limit })
    case 'min_value':
    case 'max_value':
      return issue('out_of_range', path, { value, limit })
    case 'regex':
      return issue('bad_id', path, { id: value })
    default:
      return issue('wrong_type', path, {
        expected: found.expected ?? found.type,
        received: found.received.slice(0, 80),
      })
  }
}

function recordsIssue(document: unknown, limit: number): ImportIssue | null {
  const lists = ENTITY_KINDS.map((is) => (document as Json)[ENTITIES[is].array])
  const count = lists.reduce((sum: number, list) => sum + (Array.isArray(list) ? list.length : 0), 0)
  return count > limit ? issue('too_many_records', '', { count, limit }) : null
}

const pathOf = (keys: readonly (string | number)[]) =>
  keys.map((key, i) => (typeof key === 'number' ? `[${key}]` : i === 0 ? key : `.${key}`)).join('')

/** `1e400` is a number in a file and none here: it would be stored as nothing. */
function* countless(value: unknown, keys: readonly (string | number)[] = []): Generator<ImportIssue> {
  if (typeof value === 'number' && !Number.isFinite(value))
    yield issue('out_of_range', pathOf(keys), { value, limit: Number.MAX_VALUE })
  if (typeof value !== 'object' || value === null) return
  const entries = Array.isArray(value) ? value.entries() : Object.entries(value)
  for (const [key, part] of entries)
    if (typeof part === 'object' || typeof part === 'number') yield* countless(part, [...keys, key])
}

/** Ids are unique in the whole document; the mission's is taken. */
function* duplicates(document: Json): Generator<ImportIssue> {
  const seen = new Set<Id>([MISSION_ID])
  for (const array of ['workshops', ...ENTITY_KINDS.map((is) => ENTITIES[is].array)]) {
    for (const [i, { id }] of listOf(document, array).entries()) {
      if (seen.has(id)) yield issue('duplicate_id', `${array}[${i}].id`, { id })
      seen.add(id)
    }
  }
  // A ref names one card for good: two cards of one name would be taken for each other.
  const refs = new Set<unknown>()
  for (const array of ENTITY_KINDS.map((is) => ENTITIES[is].array)) {
    for (const [i, { ref }] of listOf(document, array).entries()) {
      if (typeof ref === 'string' && refs.has(ref)) yield issue('duplicate_ref', `${array}[${i}].ref`, { ref })
      if (ref) refs.add(ref)
    }
  }
}

/** One issue a loop, at the first territory of the document that leads into it. */
function* cyclicTerritories(document: Json): Generator<ImportIssue> {
  const territories = listOf(document, 'territories')
  const parents = new Map(territories.map(({ id, parentId }) => [id, (parentId ?? null) as Id | null]))
  const seen = new Set<Id>()
  for (const [i, { id }] of territories.entries()) {
    const chain = new Set<Id>()
    let at: Id | null = id
    while (at !== null && !seen.has(at) && !chain.has(at)) {
      chain.add(at)
      at = parents.get(at) ?? null
    }
    if (at !== null && chain.has(at)) yield issue('cyclic_territory', `territories[${i}].parentId`, { id: at })
    for (const each of chain) seen.add(each)
  }
}

const listOf = (document: Json, array: string) => (document[array] ?? []) as readonly Entity[]

function dossierOf(document: Document): Dossier {
  return {
    schemaVersion: SCHEMA_VERSION,
    id: document.id,
    title: document.title ?? '',
    locale: document.locale ?? 'fr-FR',
    status: document.status ?? 'draft',
    version: document.version ?? 1,
    license: document.license ?? null,
    fictitious: document.fictitious === true,
    programme: document.programme,
    workshops: [...document.workshops],
    provenance: document.provenance,
    rings: null,
    // What comes in has been through its ateliers.
    awake: [...PHASES],
    moment: null,
    extra: unknownKeys(document, ENVELOPE),
  }
}

const ENVELOPE = new Set(Object.keys(structure.entries))

type Entity = { readonly id: Id } & Json

/** Puts, in the document's order: elements first, then the links between them. */
function changesOf(document: Document, dossier: Dossier, newId: () => Id): readonly Change[] {
  const listed = (is: EntityKind) => document[ENTITIES[is].array] as unknown as readonly Entity[]
  const elements: NewElement[] = []
  const links: NewLink[] = []
  if (isObject(document.mission)) elements.push(recordOf('mission', MISSION_ID, document.mission) as NewElement)
  for (const is of ENTITY_KINDS) {
    const records = listed(is).map((entity) => recordOf(is, entity.id, entity))
    if (is === 'output') nameProducers(records as NewElement[], listed(is))
    if (isLinkKind(is)) links.push(...(records as NewLink[]))
    else elements.push(...(records as NewElement[]))
  }
  const orders = generateNKeysBetween(null, null, elements.length)
  const ordered = elements.map((record, i) => ({ ...record, order: orders[i] }))
  const content = contentFrom(dossier, [...ordered.map(putElement), ...links.map(putLink)])
  return [
    ...ordered.map((record) => putElement(onlyOverridden(content, record))),
    ...[...links, ...impliedLinks(content, listed('output'), newId)].map((record) =>
      putLink(onlyOverridden(content, record)),
    ),
  ]
}

const putElement = (record: NewElement): Change => ({ do: 'put', root: 'elements', record })
const putLink = (record: NewLink): Change => ({ do: 'put', root: 'links', record })

function recordOf(is: ExportedKind, id: Id, entity: Json): NewElement | NewLink {
  const record: Record<string, unknown> = { id, is }
  // The document's mission has no id of its own: one that stands there is an unknown key like any other.
  const names = new Set(is === 'mission' ? [] : ['id'])
  for (const field of documentFields(is)) {
    names.add(field.as)
    if (field.field !== null) record[field.field] = incoming(field, entity[field.as])
  }
  record.extra = unknownKeys(entity, names)
  return record as NewElement | NewLink
}

/** Values that follow from others are stored only where someone overrode them, so that they go on following. */
function onlyOverridden<R extends NewElement | NewLink>(content: Content, record: R): R {
  const fields = record as Json
  switch (record.is) {
    case 'effect':
      return fields.level === derivedLevel(fields.horizon as null) ? { ...record, level: null } : record
    case 'indicator':
      return fields.type === derivedIndicatorType(content, fields.measuresId as Id | null)
        ? { ...record, type: null }
        : record
    case 'causal': {
      const [from, to] = [content.elements.get(fields.fromId as Id), content.elements.get(fields.toId as Id)]
      return from && to && fields.kind === causalKindBetween(from.is, to.is) ? { ...record, kind: null } : record
    }
    default:
      return record
  }
}

/** Which of several actions an output names: kept with the card, for no arrow says it. */
function nameProducers(records: readonly NewElement[], outputs: readonly Entity[]): void {
  for (const [i, { activityId }] of outputs.entries())
    if (activityId)
      Object.assign(records[i]!, { extra: { ...(records[i]!.extra as Json | null), [NAMED_PRODUCER]: activityId } })
}

/** An output says its action; where no arrow says so too, the arrow is added. */
function impliedLinks(content: Content, outputs: readonly Entity[], newId: () => Id): readonly NewLink[] {
  const produced = new Set<string>()
  const workshops = new Set(content.dossier.workshops.map(({ id }) => id))
  const isTaken = (id: Id) => content.elements.has(id) || content.links.has(id) || workshops.has(id)
  for (const link of content.links.values()) {
    if (link.is === 'causal' && causalKindOf(content, link) === 'produces') produced.add(`${link.fromId} ${link.toId}`)
  }
  return outputs
    .filter(({ id, activityId }) => activityId !== null && !produced.has(`${activityId as Id} ${id}`))
    .map(({ id, activityId }) => ({
      id: impliedId(`${activityId as Id}.${id}`, isTaken, newId),
      is: 'causal',
      fromId: activityId as Id,
      toId: id,
      kind: 'produces',
    }))
}

/** The same document gives the same board: the id follows from the two ends unless it is taken or too long. */
const impliedId = (id: Id, isTaken: (id: Id) => boolean, newId: () => Id): Id =>
  ID_PATTERN.test(id) && !isTaken(id) ? id : newId()

function unknownKeys(entity: Json, names: ReadonlySet<string>): Record<string, unknown> | null {
  const rest = Object.entries(entity).filter(([key]) => !names.has(key))
  return rest.length === 0 ? null : Object.fromEntries(rest)
}

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)
