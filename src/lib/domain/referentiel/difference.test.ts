import { describe, expect, test } from 'vitest'
import { applyChanges, contentFrom } from '#lib/domain/apply.ts'
import type { Change } from '#lib/domain/change.ts'
import { blankDossier } from '#lib/domain/schema/dossier.ts'
import { derive } from './derive.ts'
import { difference, isSame } from './difference.ts'

const stamp = { exportedAt: '2026-11-20T10:00:00Z', exportedFrom: null }
const card = (id: string, is: 'effect' | 'stakeholder', more: object): Change => ({
  do: 'put',
  root: 'elements',
  record: { id, is, ...more },
})
const board = contentFrom(blankDossier('ref-1', 'Essai'), [
  { do: 'put', root: 'elements', record: { id: 'mission', is: 'mission', text: 'Coopérer' } },
  card('e1', 'effect', { text: 'Moins de déchets', sdgTargets: ['12.5', '11.6'] }),
  card('e2', 'effect', { text: 'Plus de liens' }),
  card('s1', 'stakeholder', { text: 'Habitantes' }),
  { do: 'put', root: 'links', record: { id: 'l1', is: 'causal', fromId: 'e1', toId: 'e2' } },
])
const documentOf = (changes: readonly Change[]) => derive(applyChanges(board, changes), stamp)
const since = (changes: readonly Change[]) => difference(documentOf([]), documentOf(changes))
const patch = (id: string, fields: object): Change => ({ do: 'patch', root: 'elements', id, fields: { ...fields } })

describe('what changed', () => {
  test('nothing, whatever the order of sets and the time of the export', () => {
    const same = derive(applyChanges(board, [patch('e1', { sdgTargets: ['11.6', '12.5'] })]), {
      ...stamp,
      exportedAt: 'later',
    })
    expect(difference(documentOf([]), same)).toEqual({ kinds: [], mission: [], envelope: [] })
    expect(isSame(since([]))).toBe(true)
  })

  test('a card that came, one that went with its arrow, one whose fields changed, all with names', () => {
    const changes: Change[] = [
      card('e3', 'effect', { text: 'Nouvel effet' }),
      { do: 'remove', root: 'elements', id: 'e2', gone: { by: null, at: 0 } },
      patch('e1', { horizon: 'long', text: 'Bien moins de déchets' }),
    ]
    expect(since(changes).kinds).toEqual([
      {
        is: 'effect',
        added: [{ id: 'e3', name: 'Nouvel effet' }],
        removed: [{ id: 'e2', name: 'Plus de liens' }],
        changed: [{ id: 'e1', name: 'Bien moins de déchets', fields: ['title', 'horizon', 'level'] }],
      },
      {
        is: 'causal',
        added: [],
        removed: [{ id: 'l1', name: 'Moins de déchets → Plus de liens' }],
        changed: [],
      },
    ])
  })

  test('a card turned into another kind goes from one list to the other', () => {
    expect(since([patch('s1', { is: 'effect' })]).kinds).toMatchObject([
      { is: 'stakeholder', removed: [{ id: 's1', name: 'Habitantes' }] },
      { is: 'effect', added: [{ id: 's1', name: 'Habitantes' }] },
    ])
  })

  test('the mission by field, the envelope by key', () => {
    expect(since([patch('mission', { ambition: 'Durer' })]).mission).toEqual(['ambition'])
    const renamed = derive({ ...board, dossier: { ...board.dossier, title: 'Autre', status: 'validated' } }, stamp)
    expect(difference(documentOf([]), renamed).envelope).toEqual(['status', 'title'])
  })
})
