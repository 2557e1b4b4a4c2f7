/**
 * How a board's records are named and shaped in the exported document: the one table that derive, import, the format's schemas, canonical
 * form, rules and differences read. A new kind is one line of ENTITIES.
 */
import type { GenericSchema } from 'valibot'
import type { Id } from '#lib/domain/content.ts'
import {
  ELEMENT_SCHEMAS,
  KINDS,
  fieldsOf,
  type ElementKind,
  type ElementOf,
  type RecordKind,
} from '#lib/domain/schema/element.ts'
import { isSet, itemsOf, type Shape } from '#lib/domain/schema/fields.ts'
import { LINK_SCHEMAS, type Link } from '#lib/domain/schema/links.ts'

/** The document's arrays, in the order of its description; `text` is the name of the primary text. */
export const ENTITIES = {
  organization: { array: 'organizations', text: 'name' },
  territory: { array: 'territories', text: 'name' },
  stakeholder: { array: 'stakeholders', text: 'name' },
  relation: { array: 'stakeholderRelations', from: 'fromId', to: 'toId' },
  activity: { array: 'activities', text: 'title' },
  output: { array: 'outputs', text: 'title' },
  effect: { array: 'effects', text: 'title' },
  causal: { array: 'links', from: 'fromId', to: 'toId' },
  concerns: { array: 'stakeholderEffects', from: 'stakeholderId', to: 'effectId' },
  assumption: { array: 'assumptions', text: 'text' },
  factor: { array: 'externalFactors', text: 'text' },
  question: { array: 'evaluationQuestions', text: 'text' },
  criterion: { array: 'criteria', text: 'text' },
  indicator: { array: 'indicators', text: 'name' },
  evidence: { array: 'evidence', text: 'text' },
  decision: { array: 'decisions', text: 'result' },
} as const satisfies Partial<Record<RecordKind, Entity>>
type Entity = { readonly array: string; readonly text?: string; readonly from?: string; readonly to?: string }

export type EntityKind = keyof typeof ENTITIES
export type LinkEntityKind = Exclude<EntityKind, ElementKind>
/** What the document holds one by one: the entities, and its single mission. */
export type ExportedKind = EntityKind | 'mission'
export type ArrayName = (typeof ENTITIES)[EntityKind]['array']

export const ENTITY_KINDS = Object.keys(ENTITIES) as readonly EntityKind[]
export const isLinkKind = (is: ExportedKind): is is LinkEntityKind => is in LINK_SCHEMAS
/** Notes, zones, strokes and labels belong to the board and never leave it. */
export const isExported = (is: RecordKind): is is ExportedKind => is === 'mission' || is in ENTITIES

/**
 * How a field is written in the document, and its one empty form there:
 * `text`, `value` → null · `lines`, `set`, `list` → [] · `object` → null · `measured` → null, else `{ kind, id }`.
 */
export type Form = 'text' | 'lines' | 'set' | 'list' | 'object' | 'value' | 'measured'

export type DocumentField = {
  /** Name in the board's record; null where the value only follows from other records. */
  readonly field: string | null
  /** Name in the document. */
  readonly as: string
  readonly form: Form
  readonly shape: Shape
  /** The record's schema of the field, without the board's metadata; for structures that of the value inside. */
  readonly schema: GenericSchema | null
  /** Known keys of an object, or of a list's items. */
  readonly keys: readonly string[]
  readonly required: boolean
  /** The end of a link: needed to exist. */
  readonly end: boolean
}

const known = new Map<ExportedKind, readonly DocumentField[]>()

/** The document's fields of a kind, `id` and unknown keys aside. */
export function documentFields(is: ExportedKind): readonly DocumentField[] {
  const before = known.get(is)
  if (before) return before
  const fields = [...endsOf(is), ...refOf(is), ...derivedOf(is), ...ownFields(is)]
  known.set(is, fields)
  return fields
}

const plain = { form: 'value', shape: 'line', schema: null, keys: [], required: false, end: false } as const

