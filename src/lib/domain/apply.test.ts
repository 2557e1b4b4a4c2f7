import { describe, expect, test } from 'vitest'
import { applyChanges, blankContent, contentFrom } from './apply.ts'
import type { Change } from './change.ts'
import { blankDossier } from './schema/dossier.ts'

const dossier = blankDossier('ref-1', 'Essai')
const gone = { by: 'me', at: 1 }
const put = (id: string, is: 'effect' | 'note' | 'stakeholder', more = {}): Change => ({
  do: 'put',
  root: 'elements',
  record: { id, is, ...more },
})
const arrow = (id: string, fromId: string, toId: string): Change => ({
  do: 'put',
  root: 'links',
  record: { id, is: 'causal', fromId, toId },
})

describe('applying changes', () => {
  test('what a put leaves out has its one empty form', () => {
    const effect = contentFrom(dossier, [put('a', 'effect', { text: 'Moins de déchets' })]).elements.get('a')
    expect(effect).toMatchObject({
      text: 'Moins de déchets',
      description: '',
      horizon: null,
      sdgTargets: [],
      by: null,
      order: null,
    })
  })

  test('a removed card takes its arrows out of sight, and both come back together', () => {
    const content = contentFrom(dossier, [put('a', 'effect'), put('b', 'effect'), arrow('l', 'a', 'b')])
    const removed = applyChanges(content, [{ do: 'remove', root: 'elements', id: 'a', gone }])
    expect([...removed.elements.keys()]).toEqual(['b'])
    expect(removed.bin.get('a')?.gone).toEqual(gone)
    expect([...removed.links.keys()]).toEqual([])
    expect([...removed.hiddenLinks.keys()]).toEqual(['l'])
    const back = applyChanges(removed, [{ do: 'restore', root: 'elements', id: 'a' }])
    expect([...back.links.keys()]).toEqual(['l'])
    expect(back.bin.size + back.hiddenLinks.size).toBe(0)
  })

  test('an arrow to a card that never existed stays visible', () => {
    expect([...contentFrom(dossier, [put('a', 'effect'), arrow('l', 'a', 'nowhere')]).links.keys()]).toEqual(['l'])
  })

  test('a splice edits text, in the bin too', () => {
    const content = contentFrom(dossier, [
      put('a', 'effect', { text: 'Moins de bruit' }),
      { do: 'remove', root: 'elements', id: 'a', gone },
      { do: 'splice', root: 'elements', id: 'a', field: 'text', at: 9, remove: 5, insert: 'déchets' },
    ])
    expect(content.bin.get('a')?.record.text).toBe('Moins de déchets')
    expect(content.elements.has('a')).toBe(false)
  })

  test('converting changes the kind and nothing else: turned back, a card finds its fields again', () => {
    const content = contentFrom(dossier, [put('a', 'effect', { text: 'x', horizon: 'long' })])
    const is = (kind: string): Change => ({ do: 'patch', root: 'elements', id: 'a', fields: { is: kind } })
    const note = applyChanges(content, [is('note')])
    expect(note.elements.get('a')).not.toHaveProperty('horizon')
    expect(applyChanges(note, [is('effect')]).elements.get('a')).toMatchObject({
      is: 'effect',
      horizon: 'long',
      text: 'x',
    })
  })

  test('a record that fails the schema is quarantined, never thrown', () => {
    const content = contentFrom(dossier, [put('a', 'stakeholder', { power: 11 }), put('__proto__', 'note')])
    expect(content.elements.size).toBe(0)
    expect(content.quarantined.map(({ id }) => id)).toEqual(['a', '__proto__'])
  })

  test('placements are set and taken away; the content given is left as it was', () => {
    const before = blankContent(dossier)
    const place = (point: readonly [number, number] | null): Change => ({
      do: 'patch',
      root: 'placements',
      key: 'tree:a',
      point,
    })
    const after = applyChanges(before, [place([1, 2])])
    expect(after.placements.get('tree:a')).toEqual([1, 2])
    expect(applyChanges(after, [place(null)]).placements.size).toBe(0)
    expect(before.placements.size).toBe(0)
  })
})
