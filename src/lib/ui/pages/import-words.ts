/** Why a file was not imported, in the words of whoever sends it: no name of a type or of a schema. */
import type { ImportIssue } from '#lib/domain/referentiel/import.ts'
import { m } from '#lib/i18n/paraglide/messages.js'
import { getLocale } from '#lib/i18n/paraglide/runtime.js'
import { word } from '../words.ts'

export function importWords({ code, params }: ImportIssue): string {
  const { expected = '', received = '', bytes = 0, limit = 0 } = params
  switch (code) {
    case 'too_large':
    case 'too_heavy':
      return word(`import_${code}`, { size: megabytes(Number(bytes)), limit: megabytes(Number(limit)) })
    case 'too_long':
    case 'too_many':
    case 'too_many_records':
    case 'too_many_pieces':
      return word(`import_${code}`, { count: figure(Number(params.count ?? 0)), limit: figure(Number(limit)) })
    case 'unknown_value':
      return m.import_unknown_value({ value: String(params.value), expected: valuesOf(String(expected)).join(', ') })
    case 'wrong_type':
      if (received === 'undefined' && isQuoted(String(expected)))
        return m.import_missing({ key: unquoted(String(expected)) })
      return m.import_wrong_type({ expected: expectedWords(String(expected)), received: typeWord(String(received)) })
    default:
      return word(`import_${code}`, params)
  }
}

/** Valibot writes `("a" | "b")`, one alone without the brackets. */
const partsOf = (expected: string) => expected.replace(/^\((.*)\)$/s, '$1').split(' | ')
const isQuoted = (text: string) => /^".*"$/s.test(text)
const unquoted = (text: string) => (isQuoted(text) ? text.slice(1, -1) : text)
const valuesOf = (expected: string) => partsOf(expected).map(unquoted)

const expectedWords = (expected: string) =>
  new Intl.ListFormat(getLocale(), { type: 'disjunction' }).format(partsOf(expected).map(typeWord))

const TYPES: Readonly<Record<string, () => string>> = {
  string: () => m.import_type_string(),
  number: () => m.import_type_number(),
  integer: () => m.import_type_integer(),
  boolean: () => m.import_type_boolean(),
  Array: () => m.import_type_array(),
  Object: () => m.import_type_object(),
  null: () => m.import_type_nothing(),
  undefined: () => m.import_type_nothing(),
}
const typeWord = (type: string) =>
  Object.hasOwn(TYPES, type) ? TYPES[type]!() : isQuoted(type) ? m.import_quoted({ value: unquoted(type) }) : type

const figure = (count: number) => new Intl.NumberFormat(getLocale()).format(count)

/** One decimal at most, rounded up: what is refused is never shown as within the limit. */
const megabytes = (bytes: number) =>
  new Intl.NumberFormat(getLocale(), { maximumFractionDigits: 1 }).format(Math.ceil((bytes / 1024 / 1024) * 10) / 10)
