/**
 * The layout of a board's Y.Doc. Nothing outside this folder's `layout.ts` knows a Y type of it.
 *
 *   elements   Y.Map<id, Y.Map>   one record an element
 *   links      Y.Map<id, Y.Map>   one record a link
 *   placements Y.Map<`view:id`, [x, y]>
 *   dossier    Y.Map<name, JSON>  written by the server only
 *
 * A record: one key per field that people edit independently. Texts are Y.Text, put with the record (two first writers of one nested type
 * lose one of them). A set has one key per member, `effectIds/ef-01` = true. Everything else is one JSON value. `gone` = in the bin;
 * nothing is ever deleted from `elements` or `links` by a client.
 */
import * as Y from 'yjs'
import * as v from 'valibot'
import { spliceBetween, type Change, type Root } from '#lib/domain/change.ts'
import type { Content, Gone, Id, InBin, PlacementKey, Point, Quarantined } from '#lib/domain/content.ts'
import { blankDossier, dossier as dossierSchema, SCHEMA_VERSION, type Dossier } from '#lib/domain/schema/dossier.ts'
import {
  ELEMENT_SCHEMAS,
  fieldOf,
  fieldsOf,
  isOtherKinds,
  textsOf,
  type Element,
  type RecordKind,
} from '#lib/domain/schema/element.ts'
import { emptyOf, isSet, isText } from '#lib/domain/schema/fields.ts'
import { LINK_SCHEMAS, type Link } from '#lib/domain/schema/links.ts'
import { MISSION_ID } from '#lib/domain/schema/setting.ts'

export type YRecord = Y.Map<unknown>
export const ROOT_NAMES = ['elements', 'links', 'placements', 'dossier'] as const

export const recordsOf = (doc: Y.Doc, root: Root): Y.Map<YRecord> => doc.getMap(root)
export const placementsOf = (doc: Y.Doc): Y.Map<Point> => doc.getMap('placements')
export const dossierOf = (doc: Y.Doc): Y.Map<unknown> => doc.getMap('dossier')

const VALUES = {
  elements: ['by', 'extra', 'ref', 'order', 'size'],
  links: ['by', 'extra', 'fromId', 'toId'],
} as const satisfies Record<Root, readonly string[]>
const SCHEMAS = { ...ELEMENT_SCHEMAS, ...LINK_SCHEMAS }

// ── reading ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/** The whole content of a document. */
export function read(doc: Y.Doc): Content {
  const records = { elements: new Map<Id, ReadRecord>(), links: new Map<Id, ReadRecord>() }
  for (const root of ['elements', 'links'] as const)
    for (const [id, record] of recordsOf(doc, root)) records[root].set(id, readRecord(root, id, record))
  return assemble(records.elements, records.links, readPlacements(doc), readDossier(doc))
}

/** The content as far as its cards name one of `ids`: what is looked for there is found without reading a whole board. */
export function readNaming(doc: Y.Doc, ids: readonly Id[]): Content {
  const wanted = new Set<unknown>(ids)
  const found = new Map<Id, ReadRecord>()
  for (const [id, record] of recordsOf(doc, 'elements'))
    if ([...record.values()].some((value) => wanted.has(value))) found.set(id, readRecord('elements', id, record))
  return assemble(found, new Map(), new Map(), readDossier(doc))
}

export function readPlacements(doc: Y.Doc): Map<PlacementKey, Point> {
  const points = [...placementsOf(doc)].filter(([, point]) => isPoint(point))
  return new Map(points as [PlacementKey, Point][])
}

export function readPlacement(doc: Y.Doc, key: PlacementKey): Point | undefined {
  const point = placementsOf(doc).get(key)
  return isPoint(point) ? point : undefined
}

export type ReadRecord =
  | { readonly is: 'living'; readonly record: Element | Link }
  | { readonly is: 'gone'; readonly record: Element | Link; readonly gone: Gone }
  | { readonly is: 'quarantined'; readonly reason: string }

export function readRecord(root: Root, id: Id, record: unknown): ReadRecord {
  if (!(record instanceof Y.Map)) return { is: 'quarantined', reason: 'not a record' }
  const is = record.get('is')
  const known = root === 'elements' ? ELEMENT_SCHEMAS : LINK_SCHEMAS
  if (typeof is !== 'string' || !Object.hasOwn(known, is)) return { is: 'quarantined', reason: 'unknown kind' }
  const parsed = v.safeParse(SCHEMAS[is as RecordKind] as v.GenericSchema, plain(root, id, is as RecordKind, record))
  if (!parsed.success) {
    const issue = parsed.issues[0]
    return { is: 'quarantined', reason: `${v.getDotPath(issue) ?? is}: ${issue.message}` }
  }
  const gone = readGone(record.get('gone'))
  const value = parsed.output as Element | Link
  return gone ? { is: 'gone', record: value, gone } : { is: 'living', record: value }
}

