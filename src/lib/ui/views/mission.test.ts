import { describe, expect, test } from 'vitest'
import { applyChanges, contentFrom } from '#lib/domain/apply.ts'
import type { NewElement } from '#lib/domain/change.ts'
import { elementsOf } from '#lib/domain/content.ts'
import { derive } from '#lib/domain/referentiel/derive.ts'
import { blankDossier } from '#lib/domain/schema/dossier.ts'
import { fieldOf } from '#lib/domain/schema/element.ts'
import { MISSION_ID } from '#lib/domain/schema/setting.ts'
import { evaluated, FIELDS_OF, fieldTakingOver, takeOver, type MissionZone } from './mission.ts'

const boardOf = (...records: readonly NewElement[]) =>
  contentFrom(
    blankDossier('r', 'Essai'),
    records.map((record) => ({ do: 'put', root: 'elements', record }) as const),
  )

describe('the zones of the mission', () => {
  test('fill fields that the mission has', () => {
    for (const fields of Object.values(FIELDS_OF))
      for (const field of fields) expect(fieldOf('mission', field), field).toBeDefined()
  })

  test('take notes over where something is written, not where words are chosen', () => {
    const taking = (Object.keys(FIELDS_OF) as MissionZone[]).filter((zone) => fieldTakingOver(zone) !== null)
    expect(taking).not.toContain('use')
    expect(taking).toContain('sentence')
  })

  test('put a note at the end of what is written', () => {
    const content = boardOf({ id: MISSION_ID, is: 'mission', problem: 'Des objets jetés.\n' })
    expect(takeOver(content, 'problem', ' Peu d’emplois. ')).toEqual({
      field: 'problem',
      text: 'Des objets jetés.\nPeu d’emplois.',
    })
    expect(takeOver(content, 'sentence', 'Nous réparons.')).toEqual({ field: 'text', text: 'Nous réparons.' })
  })
})

describe('our role', () => {
  test('is that of a structure of the board where it has this name, and keeps its other roles', () => {
    const before = boardOf({ id: 'o', is: 'organization', text: 'Pôle Boucles', roles: ['facilitator_of_approach'] })
    const after = applyChanges(before, evaluated(before, ' pole boucles ', { id: 'new', by: 'me' }))
    expect(elementsOf(after, 'organization').map(({ id, roles }) => [id, [...roles].sort()])).toEqual([
      ['o', ['evaluated', 'facilitator_of_approach']],
    ])
  })

  test('leaves with the référentiel, what a group does itself included', () => {
    const content = boardOf({ id: 'o', is: 'organization', text: 'Le Pôle', roles: ['evaluated', 'implementer'] })
    const { organizations } = derive(content, { exportedAt: '2026-01-15T10:00:00Z', exportedFrom: null })
    expect(organizations).toMatchObject([{ roles: ['evaluated', 'implementer'] }])
  })

  test('is that of a new structure otherwise', () => {
    const before = boardOf()
    const after = applyChanges(before, evaluated(before, 'Le Pôle', { id: 'new', by: 'me' }))
    expect(elementsOf(after, 'organization')).toMatchObject([{ id: 'new', text: 'Le Pôle', roles: ['evaluated'] }])
  })
})
