import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { contentFrom } from '#lib/domain/apply.ts'
import { blankDossier } from '#lib/domain/schema/dossier.ts'
import { canonicalText } from './canonical.ts'
import { derive } from './derive.ts'
import type { Referentiel } from './format.ts'
import { importReferentiel } from './import.ts'
import { withoutWorkingNotes } from './workingNotes.ts'

const example = JSON.parse(readFileSync('tests/fixtures/boucles-vives.referentiel.json', 'utf8')) as Referentiel
const [quotation] = example.evidence
const sharedOf = (more: object) => {
  const evidence = [{ ...quotation!, id: 'vb', text: 'Je n’osais pas entrer', ...more }]
  const decisions = [{ ...example.decisions[0]!, subjectIds: ['vb', 'ef-01'] }]
  return withoutWorkingNotes({ ...example, evidence, decisions } as Referentiel)
}

describe('words of people in a plain download', () => {
  test.each([
    ['«Non»', { consent: { given: false, scope: null } }],
    ['«Usage interne»', { consent: { given: true, scope: 'usage_interne' } }],
    ['an agreement to nothing in particular', { consent: { given: true, scope: null } }],
    ['no answer', { consent: null }],
    ['a document that is not to be shared', { type: 'document', consent: { given: false, scope: null } }],
  ])('%s: neither they nor what names them', (_what, more) => {
    const shared = sharedOf(more)
    expect(shared.evidence).toEqual([])
    expect(shared.decisions[0]!.subjectIds).toEqual(['ef-01'])
    expect(canonicalText(shared)).not.toMatch(/osais|"vb"/)
  })

  test.each([
    ['agreed to the restitution', { consent: { given: true, scope: 'restitution' } }],
    ['agreed to be published', { consent: { given: true, scope: 'publication_anonymisee' } }],
    ['a figure, which is nobody’s word', { type: 'figure', consent: null }],
  ])('%s: they leave', (_what, more) => {
    const shared = sharedOf(more)
    expect(shared.evidence.map(({ id }) => id)).toEqual(['vb'])
    expect(shared.decisions[0]!.subjectIds).toEqual(['ef-01', 'vb'])
  })

  test('the wordings that were merged into a quotation stay inside', () => {
    expect(canonicalText(sharedOf({ mergedFrom: [{ id: 'vb-9', text: 'Chez nous, rue des Lilas' }] }))).not.toMatch(
      /Lilas|mergedFrom/,
    )
  })
})

test('a document has the licence that somebody chose, and none where nobody did', () => {
  const stamp = { exportedAt: '2026-11-20T10:00:00Z', exportedFrom: null }
  const blank = derive(contentFrom(blankDossier('ref-1', 'Essai'), []), stamp)
  expect(blank.license).toBeNull()
  for (const license of [null, 'ODbL-1.0']) {
    const imported = importReferentiel(canonicalText({ ...blank, license }), () => 'new')
    expect(imported.ok && imported.dossier.license).toBe(license)
  }
})
