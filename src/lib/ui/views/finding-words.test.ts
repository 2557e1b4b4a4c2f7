import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { applyChanges, contentFrom } from '#lib/domain/apply.ts'
import type { Change, NewElement } from '#lib/domain/change.ts'
import { importReferentiel } from '#lib/domain/referentiel/import.ts'
import { findings, RULES } from '#lib/domain/referentiel/rules/rules.ts'
import { PHASES, blankDossier } from '#lib/domain/schema/dossier.ts'
import { m } from '#lib/i18n/paraglide/messages.js'
import { pointGroups, pointsOf } from './finding-words.ts'

/** The values of `problem` that a rule may give. */
const PROBLEMS: Record<string, readonly string[]> = {
  'REF-03': ['', 'date', 'sdg', 'item'],
  'QUE-01': ['user', 'criterion'],
  'IND-03': ['both', 'source', 'method'],
  'IND-04': ['unit', 'baseline', 'direction', 'dates', 'percent'],
  'STK-02': ['beneficiary', 'people'],
  'IND-06': ['bank', 'twins'],
  'IND-07': ['twice', 'nested'],
  'IND-09': ['responsible', 'scale'],
  'IND-10': ['effect', 'total'],
  'BAL-02': ['question', 'figures', 'accounts'],
  'EVD-01': ['consent', 'profile'],
  'SEC-01': ['email', 'phone', 'name'],
}
const put = (record: NewElement): Change => ({ do: 'put', root: 'elements', record })

describe('points to check', () => {
  test('every rule has its question in words', () => {
    for (const { code } of RULES)
      for (const problem of PROBLEMS[code] ?? ['']) {
        const name = `finding_${code.toLowerCase().replace('-', '_')}${problem && `_${problem}`}`
        expect(Object.keys(m), name).toContain(name)
      }
  })

  test('the example asks nothing in codes', () => {
    const file = new URL('../../../../tests/fixtures/boucles-vives.referentiel.json', import.meta.url)
    let n = 0
    const imported = importReferentiel(readFileSync(file, 'utf8'), () => `n${n++}`)
    if (!imported.ok) throw new Error('the example imports')
    const content = contentFrom(imported.dossier, imported.changes)
    const said = pointGroups(content, findings(content)).flatMap(({ subjects }) =>
      subjects.flatMap(({ name, points }) => [name, ...points.map(({ question }) => question)]),
    )
    expect(said.length).toBeGreaterThan(5)
    for (const words of said) expect(words).not.toMatch(/finding_|field_|kind_|undefined/)
  })

  test('a repair is offered in words', () => {
    const content = applyChanges(contentFrom({ ...blankDossier('r', 'Essai'), awake: [...PHASES] }, []), [
      put({ id: 'e', is: 'effect', text: 'Organiser un forum' }),
    ])
    const points = pointGroups(content, findings(content)).flatMap(({ subjects }) =>
      subjects.flatMap((each) => each.points),
    )
    const [point] = points.filter(({ answers }) => answers.length > 0)
    expect(point!.question).toBe(m.finding_eff_04())
    expect(point!.answers.map(({ label }) => label)).toEqual([m.repair_eff_04(), m.settle_eff_04()])
    // The panel asks it in its own words, whatever sleeps.
    expect(pointsOf(content, 'e').map(({ question }) => question)).not.toContain(m.finding_eff_04())
  })

  test('the unset fields of one card are one line', () => {
    const content = applyChanges(contentFrom(blankDossier('r', 'Essai'), []), [
      put({ id: 's', is: 'stakeholder', text: 'Habitants' }),
    ])
    const card = pointGroups(content, findings(content))
      .find(({ severity }) => severity === 'error')!
      .subjects.find(({ id }) => id === 's')!
    expect(card.points).toHaveLength(1)
    expect(card.points[0]!.question).toContain(m.field_role())
    expect(card.points[0]!.question).toContain(m.field_side())
  })

  test('the same question about one card is asked once', () => {
    const content = applyChanges(contentFrom(blankDossier('r', 'Essai'), []), [
      put({ id: 'q', is: 'question', text: 'Quoi ?', effectIds: ['nowhere-1', 'nowhere-2'] }),
    ])
    const asked = pointGroups(content, findings(content))
      .flatMap(({ subjects }) => subjects)
      .filter(({ id }) => id === 'q')
      .flatMap(({ points }) => points.map(({ question }) => question))
    expect(new Set(asked).size).toBe(asked.length)
    expect(asked).toContain(m.finding_ref_01_field({ field: m.field_effectIds() }))
  })
})
