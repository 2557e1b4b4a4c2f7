/**
 * The exported document: `referentiel-impact` 1.0.0 (DOMAIN 2.1), its type, and its schemas in two strengths.
 *
 * - `structure` is what a draft must pass: known fields have the right type or are null or absent, ids are ids, unknown keys pass.
 * - `validated` asks besides for everything that DOMAIN marks as needed to validate.
 *
 * Both are made of actions that convert to JSON Schema 2020-12; `static/schema` holds the result.
 */
import * as v from 'valibot'
import { MEASURED } from '#lib/domain/schema/framework.ts'
import { DOCUMENT_STATUSES, WORKSHOP_MODES } from '#lib/domain/schema/enums.ts'
import { id } from '#lib/domain/schema/fields.ts'
import { LIMITS } from '#lib/domain/schema/limits.ts'
import type { Dossier, Workshop } from '#lib/domain/schema/dossier.ts'
import {
  ENTITIES,
  ENTITY_KINDS,
  documentFields,
  type ArrayName,
  type DocumentField,
  type EntityOf,
  type ExportedKind,
  type KindOfArray,
  type MissionEntity,
} from './mapping.ts'

export const FORMAT = 'referentiel-impact'
export const FORMAT_VERSION = '1.0.0'
/** Documents of this major version and older are read; unknown keys of newer minors are kept. */
export const FORMAT_MAJOR = 1

/** Where and when a document left: outside its hash. */
export type Stamp = {
  /** ISO 8601 date and time. */
  readonly exportedAt: string
  readonly exportedFrom: {
    readonly boardId: string
    readonly snapshotId: string | null
    readonly snapshotLabel: string | null
  } | null
}

export type Referentiel = Stamp & {
  readonly format: typeof FORMAT
  readonly formatVersion: string
  readonly locale: string
  readonly id: string
  readonly title: string | null
  readonly status: Dossier['status']
  readonly version: number
  /** Null: nobody chose one. */
  readonly license: string | null
  /** Test data; absent otherwise. */
  readonly fictitious?: true
  readonly programme: Dossier['programme']
  readonly workshops: readonly Workshop[]
  readonly mission: MissionEntity
  readonly provenance: Dossier['provenance']
} & { readonly [A in ArrayName]: readonly EntityOf<KindOfArray<A>>[] }

/** An ISO 8601 day. */
export const DAY = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/
const READABLE_VERSION = /^[01]\.\d+(\.\d+)?$/

/** A source without label or kind is no source yet. */
const NEEDED_IN_SOURCES = new Set(['label', 'kind'])

type Strength = 'structure' | 'validated'
type Schema = v.GenericSchema<unknown, unknown>

/** What every document must pass to be read. */
export const structure = /* @__PURE__ */ documentSchema('structure')
/** What a document of status «validé» passes as well. */
export const validated = /* @__PURE__ */ documentSchema('validated')

function documentSchema(strength: Strength) {
  const maybe = (schema: Schema) => v.nullish(schema)
  const need = (schema: Schema) => (strength === 'validated' ? schema : v.nullish(schema))
  const word = textUpTo(LIMITS.title)
  const filled = strength === 'validated' ? v.pipe(word, v.minLength(1)) : word
  const day = strength === 'validated' ? v.pipe(v.string(), v.regex(DAY)) : word
  const programme = v.looseObject({
    id: id(),
    name: need(filled),
    startDate: maybe(day),
    endDate: maybe(day),
    organizerIds: maybe(v.pipe(v.array(id()), v.maxLength(LIMITS.items))),
  })
  const workshop = v.looseObject({
    id: id(),
    order: need(v.number()),
    title: need(filled),
    date: need(day),
    mode: need(v.picklist(WORKSHOP_MODES)),
    durationMin: maybe(v.number()),
    participants: maybe(v.number()),
  })
  const arrays = Object.fromEntries(
    ENTITY_KINDS.map((is) => [ENTITIES[is].array, need(v.array(entitySchema(is, strength)))] as const),
  )
  return v.looseObject({
    format: v.literal(FORMAT),
    formatVersion: v.pipe(v.string(), v.regex(READABLE_VERSION)),
    locale: need(filled),
    id: id(),
    title: need(filled),
    status: need(v.picklist(DOCUMENT_STATUSES)),
    version: need(v.pipe(v.number(), v.integer(), v.minValue(0))),
    license: maybe(filled),
    fictitious: maybe(v.boolean()),
    exportedAt: need(word),
    exportedFrom: maybe(v.looseObject({ boardId: maybe(word), snapshotId: maybe(word), snapshotLabel: maybe(word) })),
    programme: maybe(programme),
    workshops: need(v.pipe(v.array(workshop), v.maxLength(LIMITS.workshops))),
    mission: need(entitySchema('mission', strength)),
    ...arrays,
    provenance: maybe(v.record(v.string(), v.unknown())),
  })
}

