/**
 * The shapes a field can have. A schema entry carries its shape as Valibot metadata: the document layout reads it to know what merges
 * and how (SHAPES below), the forms to know which control to draw, derive and import to know the empty form.
 *
 * Only actions that convert to JSON Schema are used (no check, transform, trim); everything else is a rule in `referentiel/rules`.
 */
import * as v from 'valibot'
import { LIMITS } from './limits.ts'

/**
 * - `text`: collaborative, one paragraph or more · `lines`: collaborative, one item a line
 * - `line`: short, last writer wins · `number`, `date` (ISO 8601 day), `choice`, `flag`, `reference` (an id): one value or null
 * - `choices`, `references`, `codes`: a set, one key per member, so that two people add members at the same time
 * - `structure`: one JSON value, ordered or nested, replaced as a whole
 */
export type Shape =
  | 'text'
  | 'lines'
  | 'line'
  | 'number'
  | 'date'
  | 'choice'
  | 'choices'
  | 'codes'
  | 'flag'
  | 'reference'
  | 'references'
  | 'structure'

export type FieldMeta = {
  readonly shape: Shape
  /** Enum's name: the key of its words in the messages, `enum_{words}_{value}`. */
  readonly words?: string
  readonly options?: readonly (string | number)[]
  /** Kinds that a reference may point to. */
  readonly to?: readonly string[]
  /** Needed to validate, not to exist (USE 1.5). */
  readonly required?: boolean
  /** Behind «Plus de détails». */
  readonly detail?: boolean
  readonly min?: number
  readonly max?: number
  readonly step?: number
  /** Of this very card: a copy begins without it. */
  readonly uncopied?: boolean
  /** The board's own: never in the exported document. */
  readonly local?: boolean
  /** Edited where it stands and not in a form. */
  readonly hidden?: boolean
}
type Options = Omit<FieldMeta, 'shape' | 'words' | 'options' | 'to'>

/** Ids made by people or by other software: never `__proto__`, no separator of ours. */
export const ID_PATTERN = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/
export const id = () => v.pipe(v.string(), v.regex(ID_PATTERN))

/** What one person may write in a text. */
export const LONGEST_TEXT = LIMITS.text
/** Generic in the value, so that a pipe accepts it after any schema and keeps the schema's own type. */
const meta = <T>(shape: Shape, more: Partial<FieldMeta>) =>
  v.metadata<T, FieldMeta & Record<string, unknown>>({ shape, ...more })

/** Of any length: a text that many fill together never makes its card unreadable. */
export const text = (o: Options = {}) => v.pipe(v.string(), meta('text', o))
export const lines = (o: Options = {}) => v.pipe(v.string(), meta('lines', o))
export const line = (o: Options = {}) =>
  v.pipe(v.nullable(v.pipe(v.string(), v.maxLength(LIMITS.line))), meta('line', o))
export const date = (o: Options = {}) => v.pipe(v.nullable(v.pipe(v.string(), v.maxLength(40))), meta('date', o))
export const flag = (o: Options = {}) => v.pipe(v.nullable(v.boolean()), meta('flag', o))
export const number = (min: number, max: number, step: number, o: Options = {}) =>
  v.pipe(v.nullable(v.pipe(v.number(), v.minValue(min), v.maxValue(max))), meta('number', { ...o, min, max, step }))
export const choice = <const T extends readonly (string | number)[]>(words: string, options: T, o: Options = {}) =>
  v.pipe(v.nullable(v.picklist(options)), meta('choice', { ...o, words, options }))
export const choices = <const T extends readonly string[]>(words: string, options: T, o: Options = {}) =>
  v.pipe(v.array(v.picklist(options)), meta('choices', { ...o, words, options }))
export const codes = (o: Options = {}) =>
  v.pipe(v.array(v.pipe(v.string(), v.maxLength(LIMITS.code))), meta('codes', o))
export const reference = (to: readonly string[], o: Options = {}) =>
  v.pipe(v.nullable(id()), meta('reference', { ...o, to }))
export const references = (to: readonly string[], o: Options = {}) =>
  v.pipe(v.array(id()), meta('references', { ...o, to }))
/** People, by the ids that the server gave them: tokens, which may begin with a sign. Never exported. */
export const members = (o: Options = {}) =>
  v.pipe(v.array(v.string()), meta('references', { ...o, to: [], local: true }))
export const structure = <S extends v.GenericSchema>(schema: S, o: Options = {}) =>
  v.pipe(v.nullable(schema), meta('structure', o))

export function fieldMeta(schema: v.GenericSchema): FieldMeta {
  return v.getMetadata(schema as v.GenericSchema & { pipe: never[] }) as unknown as FieldMeta
}

export const isSet = (shape: Shape) => shape === 'choices' || shape === 'references' || shape === 'codes'
export const isText = (shape: Shape) => shape === 'text' || shape === 'lines'

/** The one empty form of a field: what an unset one reads as, everywhere. */
export function emptyOf(shape: Shape): null | '' | readonly never[] {
  if (isText(shape)) return ''
  return isSet(shape) ? [] : null
}

/** The items of a `lines` text: one a line, empty lines dropped. */
export const itemsOf = (lines: string): readonly string[] =>
  lines
    .split('\n')
    .map((item) => item.trim())
    .filter((item) => item !== '')