function plain(root: Root, id: Id, is: RecordKind, record: YRecord): Record<string, unknown> {
  const out: Record<string, unknown> = { id, is }
  for (const name of VALUES[root]) out[name] = record.get(name) ?? null
  const sets: Record<string, string[]> = {}
  for (const field of fieldsOf(is)) {
    const { name, shape } = field
    const value = record.get(name)
    if (isText(shape)) out[name] = value instanceof Y.Text ? value.toString() : ''
    else if (isSet(shape)) out[name] = sets[name] = []
    else out[name] = value === undefined || isOtherKinds(is, field, value) ? emptyOf(shape) : value
  }
  for (const [key, value] of record) {
    const slash = key.indexOf('/')
    if (slash > 0 && value === true && Object.hasOwn(sets, key.slice(0, slash)))
      sets[key.slice(0, slash)]!.push(key.slice(slash + 1))
  }
  for (const members of Object.values(sets)) members.sort()
  return out
}

/** Board units: beyond, arithmetic loses the cards of everybody else. */
const FARTHEST = 1_000_000
const isPoint = (value: unknown): value is Point =>
  Array.isArray(value) && value.length === 2 && value.every((n) => typeof n === 'number' && Math.abs(n) <= FARTHEST)

function readGone(value: unknown): Gone | null {
  if (value === undefined || value === null) return null
  const { by, at } = value as { by?: unknown; at?: unknown }
  return { by: typeof by === 'string' ? by : null, at: typeof at === 'number' ? at : 0 }
}

export function readDossier(doc: Y.Doc): Dossier {
  const stored = Object.fromEntries([...dossierOf(doc)].filter(([name]) => Object.hasOwn(dossierSchema.entries, name)))
  const parsed = v.safeParse(dossierSchema, { ...blankDossier('blank', ''), ...stored })
  // Only the server writes the dossier; a newer layout may not parse and is still shown (DESIGN §6.8).
  return parsed.success ? parsed.output : { ...blankDossier('blank', ''), ...(stored as Partial<Dossier>) }
}

/** Sorts what was read into living, hidden and gone. */
export function assemble(
  elements: ReadonlyMap<Id, ReadRecord>,
  links: ReadonlyMap<Id, ReadRecord>,
  placements: ReadonlyMap<PlacementKey, Point>,
  dossier: Dossier,
): Content {
  const quarantined: Quarantined[] = []
  const living = new Map<Id, Element>()
  const bin = new Map<Id, InBin<Element>>()
  for (const [id, read] of elements) {
    if (read.is === 'quarantined') quarantined.push({ root: 'elements', id, reason: read.reason })
    else if (read.is === 'gone') bin.set(id, { record: read.record as Element, gone: read.gone })
    else living.set(id, read.record as Element)
  }
  const visible = new Map<Id, Link>()
  const hidden = new Map<Id, Link>()
  const linksInBin = new Map<Id, InBin<Link>>()
  for (const [id, read] of links) {
    if (read.is === 'quarantined') quarantined.push({ root: 'links', id, reason: read.reason })
    else if (read.is === 'gone') linksInBin.set(id, { record: read.record as Link, gone: read.gone })
    else {
      const link = read.record as Link
      const target = bin.has(link.fromId) || bin.has(link.toId) ? hidden : visible
      target.set(id, link)
    }
  }
  return { elements: living, links: visible, bin, linksInBin, hiddenLinks: hidden, placements, dossier, quarantined }
}

// ── writing ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Writes changes into the document. The caller wraps this in one transaction with an origin. */
export function write(doc: Y.Doc, changes: readonly Change[]): void {
  for (const change of changes) writeChange(doc, change)
}

function writeChange(doc: Y.Doc, change: Change): void {
  switch (change.do) {
    case 'put':
      return put(doc, change.root, change.record)
    case 'patch':
      if (change.root === 'placements') return place(doc, change.key, change.point)
      return patch(recordsOf(doc, change.root).get(change.id), change.fields, change.anew)
    case 'splice':
      return splice(recordsOf(doc, change.root).get(change.id)?.get(change.field), change)
    case 'remove':
      return setIfDifferent(recordsOf(doc, change.root).get(change.id), 'gone', change.gone)
    case 'restore':
      return recordsOf(doc, change.root).get(change.id)?.delete('gone')
  }
}

