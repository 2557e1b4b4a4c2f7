/**
 * A whole board as one file: cards, arrows, places, its dossier and its pictures. Facilitators make it, and it is read back as a new board. Nobody is
 * named in it: who wrote what stays behind. The référentiel is the document to share; this is the board itself.
 */
import * as v from 'valibot'
import { complete } from './apply.ts'
import type { Change, NewElement, NewLink } from './change.ts'
import type { Content, PlacementKey } from './content.ts'
import { isDeeper } from './depth.ts'
import { COPY_FORMAT, DEEPEST, structureIssue, type ImportIssue } from './referentiel/import.ts'
import { dossier as dossierSchema, SCHEMA_VERSION, type Dossier } from './schema/dossier.ts'
import { element } from './schema/element.ts'
import { LIMITS } from './schema/limits.ts'
import { link } from './schema/links.ts'

/** `data`: base64. */
export type CopiedImage = { readonly hash: string; readonly data: string }

const point = v.tuple([v.number(), v.number()])
const PLACEMENT = /^(influence|circles|stakeholders|tree|ideas):[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/
/** A copy made before a kind had a field is read as if it were unset. */
const fields = v.pipe(v.record(v.string(), v.unknown()), v.transform(complete))
const card = v.pipe(fields, element)
const name = v.pipe(v.string(), v.maxLength(LIMITS.title))
const copy = v.object({
  format: v.literal(COPY_FORMAT),
  formatVersion: v.pipe(v.string(), v.regex(/^1\./)),
  // A copy is in no atelier.
  dossier: v.object({ ...v.omit(dossierSchema, ['moment']).entries, title: name, license: v.nullable(name) }),
  elements: v.array(card),
  /** Cards of the bin that were merged into another: its other wordings. `at`: milliseconds since 1970. */
  merged: v.optional(v.array(v.object({ record: card, at: v.number() })), []),
  links: v.array(v.pipe(fields, link)),
  placements: v.record(v.pipe(v.string(), v.regex(PLACEMENT)), point),
  images: v.pipe(v.array(v.object({ hash: v.string(), data: v.string() })), v.maxLength(500)),
})
type Copy = v.InferOutput<typeof copy>

export function copyOf(content: Content, images: readonly CopiedImage[]): Copy {
  const nobody = <R extends object>(record: R): R => ({
    ...record,
    by: null,
    ...('voiceBy' in record ? { voiceBy: null } : {}),
    ...('takenOnBy' in record ? { takenOnBy: [] } : {}),
  })
  const { moment: _moment, ...dossier } = content.dossier
  const origins = new Set([...content.elements.values()].flatMap(({ mergedFrom }) => mergedFrom))
  return {
    format: COPY_FORMAT,
    formatVersion: '1.0',
    dossier,
    elements: [...content.elements.values()].map(nobody),
    merged: [...content.bin]
      .filter(([id]) => origins.has(id))
      .map(([, { record, gone }]) => ({ record: nobody(record), at: gone.at })),
    links: [...content.links.values()].map(nobody),
    placements: Object.fromEntries(content.placements),
    images: [...images],
  } as Copy
}

/** What follows a copy's pictures. */
export const COPY_END = ']}'

/** A copy's text up to its pictures, which are written after it one by one. */
export function beginningOf(content: Content): string {
  const text = JSON.stringify(copyOf(content, []))
  if (!text.endsWith(`"images":[${COPY_END}`)) throw new Error('A copy ends with its pictures.')
  return text.slice(0, -COPY_END.length)
}

export type ReadCopy = {
  readonly dossier: Dossier
  readonly changes: readonly Change[]
  readonly images: readonly CopiedImage[]
}

export type ImportedCopy = ({ readonly ok: true } & ReadCopy) | Refused
type Refused = { readonly ok: false; readonly issues: readonly ImportIssue[] }

/**
 * A file's text, or null where it is no board's copy. `records`: cards and arrows that a board takes. One reason is given: a copy is made by this
 * program, and nobody mends it by hand.
 */
export function importCopy(text: string, records: number = LIMITS.records): ImportedCopy | null {
  const json = isDeeper(text, DEEPEST) ? null : parsed(text)
  return isCopy(json) ? readWhole(json, records) : null
}

/** Null: not a board's copy, or one that does not hold what it should. */
export function readCopy(json: unknown, records: number = LIMITS.records): ReadCopy | null {
  const read = isCopy(json) ? readWhole(json, records) : null
  return read?.ok ? read : null
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return null
  }
}

