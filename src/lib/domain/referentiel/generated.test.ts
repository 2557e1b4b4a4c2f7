/** Boards that nobody would make by hand: whatever is on a board, its document is read back to the same bytes. */
import fc from 'fast-check'
import * as v from 'valibot'
import { expect, test } from 'vitest'
import { contentFrom } from '#lib/domain/apply.ts'
import type { Change } from '#lib/domain/change.ts'
import { blankDossier, type Dossier } from '#lib/domain/schema/dossier.ts'
import { ELEMENT_KINDS, fieldsOf, type Field, type RecordKind } from '#lib/domain/schema/element.ts'
import { MISSION_ID } from '#lib/domain/schema/setting.ts'
import { canonicalize, canonicalText } from './canonical.ts'
import { derive } from './derive.ts'
import { difference, isSame } from './difference.ts'
import { structure } from './format.ts'
import { importReferentiel } from './import.ts'
import { findings } from './rules/rules.ts'

const IDS = Array.from({ length: 14 }, (_, i) => `x${i}`)
const id = fc.constantFrom(...IDS, 'nowhere', MISSION_ID)
const words = fc.oneof(
  fc.constantFrom('', ' ', '\n', 'é', '2025-01-01', '<b>', '- un\n- deux\r\n'),
  fc.string({ unit: 'grapheme' }),
)
const word = fc.option(words)

const STRUCTURES: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  sources: fc.array(
    fc.record({ label: word, kind: fc.constantFrom('survey', null), url: word, ownerId: fc.option(id) }),
    { maxLength: 3 },
  ),
  baseline: fc.record({
    value: fc.oneof(word, fc.double({ noNaN: true, noDefaultInfinity: true })),
    date: word,
    note: word,
  }),
  target: fc.record({ value: fc.option(fc.integer()), date: word, rationale: word, more: fc.jsonValue() }),
  ratingScale: fc.array(words, { maxLength: 3 }),
  salience: fc.record({
    power: fc.option(fc.boolean()),
    legitimacy: fc.option(fc.boolean()),
    urgency: fc.option(fc.boolean()),
  }),
  consent: fc.record({ given: fc.option(fc.boolean()), scope: fc.constantFrom('restitution', null) }),
  temporalScope: fc.record({ start: word, end: word }),
  points: fc.constant([0, 0, 1, 1]),
  formerly: fc.array(fc.record({ field: fc.constant('text'), text: words, at: fc.nat() }), { maxLength: 2 }),
}

function valueOf({ name, shape, options = [], min = 0, max = 5 }: Field): fc.Arbitrary<unknown> {
  switch (shape) {
    case 'text':
    case 'lines':
      return words
    case 'line':
    case 'date':
      return fc.option(words.map((text) => text.slice(0, 40)))
    case 'number':
      return fc.option(fc.integer({ min, max: Math.min(max, 1_000) }))
    case 'flag':
      return fc.option(fc.boolean())
    case 'choice':
      return fc.constantFrom(null, ...options)
    case 'choices':
      return fc.subarray([...options])
    case 'codes':
      return fc.uniqueArray(fc.constantFrom('12.5', '11.a', '99.z'))
    case 'reference':
      return fc.option(id)
    case 'references':
      return fc.uniqueArray(id, { maxLength: 4 })
    case 'structure':
      return fc.option(STRUCTURES[name]!)
  }
}

const extra = fc.option(
  fc.dictionary(fc.constantFrom('colour', 'title', 'kind', 'by', 'constructor', 'é'), fc.jsonValue()),
)
const fields = (is: RecordKind) =>
  fc.record(Object.fromEntries(fieldsOf(is).map((field) => [field.name, valueOf(field)])))
/** The server gives each ref once. */
const refOf = (recordId: string) => fc.constantFrom(null, `E${recordId}`, `A${recordId}`)

const element = (recordId: string): fc.Arbitrary<Change> =>
  fc
    .constantFrom(...ELEMENT_KINDS.filter((is) => is !== 'mission'))
    .chain((is) =>
      fc
        .record({ own: fields(is), extra, ref: refOf(recordId) })
        .map(({ own, ...more }) => put({ ...own, ...more, id: recordId, is, by: 'someone' })),
    )
const put = (record: object) => ({ do: 'put', root: 'elements', record }) as Change
const mission = fc
  .record({ own: fields('mission'), extra })
  .map(({ own, extra }) => put({ ...own, extra, id: MISSION_ID, is: 'mission' }))
const link = (recordId: string): fc.Arbitrary<Change> =>
  fc
    .constantFrom('causal', 'concerns', 'relation')
    .chain((is) =>
      fc
        .record({ own: fields(is as 'causal'), extra, fromId: id, toId: id })
        .map(
          ({ own, ...more }) => ({ do: 'put', root: 'links', record: { ...own, ...more, id: recordId, is } }) as Change,
        ),
    )
const gone = { by: 'someone', at: 1 }
const removal = fc.constantFrom(...IDS, 'k1', 'k2').map((recordId): Change => ({
  do: 'remove',
  root: recordId.startsWith('k') ? 'links' : 'elements',
  id: recordId,
  gone,
}))
const changes = fc
  .tuple(
    fc.option(mission),
    fc.subarray(IDS).chain((ids) => fc.tuple(...ids.map(element))),
    fc.subarray(['k1', 'k2', 'k3', 'k4', 'k5', 'k6']).chain((ids) => fc.tuple(...ids.map(link))),
    fc.array(removal, { maxLength: 3 }),
  )
  .map(([first, elements, links, removals]) => [...(first ? [first] : []), ...elements, ...links, ...removals])

const dossier: fc.Arbitrary<Dossier> = fc
  .record({
    title: words,
    fictitious: fc.boolean(),
    provenance: fc.option(fc.dictionary(fc.constantFrom('basis', 'sources'), fc.jsonValue())),
    extra: fc.option(fc.dictionary(fc.constantFrom('layout', 'campaign', '__proto'), fc.jsonValue())),
    programme: fc.option(
      fc.record({
        id: fc.constant('pg'),
        name: word,
        startDate: word,
        endDate: word,
        organizerIds: fc.array(id, { maxLength: 3 }),
      }),
    ),
  })
  .map((more) => ({ ...blankDossier('ref-1', ''), ...more }))

const stamp = {
  exportedAt: '2026-11-20T10:00:00Z',
  exportedFrom: { boardId: 'b', snapshotId: null, snapshotLabel: null },
}

test('export, import, export gives the same bytes for any board, and points to check never throw', () => {
  fc.assert(
    fc.property(dossier, changes, (given, made) => {
      const content = contentFrom(given, made)
      expect(content.quarantined).toEqual([])
      const document = derive(content, stamp)
      expect(document).toEqual(canonicalize(document))
      const text = canonicalText(document)
      expect(v.safeParse(structure, JSON.parse(text)).issues?.map((issue) => v.getDotPath(issue))).toBeUndefined()
      const imported = importReferentiel(text, () => 'new')
      const told = findings(content).some(({ code }) => code === 'REF-04')
      expect(imported.ok ? [] : imported.issues.map(({ code }) => code)).toSatisfy((codes: string[]) =>
        told ? codes.every((code) => code === 'cyclic_territory') && codes.length > 0 : codes.length === 0,
      )
      if (!imported.ok) return
      const again = contentFrom(imported.dossier, imported.changes)
      const document2 = derive(again, stamp)
      expect(canonicalText(document2)).toBe(text)
      expect(isSame(difference(document, document2))).toBe(true)
    }),
    { numRuns: 300, seed: 20_261_122 },
  )
})
