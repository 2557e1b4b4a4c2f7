import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { COLUMNS } from '#lib/domain/views/columns.ts'
import { ELEMENT_KINDS, fieldsOf, type RecordKind } from '#lib/domain/schema/element.ts'
import { LINK_SCHEMAS } from '#lib/domain/schema/links.ts'
import { LINK_KINDS, WORKSHOP_MODES } from '#lib/domain/schema/enums.ts'
import { m } from '#lib/i18n/paraglide/messages.js'
import { enumWord, factWords, fieldWord, inQuotes, kindWord, scaleWord, word } from './words.ts'

type Variant = { readonly match: Readonly<Record<string, string>> }
type Messages = Readonly<Record<string, string | readonly Variant[]>>
const read = (locale: string) => JSON.parse(readFileSync(`messages/${locale}.json`, 'utf8')) as Messages
const [fr, en] = [read('fr'), read('en')]
const textsOf = (message: Messages[string]) =>
  typeof message === 'string' ? [message] : message.flatMap(({ match }) => Object.values(match))
const filesUnder = (folder: string, wanted: RegExp): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => `${parentPath}/${name}`)
    .filter((path) => wanted.test(path) && !path.includes('paraglide') && !/words\.test/.test(path))
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

/** Every sentence of a language with its name. */
const sentences = (messages: Messages) =>
  Object.entries(messages).flatMap(([name, message]) =>
    name === '$schema' ? [] : textsOf(message).map((text): readonly [string, string] => [name, text]),
  )

test('English has no space before its punctuation, and each language its own quotation marks', () => {
  for (const [name, text] of sentences(en)) {
    expect(text, name).not.toMatch(/\s[:;?!](\s|$)/)
    expect(text, name).not.toMatch(/[«»"]/)
  }
  for (const [name, text] of sentences(fr)) expect(text, name).not.toMatch(/["']|\p{L}\s*[“”](?!$)/u)
})

test('no template adds punctuation or words of its own to a message', () => {
  const offenders = filesUnder('src', /\.(svelte|ts)$/).flatMap((path) =>
    [...readFileSync(path, 'utf8').matchAll(/="[^"\n]*\}\s*[:;?!]\s*\{[^"\n]*"|\)\}[ \u00a0\u202f][:;?!] ?[{<]/g)].map(
      ([found]) => [path, found],
    ),
  )
  expect(offenders).toEqual([])
})

test('no word is cut by a middle dot: not in the interface, nor in the demonstration', () => {
  const files = [...filesUnder('src', /\.(svelte|ts|json)$/), ...filesUnder('tests/fixtures', /./), 'messages/fr.json']
  for (const path of files) expect(readFileSync(path, 'utf8').match(/\p{L}[·‧•⋅]\p{L}/gu), path).toBeNull()
})

test('during an atelier nobody is called a participant', () => {
  for (const [name, text] of sentences(fr))
    if (name.startsWith('moment_')) expect(text, name).not.toMatch(/participant/i)
})

test('arrows are links between cards; the keys have a name of their own', () => {
  for (const [name, text] of sentences(fr)) {
    expect(text, name).not.toMatch(/flèches? (déplacent?|vont|:)|flèches du clavier/i)
    expect(text, name).not.toMatch(/(^|[.:] )Flèches\s:/)
  }
})

test('no sentence stops in the middle', () => {
  const leadsToButton = new Set(['framework_empty_choose', 'shortcuts_or'])
  for (const messages of [fr, en])
    for (const [name, text] of sentences(messages))
      if (!leadsToButton.has(name)) expect(text, name).not.toMatch(/(,|\s)(ou|et|or|and)$/)
})

test('one thing is told in the singular, several in the plural', () => {
  const words = (text: string) => text.replace(/\{\w+\}/g, '')
  for (const messages of [fr, en])
    for (const [name, message] of Object.entries(messages)) {
      if (typeof message === 'string') continue
      for (const { match } of message) {
        const one = match['plural=one']!
        expect(Object.keys(match), name).toEqual(['plural=one', 'plural=other'])
        if (!name.startsWith('others_'))
          expect(words(one), name).not.toMatch(
            /\b(d’autres|les fiches|ont été|sont|elles|others|the cards|were|they)\b/i,
          )
      }
    }
})

test('marks inside of marks are of the second kind', () => {
  expect(m.versions_same({ label: inQuotes('Fin de «\u00a0Cadrer\u00a0»') })).toBe(
    'Rien n’a changé depuis «\u00a0Fin de “Cadrer”\u00a0».',
  )
})

test('what is a question keeps its mark, and gets no colon', () => {
  expect(factWords(fieldWord('question', { name: 'intendedUsers' }), m.unset())).toBe(
    'Qui utilisera la réponse\u202f? à préciser',
  )
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