function endsOf(is: ExportedKind): readonly DocumentField[] {
  if (!isLinkKind(is)) return []
  const end = { ...plain, shape: 'reference', required: true, end: true } as const
  return [
    { ...end, field: 'fromId', as: ENTITIES[is].from },
    { ...end, field: 'toId', as: ENTITIES[is].to },
  ]
}

const refOf = (is: ExportedKind): readonly DocumentField[] =>
  !isLinkKind(is) && KINDS[is].letter ? [{ ...plain, field: 'ref', as: 'ref' }] : []

/** An output's activity is the one whose arrow «produit» reaches it. */
const derivedOf = (is: ExportedKind): readonly DocumentField[] =>
  is === 'output' ? [{ ...plain, field: null, as: 'activityId', shape: 'reference', required: true }] : []

/** Derived until someone overrides them, so never missing on a complete board: required in a validated document. */
const REQUIRED_WHEN_DERIVED = new Set(['effect.level', 'indicator.type', 'causal.kind'])

function ownFields(is: ExportedKind): readonly DocumentField[] {
  const { entries } = isLinkKind(is) ? LINK_SCHEMAS[is] : ELEMENT_SCHEMAS[is]
  const exported = fieldsOf(is).filter(({ local }) => !local)
  return exported.map(({ name, shape, required = false }) => {
    const schema = coreOf((entries as Readonly<Record<string, GenericSchema>>)[name]!)
    return {
      field: name,
      as: nameInDocument(is, name),
      form: formOf(name, shape, schema),
      shape,
      schema,
      keys: shape === 'structure' ? keysOf(schema) : [],
      required: required || REQUIRED_WHEN_DERIVED.has(`${is}.${name}`),
      end: false,
    }
  })
}

function nameInDocument(is: ExportedKind, name: string): string {
  if (name === 'text') return is === 'mission' ? 'missionStatement' : textNameOf(is)
  return name === 'measuresId' ? 'measures' : name
}

/** The name of an entity's primary text in the document. */
export function textNameOf(is: EntityKind): string {
  const entity: Entity = ENTITIES[is]
  return entity.text ?? 'text'
}

function formOf(name: string, shape: Shape, schema: GenericSchema): Form {
  if (name === 'measuresId') return 'measured'
  if (shape === 'text' || shape === 'lines') return shape
  if (isSet(shape)) return 'set'
  if (shape !== 'structure') return 'value'
  return schema.type === 'array' ? 'list' : 'object'
}

type Inner = GenericSchema & {
  readonly pipe?: readonly GenericSchema[]
  readonly wrapped?: GenericSchema
  readonly item?: GenericSchema
  readonly entries?: Readonly<Record<string, GenericSchema>>
}

/** The schema under `nullable` and under the metadata of its shape. */
function coreOf(schema: Inner): GenericSchema {
  if (schema.pipe) {
    const kept = schema.pipe.filter((part: { readonly kind: string }) => part.kind !== 'metadata')
    if (kept.length === 1) return coreOf(kept[0]!)
  }
  return schema.type === 'nullable' && schema.wrapped ? coreOf(schema.wrapped) : schema
}

function keysOf(schema: Inner): readonly string[] {
  return Object.keys((schema.item as Inner | undefined)?.entries ?? schema.entries ?? {})
}

/** A field's value in the document, from its value in a record. */
export function outgoing(field: DocumentField, value: unknown): unknown {
  if (field.form === 'lines') return itemsOf(typeof value === 'string' ? value : '')
  if (field.form === 'measured') return typeof value === 'string' ? { kind: null, id: value } : null
  return normal(field, value)
}

/** A field's value in a record, from a value of the document that has passed its schema. */
export function incoming(field: DocumentField, value: unknown): unknown {
  const clean = normal(field, value)
  switch (field.form) {
    case 'text':
      return clean ?? ''
    case 'lines':
      return (clean as readonly string[]).join('\n')
    case 'list':
      return (clean as readonly unknown[]).length === 0 ? null : clean
    case 'measured':
      return (clean as { readonly id: Id } | null)?.id ?? null
    default:
      return clean
  }
}

