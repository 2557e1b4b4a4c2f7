import { readFileSync } from 'node:fs'
import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { contentFrom } from '#lib/domain/apply.ts'
import { blankDossier } from '#lib/domain/schema/dossier.ts'
import { schemaFiles } from '../../../../tests/support/schema-files.ts'
import { canonicalize } from './canonical.ts'
import { derive } from './derive.ts'
import { structure, validated } from './format.ts'
import { ENTITY_KINDS, documentFields, type LinesField } from './mapping.ts'

const example = JSON.parse(readFileSync('tests/fixtures/boucles-vives.referentiel.json', 'utf8')) as Record<
  string,
  never
>
const stamp = { exportedAt: '2026-11-20T10:00:00Z', exportedFrom: null }
const issuesOf = (schema: typeof structure, document: unknown) =>
  v.safeParse(schema, document).issues?.map((issue) => v.getDotPath(issue)) ?? []

describe('the format', () => {
  test.each(schemaFiles())(
    '$path is up to date: run tests/support/write-schema.ts after a change',
    ({ path, text }) => {
      expect(readFileSync(path, 'utf8')).toBe(text)
    },
  )

  test('the example passes both strengths, as it is and in canonical form', () => {
    for (const document of [example, canonicalize(example)]) {
      expect(issuesOf(structure, document)).toEqual([])
      expect(issuesOf(validated, document)).toEqual([])
    }
  })

  test('a blank board passes the structure and is far from validated', () => {
    const blank = derive(contentFrom(blankDossier('ref-1', 'Essai'), []), stamp)
    expect(issuesOf(structure, blank)).toEqual([])
    expect(issuesOf(validated, blank)).toEqual([
      'mission.missionStatement',
      'mission.problem',
      'mission.publics',
      'mission.ambition',
    ])
  })

  test('cards of every kind with nothing filled pass the structure', () => {
    const kinds = ENTITY_KINDS.filter((is) => documentFields(is).every(({ end }) => !end))
    const puts = kinds.map((is) => ({ do: 'put', root: 'elements', record: { id: is, is: is as 'note' } }) as const)
    const document = derive(contentFrom(blankDossier('ref-1', 'Essai'), puts), stamp)
    expect(issuesOf(structure, document)).toEqual([])
    expect(document.indicators[0]).toMatchObject({
      name: null,
      sources: [],
      baseline: null,
      ratingScale: [],
      measures: null,
    })
  })

  test('a validated document names each of its sources and dates its days', () => {
    const [first, ...others] = example.indicators as unknown as Record<string, unknown>[]
    const broken = { ...first, sources: [{ label: null, kind: 'survey' }], unit: '', measures: null }
    const [seen, ...rest] = example.evidence as unknown as Record<string, unknown>[]
    const document = {
      ...example,
      indicators: [broken, ...others],
      evidence: [{ ...seen, collectedAt: 'hier' }, ...rest],
    }
    expect(issuesOf(structure, document)).toEqual([])
    expect(issuesOf(validated, document).sort()).toEqual([
      'evidence.0.collectedAt',
      'indicators.0.measures',
      'indicators.0.sources.0.label',
      'indicators.0.unit',
    ])
  })

  test('the list fields that the types name are those of the table', () => {
    const named: Record<LinesField, true> = {
      publics: true,
      values: true,
      scopeIn: true,
      scopeOut: true,
      expectations: true,
      contributions: true,
      disaggregation: true,
    }
    const fields = (['mission', ...ENTITY_KINDS] as const).flatMap((is) => documentFields(is))
    expect(
      fields
        .filter(({ form }) => form === 'lines')
        .map(({ as }) => as)
        .sort(),
    ).toEqual(Object.keys(named).sort())
  })
})
