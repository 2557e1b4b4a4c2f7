import { describe, expect, test } from 'vitest'
import { applyChanges, blankContent } from '#lib/domain/apply.ts'
import { elementsOf } from '#lib/domain/content.ts'
import { blankDossier } from '#lib/domain/schema/dossier.ts'
import { overwriteGetLocale } from '#lib/i18n/paraglide/runtime.js'
import { guess, planColumns, type Table } from './columns.ts'

overwriteGetLocale(() => 'fr')
const blank = blankContent(blankDossier('ref-1', 'Essai'))
const plan = (is: 'stakeholder' | 'effect', table: Table) => {
  let made = 0
  const { headed, targets } = guess(is, table)
  return planColumns(blank, { is, table, headed, targets, view: null, by: null, newId: () => `n${++made}` })
}

describe('rows of a spreadsheet', () => {
  test('are read by their headings, in any case and with or without accents', () => {
    const { changes, refused } = plan('stakeholder', [
      ['NOM', 'Rôle', 'Influence', 'Notes à nous'],
      ['Mairie', 'contributrice', '4,5', 'x'],
      ['Habitants', 'Bénéficiaire', '1', ''],
    ])
    expect(refused).toEqual([])
    expect(elementsOf(applyChanges(blank, changes), 'stakeholder')).toMatchObject([
      { text: 'Mairie', role: 'contributing', power: 4.5 },
      { text: 'Habitants', role: 'beneficial', power: 1 },
    ])
  })

  test('without headings give their first column as text', () => {
    const { changes } = plan('stakeholder', [
      ['Mairie', '12'],
      ['Écoles', '3'],
    ])
    expect(elementsOf(applyChanges(blank, changes), 'stakeholder').map(({ text }) => text)).toEqual([
      'Mairie',
      'Écoles',
    ])
  })

  test('name the values that are not understood by line and column, and keep the rest of the row', () => {
    const { changes, refused } = plan('effect', [
      ['Effet', 'Terme', 'Pour qui ?'],
      ['osent', 'bientôt', 'Jeunes'],
    ])
    expect(refused).toEqual([{ line: 2, column: 'Terme', value: 'bientôt' }])
    const after = applyChanges(blank, changes)
    expect(elementsOf(after, 'effect')).toMatchObject([{ text: 'osent', horizon: null }])
    expect([...after.links.values()]).toMatchObject([{ is: 'concerns' }])
  })
})