/** The canonical value of a field of the document: one empty form, sets sorted, ordered lists kept. */
export function normal({ form, keys }: DocumentField, value: unknown): unknown {
  switch (form) {
    case 'lines':
      return Array.isArray(value) ? value.map(asItem).filter((item) => item !== '') : []
    case 'set':
      return Array.isArray(value) ? [...new Set(value)].sort() : []
    case 'list':
      return Array.isArray(value) ? value.map((item) => normalObject(keys, item)).filter((item) => item !== null) : []
    case 'object':
      return normalObject(keys, value)
    case 'measured':
      return normalMeasures(value)
    default:
      return value === undefined || value === '' ? null : value
  }
}

/** One line of a `lines` text: an item never holds a line break. */
const asItem = (item: unknown): unknown => (typeof item === 'string' ? itemsOf(item).join(' ') : item)

/** Every known key present, unset ones null; an object that says nothing is null. */
function normalObject(keys: readonly string[], value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value === undefined || value === '' ? null : value
  const filled: Record<string, unknown> = { ...value }
  for (const key of keys) if (filled[key] === undefined || filled[key] === '') filled[key] = null
  return Object.values(filled).every((each) => each === null) ? null : filled
}

function normalMeasures(value: unknown): unknown {
  const measures = normalObject(['kind', 'id'], value) as { readonly id: unknown } | null
  return measures?.id == null ? null : measures
}

// The document's types, from the same table. TypeScript cannot see a field's shape, so the `lines` fields are named (a test compares).
export type LinesField =
  'publics' | 'values' | 'scopeIn' | 'scopeOut' | 'expectations' | 'contributions' | 'disaggregation'
type NotAsIs =
  | 'is'
  | 'by'
  | 'extra'
  | 'order'
  | 'size'
  | 'ref'
  | 'text'
  | 'measuresId'
  | 'fromId'
  | 'toId'
  | 'mergedFrom'
  | 'distinctFrom'
  | 'voiceBy'
  | 'takenOnBy'
  | 'confirmedWording'
type Exported<R> = {
  readonly [F in Exclude<keyof R, NotAsIs>]: F extends 'id'
    ? Id
    : F extends LinesField
      ? readonly string[]
      : R[F] extends string
        ? string | null
        : NonNullable<R[F]> extends readonly unknown[]
          ? NonNullable<R[F]>
          : R[F]
}
type TextOf<K extends EntityKind> = (typeof ENTITIES)[K] extends { readonly text: infer N extends string }
  ? { readonly [Name in N]: string | null }
  : unknown
type EndsOf<K extends EntityKind> = (typeof ENTITIES)[K] extends {
  readonly from: infer F extends string
  readonly to: infer T extends string
}
  ? { readonly [Name in F | T]: Id }
  : unknown
type RefOf<K extends EntityKind> = K extends 'activity' | 'output' | 'effect' | 'indicator'
  ? { readonly ref: string | null }
  : unknown
type OwnOf<K extends EntityKind> = K extends 'output'
  ? { readonly activityId: Id | null }
  : K extends 'indicator'
    ? { readonly measures: { readonly kind: 'activity' | 'output' | 'effect' | null; readonly id: Id } | null }
    : unknown
type RecordOf<K extends RecordKind> = K extends ElementKind ? ElementOf<K> : Extract<Link, { is: K }>

/** One entity of the document, complete: every known field present, in its empty form where unset. Unknown keys may stand beside. */
export type EntityOf<K extends EntityKind> = Exported<RecordOf<K>> & TextOf<K> & EndsOf<K> & RefOf<K> & OwnOf<K>
export type MissionEntity = Omit<Exported<ElementOf<'mission'>>, 'id'> & { readonly missionStatement: string | null }
export type KindOfArray<A extends ArrayName> = {
  [K in EntityKind]: (typeof ENTITIES)[K]['array'] extends A ? K : never
}[EntityKind]
