import { readFileSync } from 'node:fs'
import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { contentFrom } from '#lib/domain/apply.ts'
import { dossier } from '#lib/domain/schema/dossier.ts'
import { canonicalText } from './canonical.ts'
import { derive } from './derive.ts'
import { LARGEST_IMPORT } from '#lib/domain/schema/limits.ts'
import { importReferentiel } from './import.ts'

const stamp = { exportedAt: '2026-11-20T10:00:00Z', exportedFrom: null }
const envelope = { format: 'referentiel-impact', formatVersion: '1.0.0', id: 'ref-1', title: 'Essai' }
const documentText = (more: object = {}) => JSON.stringify({ ...envelope, ...more })

let next = 0
const read = (text: string) => importReferentiel(text, () => `new-${next++}`)
const issuesOf = (text: string) => {
  const imported = read(text)
  return imported.ok ? [] : imported.issues
}
const contentOf = (text: string) => {
  const imported = read(text)
  if (!imported.ok) throw new Error(JSON.stringify(imported.issues))
  return contentFrom(imported.dossier, imported.changes)
}
const exportOf = (text: string) => derive(contentOf(text), stamp)

describe('what is refused', () => {
  test('a picture renamed .json', () => {
    expect(issuesOf('\u0089PNG\r\n\u001a\n\0\0\0\rIHDR')).toEqual([{ code: 'not_json', path: '', params: {} }])
    expect(issuesOf('')).toMatchObject([{ code: 'not_json' }])
  })

  test('a number beyond all numbers, which would be stored as nothing', () => {
    const text = documentText({ indicators: [{ id: 'i', baseline: { value: 'HERE' } }] }).replace('"HERE"', '1e400')
    expect(issuesOf(text)).toMatchObject([{ code: 'out_of_range', path: 'indicators[0].baseline.value' }])
  })

  test('a reference that names two cards', () => {
    const effects = [
      { id: 'e1', ref: 'E1' },
      { id: 'e2', ref: 'E1' },
    ]
    expect(issuesOf(documentText({ effects }))).toMatchObject([
      { code: 'duplicate_ref', path: 'effects[1].ref', params: { ref: 'E1' } },
    ])
  })

  test('JSON that is something else', () => {
    for (const text of ['[]', 'null', '"a"', '{}', '{"format":"geojson","formatVersion":"1.0.0"}']) {
      expect(issuesOf(text)).toMatchObject([{ code: 'not_a_referentiel' }])
    }
  })

  test('a newer major version, or one that cannot be read; a newer minor passes', () => {
    expect(issuesOf(documentText({ formatVersion: '2.0.0' }))).toEqual([
      { code: 'unknown_major', path: 'formatVersion', params: { version: '2.0.0', major: 1 } },
    ])
    const long = documentText({ formatVersion: `9.${'0'.repeat(100)}` })
    expect(issuesOf(long)[0]?.params.version).toHaveLength(40)
    for (const formatVersion of ['', 'x'.repeat(100), 'un.0'])
      expect(issuesOf(documentText({ formatVersion }))).toMatchObject([{ code: 'no_version' }])
    expect(read(documentText({ formatVersion: '1.7.0' })).ok).toBe(true)
  })

  test('more than 5 MB, counted in bytes', () => {
    const accents = 'é'.repeat(LARGEST_IMPORT / 2)
    expect(issuesOf(documentText({ note: accents }))).toMatchObject([
      { code: 'too_large', params: { limit: LARGEST_IMPORT } },
    ])
    expect(read(documentText({ note: accents.slice(1_000) })).ok).toBe(true)
  })

  test('wrong types, unknown values, numbers out of range, bad ids and texts too long, each with its path', () => {
    const stakeholders = [
      { id: 'a', name: 3 },
      { id: 'b', kind: 'alien' },
      { id: 'c', power: 9 },
      { id: '../d' },
      { id: 'e', name: 'x'.repeat(20_001) },
      { name: 'no id' },
    ]
    expect(issuesOf(documentText({ stakeholders }))).toMatchObject([
      { code: 'wrong_type', path: 'stakeholders[0].name', params: { expected: 'string', received: '3' } },
      { code: 'unknown_value', path: 'stakeholders[1].kind', params: { value: 'alien' } },
      { code: 'out_of_range', path: 'stakeholders[2].power', params: { value: 9, limit: 5 } },
      { code: 'bad_id', path: 'stakeholders[3].id', params: { id: '../d' } },
      { code: 'too_long', path: 'stakeholders[4].name', params: { limit: 20_000 } },
      { code: 'wrong_type', path: 'stakeholders[5].id' },
    ])
  })

  test('a title that nobody reads, a list of more items than people write, an item as long as a page', () => {
    const mission = { publics: Array.from({ length: 201 }, () => 'Jeunes'), values: ['x'.repeat(1_001)] }
    const more = { title: 'x'.repeat(150_000), mission, programme: { id: 'p', name: 'x'.repeat(201) } }
    expect(issuesOf(documentText(more))).toEqual([
      { code: 'too_long', path: 'title', params: { limit: 200 } },
      { code: 'too_long', path: 'programme.name', params: { limit: 200 } },
      { code: 'too_many', path: 'mission.publics', params: { count: 201, limit: 200 } },
      { code: 'too_long', path: 'mission.values[0]', params: { limit: 1_000 } },
    ])
  })

  test('more cards and arrows than a board takes', () => {
    const effects = Array.from({ length: 20_000 }, (_, i) => ({ id: `e${i}` }))
    const links = [{ id: 'l', fromId: 'e1', toId: 'e2' }]
    expect(issuesOf(documentText({ effects, links }))).toEqual([
      { code: 'too_many_records', path: '', params: { count: 20_001, limit: 20_000 } },
    ])
    const few = importReferentiel(documentText({ effects: effects.slice(0, 4) }), () => 'new', 3)
    expect(few).toMatchObject({ ok: false, issues: [{ code: 'too_many_records', params: { count: 4, limit: 3 } }] })
  })

  test('at most 20 reasons are given', () => {
    expect(issuesOf(documentText({ effects: Array.from({ length: 300 }, () => ({})) }))).toHaveLength(20)
  })

  test('ids used twice, across arrays too', () => {
    const twice = { effects: [{ id: 'a' }, { id: 'a' }], stakeholders: [{ id: 'x' }], workshops: [{ id: 'x' }] }
    expect(issuesOf(documentText(twice))).toEqual([
      { code: 'duplicate_id', path: 'stakeholders[0].id', params: { id: 'x' } },
      { code: 'duplicate_id', path: 'effects[1].id', params: { id: 'a' } },
    ])
    expect(issuesOf(documentText({ effects: [{ id: 'mission' }] }))).toMatchObject([{ code: 'duplicate_id' }])
  })

  test('territories inside one another', () => {
    const territories = [
      { id: 'c', parentId: 'a' },
      { id: 'a', parentId: 'b' },
      { id: 'b', parentId: 'a' },
      { id: 'd', parentId: 'd' },
      { id: 'e', parentId: null },
    ]
    expect(issuesOf(documentText({ territories }))).toMatchObject([
      { code: 'cyclic_territory', path: 'territories[0].parentId', params: { id: 'a' } },
      { code: 'cyclic_territory', path: 'territories[3].parentId', params: { id: 'd' } },
    ])
  })

  test('nesting without end, without exhausting the stack', () => {
    expect(issuesOf(`${documentText().slice(0, -1)},"x":${'['.repeat(200_000)}${']'.repeat(200_000)}}`)).toMatchObject([
      { code: 'too_deep' },
    ])
  })
})

