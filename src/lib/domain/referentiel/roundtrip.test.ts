import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { contentFrom } from '#lib/domain/apply.ts'
import { canonicalText, canonicalize, hashText } from './canonical.ts'
import { derive } from './derive.ts'
import type { Stamp } from './format.ts'
import { importReferentiel } from './import.ts'

const text = readFileSync('tests/fixtures/boucles-vives.referentiel.json', 'utf8')
const example = JSON.parse(text) as Stamp & Record<string, unknown>
const stamp: Stamp = { exportedAt: example.exportedAt, exportedFrom: example.exportedFrom }

let next = 0
const read = (document: string) => {
  const imported = importReferentiel(document, () => `new-${next++}`)
  if (!imported.ok) throw new Error(JSON.stringify(imported.issues))
  return imported
}
const exportOf = (document: string) => {
  const { dossier, changes } = read(document)
  return canonicalText(derive(contentFrom(dossier, changes), stamp))
}

describe('import and export', () => {
  test('the example comes back equal, in canonical form', () => {
    const { dossier, changes } = read(text)
    const content = contentFrom(dossier, changes)
    expect(content.quarantined).toEqual([])
    expect(derive(content, stamp)).toEqual(canonicalize(example))
  })

  test('export, import, export gives the same bytes', () => {
    const first = exportOf(text)
    expect(exportOf(first)).toBe(first)
  })

  test('the hash ignores when and where a document left', () => {
    const later = { ...example, exportedAt: '2027-01-01T00:00:00Z', exportedFrom: null }
    expect(hashText(later)).toBe(hashText(example))
    expect(hashText({ ...example, title: 'Autre' })).not.toBe(hashText(example))
  })
})
