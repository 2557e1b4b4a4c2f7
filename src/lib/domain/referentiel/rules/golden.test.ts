/** The example's findings, word for word, and the mutations of DOMAIN's head. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { contentFrom } from '#lib/domain/apply.ts'
import { canonicalText } from '../canonical.ts'
import { derive } from '../derive.ts'
import type { Stamp } from '../format.ts'
import { importReferentiel } from '../import.ts'
import { findings } from './rules.ts'

type Entity = Record<string, unknown> & { id: string }
type Example = Stamp & Record<'links' | 'outputs' | 'indicators' | 'evidence', Entity[]>

const text = readFileSync('tests/fixtures/boucles-vives.referentiel.json', 'utf8')
const example = () => JSON.parse(text) as Example
function contentOf(document: Example) {
  const imported = importReferentiel(JSON.stringify(document), () => 'new')
  if (!imported.ok) throw new Error(JSON.stringify(imported.issues))
  return contentFrom(imported.dossier, imported.changes)
}
const linesOf = (document: Example) =>
  findings(contentOf(document)).map(
    ({ code, severity, subjects, params }) => `${code} ${severity} ${subjects.join(' ')} ${JSON.stringify(params)}`,
  )
/** What a mutation adds to the example's own findings. */
function added(mutate: (document: Example) => void): readonly string[] {
  const document = example()
  mutate(document)
  const before = new Set(linesOf(example()))
  return linesOf(document).filter((line) => !before.has(line))
}
const byId = (entities: readonly Entity[], id: string) => entities.find((entity) => entity.id === id)!

describe('the example', () => {
  test('gives the canonical document, to the letter', async () => {
    const { exportedAt, exportedFrom } = example()
    await expect(canonicalText(derive(contentOf(example()), { exportedAt, exportedFrom }))).toMatchFileSnapshot(
      '../../../../../tests/fixtures/boucles-vives.canonical.json',
    )
  })

  test('gives its findings, to the letter', async () => {
    await expect(`${linesOf(example()).join('\n')}\n`).toMatchFileSnapshot(
      '../../../../../tests/fixtures/boucles-vives.findings.txt',
    )
  })

  test('gives the findings that its author knew, and no other', () => {
    const known = findings(contentOf(example())).map(({ code, subjects }) => `${code} ${subjects[0] ?? ''}`)
    expect(known.filter((each) => !each.startsWith('LNK-06'))).toEqual([
      'IND-04 in-08',
      'IND-04 in-10',
      'IND-04 in-15',
      'IND-06 in-21',
      'STK-03 pp-12',
      'ASM-01 hy-04',
    ])
    expect(known.filter((each) => each.startsWith('LNK-06'))).toHaveLength(7)
  })
})

describe('the mutations', () => {
  test('an output that is deleted leaves references to nowhere', () => {
    const lines = added((document) => {
      document.outputs = document.outputs.filter(({ id }) => id !== 're-02')
    })
    expect(lines.map((line) => line.split(' {')[0])).toEqual([
      'REF-01 error in-02',
      'REF-01 error li-02',
      'REF-01 error li-08',
      'REF-01 error li-09',
    ])
    expect(lines[0]).toContain('"field":"measuresId","ref":"re-02"')
  })

  test('an arrow back to the start closes a loop, which is named with the arrow to turn around', () => {
    const lines = added((document) => {
      document.links.push({ id: 'li-99', fromId: 'ef-15', toId: 'ef-01', kind: 'leads_to' })
    })
    expect(lines.map((line) => line.split(' {')[0])).toEqual(['LNK-02 error li-99 ef-01 ef-15', 'LNK-04 warning li-99'])
    expect(lines[0]).toContain('"loop":"E1 → E15 → E1"')
  })

  test('an effect measured by an output indicator', () => {
    const lines = added((document) => {
      byId(document.indicators, 'in-12').type = 'output'
    })
    expect(lines.map((line) => line.split(' {')[0])).toEqual(['IND-02 error in-12'])
  })

  test('an indicator whose sources are emptied', () => {
    const lines = added((document) => {
      byId(document.indicators, 'in-06').sources = []
    })
    expect(lines.map((line) => line.split(' {')[0])).toEqual(['IND-03 error in-06'])
    expect(lines[0]).toContain('"problem":"source"')
  })

  test('a name in a speaker profile', () => {
    const lines = added((document) => {
      byId(document.evidence, 'vb-01').speakerProfile = 'Karima Benali, salariée en parcours'
    })
    expect(lines).toEqual(['EVD-01 error vb-01 {"text":"","problem":"profile"}'])
  })
})