describe('what is accepted', () => {
  test('a document that says almost nothing gives a draft with its empty forms', () => {
    const imported = read(documentText({ programme: { id: 'p' }, workshops: [{ id: 'w' }] }))
    expect(imported.ok && v.is(dossier, imported.dossier)).toBe(true)
    const document = exportOf(documentText())
    expect(document).toMatchObject({
      id: 'ref-1',
      title: 'Essai',
      status: 'draft',
      version: 1,
      workshops: [],
      effects: [],
    })
    expect(document.mission).toMatchObject({ problem: null, publics: [], purposes: [], temporalScope: null })
    expect(document).not.toHaveProperty('fictitious')
  })

  test('loops of arrows and references to nothing: they are points to check', () => {
    const links = [
      { id: 'l1', fromId: 'a', toId: 'b' },
      { id: 'l2', fromId: 'b', toId: 'a' },
      { id: 'l3', fromId: 'a', toId: 'nowhere' },
    ]
    const document = exportOf(
      documentText({ effects: [{ id: 'a' }, { id: 'b' }], links, criteria: [{ id: 'c', effectId: 'gone' }] }),
    )
    expect(document.links.map(({ id, kind }) => [id, kind])).toEqual([
      ['l1', 'leads_to'],
      ['l2', 'leads_to'],
      ['l3', null],
    ])
    expect(document.criteria[0]?.effectId).toBe('gone')
  })

  test('keys named __proto__ and constructor are harmless', () => {
    const effect = '{"id":"a","title":"x","__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}'
    const text = `${documentText().slice(0, -1)},"__proto__":{"polluted":true},"effects":[${effect}]}`
    const document = exportOf(text)
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
    expect((document as Record<string, unknown>).polluted).toBeUndefined()
    expect(canonicalText(document)).not.toContain('__proto__')
    expect(document.effects[0]?.title).toBe('x')
    expect(issuesOf(documentText({ effects: [{ id: '__proto__' }] }))).toMatchObject([{ code: 'bad_id' }])
  })

  test('unknown keys come back: of the envelope, of a card, of an arrow, of the mission and inside a value', () => {
    const more = {
      campaign: { year: 2026 },
      mission: { motto: 'Ensemble', id: 'm-1' },
      effects: [{ id: 'a', colour: 'red', by: 'someone', order: 3 }],
      links: [{ id: 'l', fromId: 'a', toId: 'a', weight: 2 }],
      indicators: [{ id: 'i', baseline: { value: 3, precision: 0.5 }, sources: [{ label: 'Registre', page: 4 }] }],
      workshops: [{ id: 'w', place: 'visio' }],
      programme: { id: 'p', motto: 'x' },
    }
    const document = exportOf(documentText(more)) as unknown as Record<string, never>
    expect(document).toMatchObject({
      campaign: { year: 2026 },
      mission: { motto: 'Ensemble', id: 'm-1' },
      effects: [{ colour: 'red', by: 'someone', order: 3 }],
      links: [{ weight: 2 }],
      indicators: [
        { baseline: { value: 3, precision: 0.5, date: null }, sources: [{ label: 'Registre', page: 4, url: null }] },
      ],
      workshops: [{ id: 'w', place: 'visio', title: null }],
      programme: { motto: 'x', name: null, organizerIds: [] },
    })
  })

  test('a byte order mark, HTML and half characters in a text', () => {
    const html = '<img src=x onerror=alert(1)>'
    const document = exportOf(
      `\uFEFF${documentText({
        effects: [
          { id: 'a', title: html },
          { id: 'b', title: '\ud83d' },
        ],
      })}`,
    )
    expect(document.effects.map(({ title }) => title)).toEqual([html, '\uFFFD'])
  })

  test('items of a list stay one line each', () => {
    const document = exportOf(documentText({ stakeholders: [{ id: 'a', expectations: ['un\ndeux', ' trois ', ''] }] }))
    expect(document.stakeholders[0]?.expectations).toEqual(['un deux', 'trois'])
  })
})

