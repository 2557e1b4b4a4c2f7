/**
 * Texts that jam a pattern: one character over and over, between a beginning and an end that almost fit. How often an engine tries again cannot be
 * counted from here: that no pattern does is proved over all the code by lint (`regexp/no-super-linear-…`). This is the other half: at these lengths
 * whatever goes through a text more than once for each of its characters, pattern or not, does not end within the test's time.
 */
import fc from 'fast-check'
import * as v from 'valibot'
import { expect, test } from 'vitest'
import { contentFrom } from '#lib/domain/apply.ts'
import type { Change } from '#lib/domain/change.ts'
import { copy, parseClip } from '#lib/domain/commands/clipboard.ts'
import { tidy } from '#lib/domain/views/views.ts'
import { twinsOf } from '#lib/domain/commands/twins.ts'
import type { Content } from '#lib/domain/content.ts'
import { canonicalText } from '#lib/domain/referentiel/canonical.ts'
import { derive } from '#lib/domain/referentiel/derive.ts'
import { difference, isSame } from '#lib/domain/referentiel/difference.ts'
import { importReferentiel } from '#lib/domain/referentiel/import.ts'
import { ENTITY_KINDS } from '#lib/domain/referentiel/mapping.ts'
import { findings } from '#lib/domain/referentiel/rules/rules.ts'
import { withoutWorkingNotes } from '#lib/domain/referentiel/workingNotes.ts'
import { blankDossier } from '#lib/domain/schema/dossier.ts'
import { ELEMENT_KINDS, fieldsOf, type Field, type RecordKind } from '#lib/domain/schema/element.ts'
import { LIMITS } from '#lib/domain/schema/limits.ts'
import { MISSION_ID } from '#lib/domain/schema/setting.ts'
import { email, oneLine } from '../pages/forms.ts'
import { typedHour } from '../shared/typedHour.ts'
import { readColumns, targetsOf } from './columns.ts'
import { cardSections, linkSections } from './outline.ts'
import { tableIn } from '#lib/domain/reading/lists.ts'
import { cellsIn } from '#lib/domain/reading/tables.ts'
import { portionOf } from './pasted.ts'

const REPEATED = [
  ' ',
  '\t',
  '\u00a0',
  '\u202f',
  '\n',
  '\r\n',
  '@',
  '.',
  '-',
  'a',
  'A',
  'é',
  '\u0301',
  '\u0327\u0301',
  '0',
  '0 ',
  ';',
  ',',
  '"',
  'Ab-',
  'a.',
  '(',
]
const AROUND = ['', 'a', 'a@b', 'Ab', 'Madame', '06', '+33', '"', '- ', '!', '\n', ' ']
const hostile = fc
  .record({
    before: fc.constantFrom(...AROUND),
    repeated: fc.constantFrom(...REPEATED),
    after: fc.constantFrom(...AROUND),
    length: fc.constantFrom(900, 1_900, 19_000, 60_000, 150_000),
  })
  .map(({ before, repeated, after, length }) => before + repeated.repeat(length / repeated.length) + after)

const stamp = { exportedAt: '2026-11-20T10:00:00Z', exportedFrom: null }
const people = ['Nadia', 'a', 'é'.repeat(40), '  ']

/** In a structure, at each of the places where people write words. */
const STRUCTURES: Readonly<Record<string, (line: string) => unknown>> = {
  sources: (line) => [{ label: line, kind: 'survey', url: line, ownerId: null }],
  baseline: (line) => ({ value: line, date: line, note: line }),
  target: (line) => ({ value: line, date: line, rationale: line }),
  ratingScale: (line) => [line, line],
  temporalScope: (line) => ({ start: line, end: line }),
}

function valueOf({ name, shape }: Field, text: string): unknown {
  const line = text.slice(0, LIMITS.line)
  if (shape === 'text' || shape === 'lines') return text
  if (shape === 'line') return line
  if (shape === 'date') return text.slice(0, 40)
  if (shape === 'codes') return [text.slice(0, 64)]
  return shape === 'structure' ? STRUCTURES[name]?.(line) : undefined
}

/** A record of a kind that says the same in all of its fields. */
const full = (is: RecordKind, text: string) =>
  Object.fromEntries(fieldsOf(is).map((field) => [field.name, valueOf(field, text)] as const))

function boardOf(is: RecordKind, text: string): Content {
  const isLink = !(ELEMENT_KINDS as readonly string[]).includes(is)
  const ids = is === 'mission' ? [MISSION_ID] : ['x', 'y']
  const ends = isLink ? { fromId: 'a', toId: 'b' } : {}
  const records = ids.map((id) => ({ ...full(is, text), ...ends, id, is }))
  const cards = ['a', 'b'].map((id) => ({ id, is: 'effect', text }))
  const puts = [...cards, ...records].map((record) => {
    const root = isLink && 'fromId' in record ? 'links' : 'elements'
    return { do: 'put', root, record } as unknown as Change
  })
  return contentFrom({ ...blankDossier('ref-1', ''), title: text.slice(0, LIMITS.title) }, puts)
}

const kinds: readonly RecordKind[] = [...new Set([...ELEMENT_KINDS, ...ENTITY_KINDS])]

test('whatever is written in the fields of a card or an arrow is exported, checked and read back, or told', () => {
  fc.assert(
    fc.property(fc.constantFrom(...kinds), hostile, (is, text) => {
      const content = boardOf(is, text)
      expect(content.quarantined).toEqual([])
      const document = derive(content, stamp)
      findings(content, people)
      twinsOf(content)
      tidy(content, 'tree')
      withoutWorkingNotes(document)
      expect(parseClip(JSON.stringify(copy(content, 'ideas', content.elements.keys()))) ?? text.length).toBeTruthy()
      const imported = importReferentiel(canonicalText(document), () => 'new')
      if (!imported.ok) {
        const codes = new Set(imported.issues.map(({ code }) => code))
        expect(['too_long', 'too_many', 'too_large']).toEqual(expect.arrayContaining([...codes]))
        return
      }
      const again = derive(contentFrom(imported.dossier, imported.changes), stamp)
      expect(isSame(difference(JSON.parse(canonicalText(document)) as typeof document, again))).toBe(true)
    }),
    { numRuns: 120, seed: 20_261_201 },
  )
})

test('whatever is typed or pasted into a box is read', () => {
  const board = boardOf('effect', 'Les habitants mangent mieux')
  const targets = targetsOf('effect').map(({ name }) => name)
  fc.assert(
    fc.property(hostile, (text) => {
      const sections = [...cardSections(board, text), ...cardSections(boardOf('effect', text), 'mieux!')]
      const lines = [...portionOf(text).lines, ...cellsIn(text).flat(), ...(tableIn(text) ?? []).flat()]
      const table = [targets.map(() => text)]
      const { dossier } = board
      const read = readColumns({ dossier, is: 'effect', table, headed: false, targets, from: 0 })
      expect([sections, lines, read, linkSections(board, text)].every(Boolean)).toBe(true)
      expect([typedHour(text), v.is(email(), text)]).toEqual([null, false])
      oneLine(text)
    }),
    { numRuns: 60, seed: 20_261_202 },
  )
})
