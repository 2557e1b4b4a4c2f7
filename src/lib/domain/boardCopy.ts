/**
 * A whole board as one file: cards, arrows, places, its dossier and its pictures. Facilitators make it, and it is read back as a new board. Nobody is
 * named in it: who wrote what stays behind. The référentiel is the document to share; this is the board itself.
 */
import * as v from 'valibot'
import { complete } from './apply.ts'
import type { Change, NewElement, NewLink } from './change.ts'
import type { Content, PlacementKey } from './content.ts'
import { dossier as dossierSchema, SCHEMA_VERSION, type Dossier } from './schema/dossier.ts'
import { element } from './schema/element.ts'
import { link } from './schema/links.ts'

/** `data`: base64. */
export type CopiedImage = { readonly hash: string; readonly data: string }

const point = v.tuple([v.number(), v.number()])
const PLACEMENT = /^(influence|circles|stakeholders|tree|ideas):[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/
/** A copy made before a kind had a field is read as if it were unset. */
const fields = v.pipe(v.record(v.string(), v.unknown()), v.transform(complete))
const card = v.pipe(fields, element)
const copy = v.object({
  format: v.literal('canevas-board'),
  formatVersion: v.pipe(v.string(), v.regex(/^1\./)),
  // A copy is in no atelier.
  dossier: v.omit(dossierSchema, ['moment']),
  elements: v.pipe(v.array(card), v.maxLength(20_000)),
  /** Cards of the bin that were merged into another: its other wordings. `at`: milliseconds since 1970. */
  merged: v.optional(v.pipe(v.array(v.object({ record: card, at: v.number() })), v.maxLength(20_000)), []),
  links: v.pipe(v.array(v.pipe(fields, link)), v.maxLength(40_000)),
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
    format: 'canevas-board',
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

export type ReadCopy = {
  readonly dossier: Dossier
  readonly changes: readonly Change[]
  readonly images: readonly CopiedImage[]
}

/** Null: not a board's copy, or one that does not hold what it should. */
export function readCopy(json: unknown): ReadCopy | null {
  const read = v.safeParse(copy, json)
  if (!read.success || read.output.dossier.schemaVersion > SCHEMA_VERSION) return null
  const { dossier, elements, merged, links, placements, images } = read.output
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
export const isCopy = (json: unknown): boolean =>
  typeof json === 'object' && json !== null && 'format' in json && json.format === 'canevas-board'