describe('values that follow from others', () => {
  const effects = [
    { id: 'short', horizon: 'short', level: 'outcome' },
    { id: 'long', horizon: 'long', level: 'outcome' },
  ]

  test('are stored only where the document says otherwise', () => {
    const content = contentOf(
      documentText({
        effects,
        links: [
          { id: 'l1', fromId: 'short', toId: 'long', kind: 'leads_to' },
          { id: 'l2', fromId: 'long', toId: 'short', kind: 'feedback' },
        ],
        indicators: [
          { id: 'i1', measures: { kind: 'effect', id: 'short' }, type: 'outcome' },
          { id: 'i2', measures: { kind: 'effect', id: 'long' }, type: 'impact' },
        ],
      }),
    )
    const stored = (id: string, field: string) => (content.elements.get(id) ?? content.links.get(id))?.[field as 'id']
    expect([stored('short', 'level'), stored('long', 'level')]).toEqual([null, 'outcome'])
    expect([stored('l1', 'kind'), stored('l2', 'kind')]).toEqual([null, 'feedback'])
    expect([stored('i1', 'type'), stored('i2', 'type')]).toEqual([null, 'impact'])
  })

  test("an output's action becomes an arrow where none says it, the same each time", () => {
    const text = documentText({
      activities: [{ id: 'a' }],
      outputs: [
        { id: 'o1', activityId: 'a' },
        { id: 'o2', activityId: 'a' },
        { id: 'o3', activityId: 'nowhere' },
      ],
      links: [{ id: 'l', fromId: 'a', toId: 'o1' }],
    })
    const document = exportOf(text)
    expect(document.links.map(({ id, kind }) => [id, kind])).toEqual([
      ['a.o2', 'produces'],
      ['l', 'produces'],
      ['nowhere.o3', 'produces'],
    ])
    expect(document.outputs.map(({ activityId }) => activityId)).toEqual(['a', 'a', 'nowhere'])
    expect(exportOf(canonicalText(document))).toEqual(document)
  })
})

test('the example is imported with list order, refs and no place', () => {
  const imported = read(readFileSync('tests/fixtures/boucles-vives.referentiel.json', 'utf8'))
  if (!imported.ok) throw new Error('refused')
  expect(imported.changes.every((change) => change.do === 'put')).toBe(true)
  const content = contentFrom(imported.dossier, imported.changes)
  expect(content.placements.size).toBe(0)
  expect(content.elements.get('ef-07')).toMatchObject({ ref: 'E7', is: 'effect' })
  const orders = [...content.elements.values()].map(({ order }) => order)
  expect(orders).toEqual([...orders].sort())
  expect(new Set(orders).size).toBe(orders.length)
})
