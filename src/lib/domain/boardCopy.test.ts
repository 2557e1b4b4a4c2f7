import { expect, test } from 'vitest'
import { applyChanges, blankContent, contentFrom } from './apply.ts'
import { copyOf, importCopy, readCopy } from './boardCopy.ts'
import type { Change, NewElement } from './change.ts'
import { merge, wordingsOf } from './commands/merge.ts'
import { importReferentiel } from './referentiel/import.ts'
import { blankDossier } from './schema/dossier.ts'

const put = (record: NewElement): Change => ({ do: 'put', root: 'elements', record })
const programme = { id: 'pg-1', name: 'Communauté', startDate: null, endDate: null, organizerIds: ['og-1'] }
const workshop = {
  id: 'at-1',
  order: 1,
  title: null,
  date: '2026-03-04',
  mode: null,
  durationMin: 150,
  participants: 14,
}
const dossier = { ...blankDossier('ref-1', 'Essai'), rings: ['a', 'b', 'c', 'd'], programme, workshops: [workshop] }
const board = () =>
  applyChanges(blankContent(dossier), [
    put({ id: 's', is: 'stakeholder', text: 'Jeunes', by: 'me', voice: 'absent', voiceBy: 'Nadia', circle: 2 }),
    put({ id: 'i', is: 'image', text: 'Plan', hash: 'ab', size: [200, 100] }),
    { do: 'patch', root: 'placements', key: 'circles:s', point: [90, 0.5] },
  ])

test('a board comes back from its copy as it was, and nobody is named in it', () => {
  const copy = JSON.parse(JSON.stringify(copyOf(board(), [{ hash: 'ab', data: 'AAAA' }]))) as unknown
  expect(JSON.stringify(copy)).not.toContain('Nadia')
  const read = readCopy(copy)!
  const again = contentFrom(read.dossier, read.changes)
  expect(again.elements.get('s')).toEqual({ ...board().elements.get('s'), by: null, voiceBy: null })
  expect(again.placements).toEqual(board().placements)
  expect([again.dossier, read.images]).toEqual([dossier, [{ hash: 'ab', data: 'AAAA' }]])
})

test('a copy that was made during an atelier is in none', () => {
  const moment = { workshopId: 'at-1', tabs: ['tree'], isWritingClosed: true, opensAt: null, versionId: null }
  const during = { ...board(), dossier: { ...dossier, moment } }
  expect(readCopy(JSON.parse(JSON.stringify(copyOf(during, []))))!.dossier.moment).toBeNull()
})

test('the other wordings of a merged card come along, and only they of the bin', () => {
  const gone = { by: 'nadia', at: 1_700_000_000_000 }
  const merged = applyChanges(board(), [
    put({ id: 't', is: 'stakeholder', text: 'La jeunesse', by: 'nadia' }),
    put({ id: 'x', is: 'stakeholder', text: 'Une erreur' }),
    ...merge(applyChanges(board(), [put({ id: 't', is: 'stakeholder', text: 'La jeunesse' })]), {
      into: 's',
      ids: ['s', 't'],
      gone,
      newId: () => 'n',
    }),
    { do: 'remove', root: 'elements', id: 'x', gone },
  ])
  const copy = JSON.parse(JSON.stringify(copyOf(merged, []))) as unknown
  expect(JSON.stringify(copy)).not.toContain('nadia')
  const read = readCopy(copy)!
  const again = contentFrom(read.dossier, read.changes)
  expect(wordingsOf(again, again.elements.get('s')!.mergedFrom)).toEqual([{ id: 't', text: 'La jeunesse' }])
  expect([...again.bin.values()].map(({ gone }) => gone)).toEqual([{ by: null, at: gone.at }])
  expect(again.elements.has('t')).toBe(false)
})

test('what is no copy, or holds what no board holds, is refused whole', () => {
  const copy = copyOf(board(), [])
  for (const broken of [
    null,
    { ...copy, format: 'autre' },
    { ...copy, formatVersion: '2.0' },
    { ...copy, elements: [{ id: '__proto__', is: 'note' }] },
    { ...copy, placements: { 'nowhere:s': [0, 0] } },
  ])
    expect(readCopy(broken)).toBeNull()
})

test('what exceeds the limits of a board is told, before anything is read', () => {
  const whyNot = (more: object, records?: number) => {
    const read = importCopy(JSON.stringify({ ...copyOf(board(), []), ...more }), records)
    return read?.ok === false ? read.issues : []
  }
  const notes = Array.from({ length: 20_001 }, (_, i) => ({ id: `n${i}`, is: 'note' }))
  expect(whyNot({ elements: notes })).toEqual([
    { code: 'too_many_records', path: '', params: { count: 20_001, limit: 20_000 } },
  ])
  expect(whyNot({}, 1)).toMatchObject([{ code: 'too_many_records', params: { count: 2, limit: 1 } }])
  expect(whyNot({ dossier: { ...dossier, title: 'x'.repeat(150_000) } })).toEqual([
    { code: 'too_long', path: 'dossier.title', params: { limit: 200 } },
  ])
  expect(whyNot({ elements: [{ id: 'n', is: 'note', text: 'x'.repeat(200_001) }] })).toEqual([
    { code: 'too_long', path: 'elements[0].text', params: { limit: 200_000 } },
  ])
  expect(whyNot({ dossier: { ...dossier, schemaVersion: 99 } })).toMatchObject([{ code: 'newer_copy' }])
})

test('an altered copy is told as a copy, and one of a later format as newer', () => {
  const whyNot = (more: object) => importCopy(JSON.stringify({ ...copyOf(board(), []), ...more }))
  for (const altered of [{ elements: [{ id: '__proto__', is: 'note' }] }, { links: 3 }, { formatVersion: '' }])
    expect(whyNot(altered)).toMatchObject({ ok: false, issues: [{ code: 'bad_copy' }] })
  expect(whyNot({ formatVersion: '2.0' })).toMatchObject({ issues: [{ code: 'newer_copy' }] })
  const deep = `{"format":"canevas-board","formatVersion":"1.0","elements":{}}`
  expect(importReferentiel(deep, () => 'n')).toMatchObject({ ok: false, issues: [{ code: 'bad_copy' }] })
})

test('a file that is no copy is read as something else', () => {
  for (const text of ['', '{}', '[[', `{"format":"canevas-board","x":${'['.repeat(90)}${']'.repeat(90)}}`])
    expect(importCopy(text)).toBeNull()
  expect(importCopy(JSON.stringify(copyOf(board(), [])))).toMatchObject({ ok: true })
})
