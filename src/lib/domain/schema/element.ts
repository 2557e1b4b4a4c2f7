/** The variant of all kinds, and what can be asked of a kind. A new kind is one schema and one line here. */
import * as v from 'valibot'
import { activity, assumption, effect, factor, output } from './chain.ts'
import { fieldMeta, isText, type FieldMeta } from './fields.ts'
import { criterion, decision, evidence, indicator, question } from './framework.ts'
import { frame, image, label, note, stroke } from './free.ts'
import { LINK_SCHEMAS, type LinkKind } from './links.ts'
import { commonEntries, elementEntries } from './record.ts'
import { mission, organization, territory } from './setting.ts'
import { stakeholder } from './stakeholder.ts'

export const ELEMENT_SCHEMAS = {
  note,
  stakeholder,
  activity,
  output,
  effect,
  question,
  criterion,
  indicator,
  assumption,
  factor,
  evidence,
  organization,
  territory,
  decision,
  mission,
  frame,
  stroke,
  label,
  image,
} as const satisfies Record<string, v.GenericSchema>

export type Element = Readonly<v.InferOutput<(typeof ELEMENT_SCHEMAS)[keyof typeof ELEMENT_SCHEMAS]>>
export type ElementKind = Element['is']
export type ElementOf<K extends ElementKind> = Extract<Element, { is: K }>
export const element = v.variant('is', Object.values(ELEMENT_SCHEMAS))

export const ELEMENT_KINDS = Object.keys(ELEMENT_SCHEMAS) as readonly ElementKind[]

/** Kinds that «Transformer en…» leads from and to. They share one set of texts, so that converting changes `is` and nothing else. */
export const CONVERTIBLE_KINDS = [
  'note',
  'stakeholder',
  'activity',
  'output',
  'effect',
  'question',
  'criterion',
  'indicator',
  'assumption',
  'factor',
  'evidence',
] as const satisfies readonly ElementKind[]
export const isConvertible = (is: ElementKind) => (CONVERTIBLE_KINDS as readonly string[]).includes(is)

/** Kinds that get a ref from the server, and its letter. */
export const REF_LETTERS: Partial<Record<ElementKind, string>> = {
  activity: 'A',
  output: 'R',
  effect: 'E',
  indicator: 'I',
}

export type Field = { readonly name: string } & FieldMeta

export type RecordKind = ElementKind | LinkKind
const SCHEMAS: Record<RecordKind, { readonly entries: v.ObjectEntries }> = { ...ELEMENT_SCHEMAS, ...LINK_SCHEMAS }
const COMMON = new Set([...Object.keys(elementEntries), ...Object.keys(commonEntries), 'is', 'fromId', 'toId'])

/** The fields of a kind that people fill, in the order of its schema. */
export const fieldsOf = memo((is: RecordKind): readonly Field[] =>
  Object.entries(SCHEMAS[is].entries)
    .filter(([name]) => !COMMON.has(name))
    .map(([name, schema]) => ({ name, ...fieldMeta(schema as v.GenericSchema) })),
)

export const fieldOf = (is: RecordKind, name: string): Field | undefined =>
  fieldsOf(is).find((field) => field.name === name)

/**
 * Whether a value under a field's name is another kind's. Converting changes `is` and nothing else, and kinds share names (`direction` of a
 * factor and of an indicator): what the card held before reads as unset now, and is there again when it is turned back.
 */
export function isOtherKinds(is: RecordKind, { name, options }: Field, value: unknown): boolean {
  if (!options || value === null || !isConvertible(is as ElementKind) || isAmong(options, value)) return false
  return CONVERTIBLE_KINDS.some((kind) => isAmong(fieldOf(kind, name)?.options ?? [], value))
}
const isAmong = (options: readonly unknown[], value: unknown) => options.includes(value)

/** The collaborative texts that a record of this kind is put with (DESIGN §6.2: made once, by its first writer). */
export const textsOf = memo((is: RecordKind): readonly string[] => {
  const own = (kind: RecordKind) =>
    fieldsOf(kind)
      .filter((field) => isText(field.shape))
      .map((field) => field.name)
  const kinds: readonly RecordKind[] =
    is in ELEMENT_SCHEMAS && isConvertible(is as ElementKind) ? CONVERTIBLE_KINDS : [is]
  return [...new Set(kinds.flatMap(own))]
})

function memo<K, V>(make: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>()
  return (key) => {
    if (!known.has(key)) known.set(key, make(key))
    return known.get(key)!
  }
}
