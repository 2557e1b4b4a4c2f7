import { describe, expect, test } from 'vitest'
import { applyChanges, blankContent } from '#lib/domain/apply.ts'
import { elementsOf } from '#lib/domain/content.ts'
import { centreOf } from '#lib/domain/geometry.ts'
import { rectOf } from '#lib/domain/views/views.ts'
import { zoneAt } from '#lib/domain/views/columns.ts'
import { blankDossier } from '#lib/domain/schema/dossier.ts'
import { overwriteGetLocale } from '#lib/i18n/paraglide/runtime.js'
import type { Writing } from '#lib/domain/commands/write.ts'
import { guess, readColumns, unknownOf, writeRows, type Table } from './columns.ts'

overwriteGetLocale(() => 'fr')
const blank = blankContent(blankDossier('ref-1', 'Essai'))
const plan = (is: 'stakeholder' | 'effect', table: Table, writing: Partial<Writing> = {}) => {
  let made = 0
  const { headed, targets } = guess(is, table)
  const { rows, refused } = readColumns({ dossier: blank.dossier, is, table, headed, targets, from: 0, most: 1_000 })
  return { ...writeRows(blank, rows, { is, by: null, newId: () => `n${++made}`, ...writing }), refused }
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
    expect(refused).toEqual([{ line: 2, name: 'horizon', column: 'Terme', value: 'bientôt' }])
    const after = applyChanges(blank, changes)
    expect(elementsOf(after, 'effect')).toMatchObject([{ text: 'osent', horizon: null }])
    expect([...after.links.values()]).toMatchObject([{ is: 'concerns' }])
  })

  test('are read in the words that the board shows, a ring with its number, a sign before or not', () => {
    const stakeholders = plan('stakeholder', [
      ['Nom', 'Cercle'],
      ['Mairie', '2 Partenaires engagés'],
      ['Écoles', '1\u00a0Pilotage\u00a0: élus et services'],
    ])
    expect(stakeholders.refused).toEqual([])
    expect(elementsOf(applyChanges(blank, stakeholders.changes), 'stakeholder')).toMatchObject([
      { circle: 2 },
      { circle: 1 },
    ])
    const effects = plan('effect', [
      ['Effet', 'Sens'],
      ['osent', 'Positif'],
      ['paient', '− Négatif'],
      ['fuient', 'Négatif'],
    ])
    expect(effects.refused).toEqual([])
    expect(elementsOf(applyChanges(blank, effects.changes), 'effect').map(({ polarity }) => polarity)).toEqual([
      'positive',
      'negative',
      'negative',
    ])
  })

  test('tie an effect to each of the stakeholders that «Pour qui ?» names', () => {
    const { changes } = plan('effect', [
      ['Effet', 'Pour qui ?'],
      ['réparent', 'Mairie ; Région'],
      ['osent', 'région'],
    ])
    const after = applyChanges(blank, changes)
    expect(elementsOf(after, 'stakeholder').map(({ text }) => text)).toEqual(['Mairie', 'Région'])
    expect([...after.links.values()].filter(({ is }) => is === 'concerns')).toHaveLength(3)
  })

  test('are corrected a value at a time, and what is not is told again', () => {
    const table = [
      ['Nom', 'Cercle', 'Influence', 'Type'],
      ['Mairie', 'dedans', 'beaucoup', 'bizarre'],
      ['Écoles', 'dedans', '1', ''],
    ]
    const columns = {
      dossier: blank.dossier,
      is: 'stakeholder',
      table,
      ...guess('stakeholder', table),
      from: 0,
    } as const
    const { refused } = readColumns(columns)
    const unknown = unknownOf(blank.dossier, 'stakeholder', refused)
    expect(unknown.map(({ column, value }) => `${column} ${value}`)).toEqual([
      'Cercle dedans',
      'Influence beaucoup',
      'Type bizarre',
    ])
    const [circle, influence, kind] = unknown.map(({ key }) => key)
    expect(unknown[1]!.options!.at(-1)).toEqual({ value: '5', words: expect.any(String) as string })
    const corrected = { [circle!]: unknown[0]!.options![1]!.value, [influence!]: '5', [kind!]: '' }
    const { rows, refused: left } = readColumns({ ...columns, corrected })
    expect(rows.map(({ fields }) => fields)).toMatchObject([
      { circle: 2, power: 5 },
      { circle: 2, power: 1 },
    ])
    expect(left).toMatchObject([{ line: 2, value: 'bizarre' }])
  })

  test('read influence and interest in the words of the interface, masculine or feminine', () => {
    const { changes, refused } = plan('stakeholder', [
      ['Nom', 'Influence', 'Intérêt'],
      ['Mairie', 'Forte', 'assez fort'],
      ['Habitants', 'faible', 'très forte'],
      ['Écoles', 'quelconque', ''],
    ])
    expect(refused).toEqual([{ line: 4, name: 'power', column: 'Influence', value: 'quelconque' }])
    expect(elementsOf(applyChanges(blank, changes), 'stakeholder')).toMatchObject([
      { power: 4, interest: 3 },
      { power: 1, interest: 5 },
      { power: null, interest: null },
    ])
  })

  test('take the zone and «Pour qui ?» that they are written in, unless a row says otherwise', () => {
    const table: Table = [
      ['Effet', 'Pour qui ?', 'Terme'],
      ['le prix monte', '', 'court terme'],
      ['le bruit gêne', 'Riverains', ''],
    ]
    const { changes } = plan('effect', table, { zone: 'negative', forWhom: 'Jeunes' })
    const after = applyChanges(blank, changes)
    const effects = elementsOf(after, 'effect')
    expect(effects).toMatchObject([
      { polarity: 'negative', horizon: 'short' },
      { polarity: 'negative', horizon: null },
    ])
    expect(effects.map((effect) => zoneAt(after, centreOf(rectOf(after, 'tree', effect)!)))).toEqual([
      'negative',
      'negative',
    ])
    const names = [...after.links.values()].map(({ fromId }) => after.elements.get(fromId)?.text)
    expect(names).toEqual(['Jeunes', 'Riverains'])
  })

  test('are read in portions, lines counted from the top', () => {
    const table: Table = [['Nom', 'Influence'], ...[1, 2, 3, 4, 5].map((n) => [`P${n}`, n === 4 ? 'beaucoup' : '1'])]
    const { headed, targets } = guess('stakeholder', table)
    const { rows, refused, next, left } = readColumns({
      dossier: blank.dossier,
      is: 'stakeholder',
      table,
      headed,
      targets,
      from: 2,
      most: 2,
    })
    expect([next, left]).toEqual([4, 1])
    expect(rows.map(({ text }) => text)).toEqual(['P3', 'P4'])
    expect(refused).toEqual([{ line: 5, name: 'power', column: 'Influence', value: 'beaucoup' }])
  })
})

describe('values that cannot be kept as they are', () => {
  test('a day that the calendar does not have is refused and told', () => {
    const table = [
      ['Verbatim', 'Recueilli le'],
      ['On ose entrer', '31/02/2026'],
      ['On se parle', '28 février 2026'],
    ]
    const columns = {
      dossier: blank.dossier,
      is: 'evidence',
      table,
      headed: true,
      targets: ['text', 'collectedAt'],
      from: 0,
    } as const
    const { rows, refused } = readColumns(columns)
    expect(refused).toMatchObject([{ line: 2, value: '31/02/2026' }])
    expect(rows.map(({ fields }) => fields)).toEqual([{}, { collectedAt: '2026-02-28' }])
  })

  test('a line longer than its field is refused and told, never cut', () => {
    const table = [['On ose', 'x'.repeat(2_001)]]
    const columns = {
      dossier: blank.dossier,
      is: 'evidence',
      table,
      headed: false,
      targets: ['text', 'speakerProfile'],
      from: 0,
    } as const
    expect(readColumns(columns).refused).toHaveLength(1)
  })
})