/** Puts a record with every text that it may ever have. Putting an id again does nothing: nothing is overwritten. */
function put(doc: Y.Doc, root: Root, source: Readonly<Record<string, unknown>>): void {
  const { id, is } = source as { id: Id; is: RecordKind }
  const records = recordsOf(doc, root)
  if (records.has(id)) return
  const record: YRecord = new Y.Map()
  record.set('is', is)
  for (const name of textsOf(is)) record.set(name, new Y.Text(typeof source[name] === 'string' ? source[name] : ''))
  for (const name of VALUES[root])
    if (source[name] !== undefined && source[name] !== null) record.set(name, source[name])
  for (const { name, shape } of fieldsOf(is)) {
    const value = source[name]
    if (isText(shape) || value === undefined || value === null) continue
    if (isSet(shape)) for (const member of value as readonly string[]) record.set(`${name}/${member}`, true)
    else record.set(name, value)
  }
  records.set(id, record)
}

/** The members of one set of a record as it lies in the document, the card in the bin or not. */
export function membersOf(record: YRecord, name: string): ReadonlySet<string> {
  const keys = [...record].flatMap(([key, value]) => (key.startsWith(`${name}/`) && value === true ? key : []))
  return new Set(keys.map((key) => key.slice(name.length + 1)))
}

/** Makes a record of the document read as `source`, whatever it holds: one that fails the schema shows nothing to compute changes from. */
export function overwrite(doc: Y.Doc, root: Root, source: Element | Link): void {
  const record = recordsOf(doc, root).get(source.id)
  if (!record) return
  const values = source as unknown as Readonly<Record<string, unknown>>
  setIfDifferent(record, 'gone', null)
  for (const name of ['is', ...VALUES[root]]) setIfDifferent(record, name, values[name] ?? null)
  for (const { name, shape } of fieldsOf(source.is)) {
    const [held, value] = [record.get(name), values[name]]
    if (isSet(shape)) patchSet(record, name, value as readonly string[])
    else if (!isText(shape)) setIfDifferent(record, name, value)
    else if (!(held instanceof Y.Text)) record.set(name, new Y.Text(value as string))
    else splice(held, spliceBetween(held.toString(), value as string) ?? { at: 0, remove: 0, insert: '' })
  }
}

function patch(
  record: YRecord | undefined,
  fields: Readonly<Record<string, unknown>>,
  anew: readonly string[] = [],
): void {
  const is = record?.get('is') as RecordKind | undefined
  if (!record || !is) return
  for (const [name, value] of Object.entries(fields)) {
    const field = fieldOf((fields.is as RecordKind | undefined) ?? is, name)
    if (field && isSet(field.shape)) patchSet(record, name, value as readonly string[], anew)
    else if (!field || !isText(field.shape)) setIfDifferent(record, name, value)
  }
}

function patchSet(record: YRecord, name: string, members: readonly string[], anew: readonly string[] = []): void {
  const [held, wanted, again] = [membersOf(record, name), new Set(members), new Set(anew)]
  for (const member of held) if (!wanted.has(member)) record.delete(`${name}/${member}`)
  for (const member of wanted) if (!held.has(member) || again.has(member)) record.set(`${name}/${member}`, true)
}

function setIfDifferent(record: YRecord | undefined, name: string, value: unknown): void {
  if (!record || JSON.stringify(record.get(name) ?? null) === JSON.stringify(value ?? null)) return
  if (value === null) record.delete(name)
  else record.set(name, value)
}

function place(doc: Y.Doc, key: PlacementKey, point: Point | null): void {
  const placements = placementsOf(doc)
  const now = placements.get(key)
  if (!point) return placements.delete(key)
  if (now?.[0] !== point[0] || now?.[1] !== point[1]) placements.set(key, [...point] as unknown as Point)
}

function splice(text: unknown, change: { at: number; remove: number; insert: string }): void {
  if (!(text instanceof Y.Text)) return
  const at = Math.min(change.at, text.length)
  if (change.remove > 0) text.delete(at, Math.min(change.remove, text.length - at))
  if (change.insert) text.insert(at, change.insert)
}

// ── the server's own writes ─────────────────────────────────────────────────────────────────────────────────────────

/** Makes a new document ready: dossier and mission. Does nothing to one that is. */
export function seed(doc: Y.Doc, initial: Dossier): void {
  const stored = dossierOf(doc)
  if (stored.get('schemaVersion') === undefined) writeDossier(doc, initial)
  if (!recordsOf(doc, 'elements').has(MISSION_ID)) put(doc, 'elements', { id: MISSION_ID, is: 'mission' })
}

export function writeDossier(doc: Y.Doc, values: Partial<Dossier>): void {
  const stored = dossierOf(doc)
  for (const [name, value] of Object.entries(values))
    if (JSON.stringify(stored.get(name)) !== JSON.stringify(value)) stored.set(name, value)
}

/** Written by newer code than this: shown, not edited. */
export const isNewer = (doc: Y.Doc): boolean => Number(dossierOf(doc).get('schemaVersion') ?? 0) > SCHEMA_VERSION