function readWhole(json: Json, records: number): ImportedCopy {
  const issue = recordsIssue(json, records) ?? lengthIssue(json)
  if (issue) return { ok: false, issues: [issue] }
  const read = v.safeParse(copy, json, { abortEarly: true })
  if (!read.success) return { ok: false, issues: [issueOf(read.issues[0])] }
  if (read.output.dossier.schemaVersion > SCHEMA_VERSION) return { ok: false, issues: [NEWER] }
  return { ok: true, ...changesOf(read.output) }
}

/** Nobody mends a copy by hand: but for what is too much, it was altered. A later format is newer. */
function issueOf(found: v.BaseIssue<unknown>): ImportIssue {
  const told = structureIssue(found)
  if (told.path === 'formatVersion' && /^[2-9]|^[1-9]\d/.test(String(found.input))) return NEWER
  return TOO_MUCH.has(told.code) ? told : { code: 'bad_copy', path: told.path, params: {} }
}
const TOO_MUCH: ReadonlySet<string> = new Set(['too_long', 'too_many'])

type Json = Readonly<Record<string, unknown>>
const NEWER: ImportIssue = { code: 'newer_copy', path: '', params: {} }
const listIn = (json: Json, name: string) => (Array.isArray(json[name]) ? (json[name] as readonly unknown[]) : [])

/** Counted before anything is read: what lies in the bin takes its room as well. */
function recordsIssue(json: Json, limit: number): ImportIssue | null {
  const count = ['elements', 'merged', 'links'].reduce((sum, name) => sum + listIn(json, name).length, 0)
  return count > limit ? { code: 'too_many_records', path: '', params: { count, limit } } : null
}

/** What several people filled at the same time comes back; no text of a board is longer. */
function lengthIssue(json: Json): ImportIssue | null {
  for (const name of ['elements', 'merged', 'links'])
    for (const [i, record] of listIn(json, name).entries())
      for (const [field, value] of Object.entries(recordIn(record)))
        if (typeof value === 'string' && value.length > LIMITS.stored)
          return { code: 'too_long', path: `${name}[${i}].${field}`, params: { limit: LIMITS.stored } }
  return null
}

const recordIn = (listed: unknown): object => {
  const record = (listed ?? {}) as { readonly record?: object }
  return record.record ?? record
}

function changesOf({ dossier, elements, merged, links, placements, images }: Copy): ReadCopy {
  return {
    dossier: { ...dossier, moment: null },
    changes: [
      ...elements.map((record): Change => ({ do: 'put', root: 'elements', record: record as NewElement })),
      ...merged.flatMap(({ record, at }): readonly Change[] => [
        { do: 'put', root: 'elements', record: record as NewElement },
        { do: 'remove', root: 'elements', id: record.id, gone: { by: null, at } },
      ]),
      ...links.map((record): Change => ({ do: 'put', root: 'links', record: record as NewLink })),
      ...Object.entries(placements).map(([key, place]): Change => ({
        do: 'patch',
        root: 'placements',
        key: key as PlacementKey,
        point: place,
      })),
    ],
    images,
  }
}

/** Whether a file's JSON says that it is a board's copy. */
export const isCopy = (json: unknown): json is Json =>
  typeof json === 'object' && json !== null && 'format' in json && json.format === COPY_FORMAT