function textUpTo(longest: number) {
  return v.pipe(v.string(), v.maxLength(longest))
}

function entitySchema(is: ExportedKind, strength: Strength): Schema {
  const fields = documentFields(is).map((field) => [field.as, fieldSchema(field, strength)] as const)
  const entries: v.ObjectEntries = Object.fromEntries(fields)
  return v.looseObject(is === 'mission' ? entries : { id: id(), ...entries })
}

function fieldSchema(field: DocumentField, strength: Strength): Schema {
  const needed = strength === 'validated' && field.required
  const schema = valueSchema(field, strength, needed)
  return needed || field.end ? schema : v.nullish(schema)
}

function valueSchema(field: DocumentField, strength: Strength, needed: boolean): Schema {
  const word = textUpTo(LIMITS.text)
  switch (field.form) {
    case 'text':
      return needed ? v.pipe(word, v.minLength(1)) : word
    case 'lines': {
      const items = v.pipe(v.array(textUpTo(LIMITS.item)), v.maxLength(LIMITS.items))
      return needed ? v.pipe(items, v.minLength(1)) : items
    }
    case 'measured':
      return needed
        ? v.looseObject({ kind: v.picklist(MEASURED), id: id() })
        : v.looseObject({ kind: v.nullish(v.picklist(MEASURED)), id: v.nullish(id()) })
    case 'set':
    case 'list': {
      const most = field.form === 'set' ? LIMITS.members : LIMITS.items
      const items = v.pipe(strict(field, needed) as v.GenericSchema<unknown, unknown[]>, v.maxLength(most))
      return needed ? v.pipe(items, v.minLength(1)) : items
    }
    case 'object':
      return loosened(field.schema!)
    case 'value':
      if (field.shape === 'reference') return id()
      if (field.shape === 'date' && strength === 'validated') return v.pipe(v.string(), v.regex(DAY))
      if (field.shape === 'line' && needed) return v.pipe(word, v.minLength(1))
      return field.schema ?? word
  }
}

/** The items of a needed list say what they must. */
function strict(field: DocumentField, needed: boolean): Schema {
  if (field.form !== 'list' || !needed) return loosened(field.schema!)
  const { item } = field.schema as unknown as { readonly item: Shaped }
  const entries = item.entries ?? {}
  const whole = Object.entries(entries).map(([key, entry]) => [
    key,
    NEEDED_IN_SOURCES.has(key) ? (entry as Shaped).wrapped! : v.nullish(loosened(entry)),
  ])
  return v.array(v.looseObject(Object.fromEntries(whole)))
}

type Shaped = Schema & {
  readonly wrapped?: Schema
  readonly item?: Schema
  readonly entries?: Readonly<Record<string, Schema>>
}

/** The same schema with every nested key optional and nullable, unknown keys passing. */
function loosened(schema: Shaped): Schema {
  if (schema.type === 'nullable' && schema.wrapped) return loosened(schema.wrapped)
  if (schema.type === 'array' && schema.item) return v.array(loosened(schema.item))
  if (schema.type === 'string' && !('pipe' in schema)) return textUpTo(LIMITS.line)
  if (!schema.entries) return schema
  const entries = Object.entries(schema.entries).map(([key, entry]) => [key, v.nullish(loosened(entry))])
  return v.looseObject(Object.fromEntries(entries))
}
