import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { COLUMNS } from '#lib/domain/geometry.ts'
import { ELEMENT_KINDS, fieldsOf, type RecordKind } from '#lib/domain/schema/element.ts'
import { LINK_SCHEMAS } from '#lib/domain/schema/links.ts'
import { LINK_KINDS, WORKSHOP_MODES } from '#lib/domain/schema/enums.ts'
import { enumWord, fieldWord, kindWord, scaleWord, word } from './words.ts'

type Variant = { readonly match: Readonly<Record<string, string>> }
type Messages = Readonly<Record<string, string | readonly Variant[]>>
const read = (locale: string) => JSON.parse(readFileSync(`messages/${locale}.json`, 'utf8')) as Messages
const [fr, en] = [read('fr'), read('en')]
const textsOf = (message: Messages[string]) =>
  typeof message === 'string' ? [message] : message.flatMap(({ match }) => Object.values(match))
const placeholders = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!)

test('every message is there in French and in English, with the same values in it', () => {
  expect(Object.keys(en).sort()).toEqual(Object.keys(fr).sort())
  for (const [name, message] of Object.entries(fr)) {
    const [inFrench, inEnglish] = [message, en[name]!].map((each) => new Set(textsOf(each).flatMap(placeholders)))
    expect([...inEnglish!].sort(), name).toEqual([...inFrench!].sort())
  }
})

test('French punctuation is kept from the start of a line by a no-break space', () => {
  for (const [name, message] of Object.entries(fr))
    if (name !== '$schema') for (const text of textsOf(message)) expect(text, name).not.toMatch(/ [:;?!»%]|« /)
})

test('no word of the interface is one that its users stumble on', () => {
  const said = Object.entries(fr)
    .filter(([name]) => name !== '$schema')
    .flatMap(([, message]) => textsOf(message))
  for (const text of said) expect(text).not.toMatch(/\b(nœud|extrant|instantané|éditer|board|tag|snapshot|canvas)\b/i)
})

test('every kind, field, choice, column and arrow has its word', () => {
  const kinds: readonly RecordKind[] = [
    ...ELEMENT_KINDS,
    ...(Object.keys(LINK_SCHEMAS) as (keyof typeof LINK_SCHEMAS)[]),
  ]
  const missing = (name: string, said: string) =>
    expect(said, name).not.toMatch(/^(kind|field|enum|column|arrow|scale|kinds)_/)
  for (const is of kinds) {
    missing(is, kindWord(is))
    missing(`kinds_${is}`, word(`kinds_${is}`))
    for (const field of fieldsOf(is)) {
      missing(`${is}.${field.name}`, fieldWord(is, field))
      for (const option of field.options ?? []) missing(`${field.words}.${option}`, enumWord(field.words!, option))
    }
  }
  for (const column of COLUMNS) {
    missing(column, word(`column_${column}`))
    missing(column, word(`column_prompt_${column}`))
  }
  for (const kind of [...LINK_KINDS, 'relation']) missing(kind, word(`arrow_${kind}`))
  for (const mode of WORKSHOP_MODES) missing(mode, enumWord('workshop_mode', mode))
  for (const step of [0, 1, 2, 3, 4, 5])
    for (const field of ['power', 'interest'] as const) missing(`${field} ${step}`, scaleWord(field, step))
})
