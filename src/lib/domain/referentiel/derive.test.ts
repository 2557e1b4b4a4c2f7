import { describe, expect, test } from 'vitest'
import { applyChanges, contentFrom } from '#lib/domain/apply.ts'
import type { Change } from '#lib/domain/change.ts'
import { blankDossier } from '#lib/domain/schema/dossier.ts'
import type { ElementKind } from '#lib/domain/schema/element.ts'
import { canonicalText, canonicalize } from './canonical.ts'
import { derive } from './derive.ts'

const stamp = { exportedAt: '2026-11-20T10:00:00Z', exportedFrom: null }
const card = (id: string, is: ElementKind, more: object = {}): Change => ({
  do: 'put',
  root: 'elements',
  record: { id, is, by: 'person-7', order: 'a0', ...more },
})
const arrow = (id: string, fromId: string, toId: string, more: object = {}): Change => ({
  do: 'put',
  root: 'links',
  record: { id, is: 'causal', fromId, toId, by: 'person-7', ...more },
})
const remove = (id: string): Change => ({ do: 'remove', root: 'elements', id, gone: { by: 'person-7', at: 1 } })
const boardOf = (changes: readonly Change[]) => contentFrom(blankDossier('ref-1', 'Essai'), changes)
const documentOf = (changes: readonly Change[]) => derive(boardOf(changes), stamp)

describe('the document of a board', () => {
  test('never says who wrote or removed a card, nor where it lies', () => {
    const document = documentOf([
      card('e1', 'effect', { size: [10, 10] }),
      card('e2', 'effect'),
      card('e3', 'effect'),
      arrow('l1', 'e1', 'e2'),
      remove('e3'),
      { do: 'patch', root: 'placements', key: 'tree:e1', point: [1, 2] },
    ])
    expect(document.effects).toHaveLength(2)
    const text = canonicalText(document)
    for (const word of ['person-7', '"by"', '"order"', '"size"', '"gone"', 'placements', 'layout'])
      expect(text).not.toContain(word)
  })

  test('holds no note, zone, label or stroke, and no arrow or reference to one', () => {
    const document = documentOf([
      card('n1', 'note', { text: 'idée' }),
      card('f1', 'frame'),
      card('t1', 'label'),
      card('d1', 'stroke', { points: [0, 0, 1, 1] }),
      card('e1', 'effect'),
      card('o1', 'output'),
      card('q1', 'question', { effectIds: ['e1', 'n1'] }),
      card('i1', 'indicator', { measuresId: 'n1' }),
      arrow('l1', 'n1', 'e1'),
      arrow('l2', 'n1', 'o1', { kind: 'produces' }),
    ])
    expect(canonicalText(document)).not.toMatch(/"[nftd]1"|idée/)
    expect(document.links).toEqual([])
    expect(document.outputs[0]?.activityId).toBeNull()
  })

  test('an output of two actions names the first on the board, whatever the arrows are called', () => {
    const cards = [
      card('x2', 'activity', { order: 'a1' }),
      card('x1', 'activity', { order: 'a2' }),
      card('o', 'output'),
    ]
    const named = (...arrows: readonly Change[]) => documentOf([...cards, ...arrows]).outputs[0]?.activityId
    expect(named(arrow('l1', 'x1', 'o'), arrow('l2', 'x2', 'o'))).toBe('x2')
    expect(named(arrow('l2', 'x1', 'o'), arrow('l1', 'x2', 'o'))).toBe('x2')
  })

  test('an output that an import named an action for keeps it among several', () => {
    const cards = [card('x1', 'activity'), card('x2', 'activity'), card('o', 'output', { extra: { activityId: 'x2' } })]
    const arrows = [arrow('l1', 'x1', 'o'), arrow('l2', 'x2', 'o')]
    expect(documentOf([...cards, ...arrows]).outputs[0]?.activityId).toBe('x2')
    expect(documentOf([...cards, arrows[0]!]).outputs[0]?.activityId).toBe('x1')
  })

  test('drops what points into the bin and gives it back with the card; keeps what points nowhere', () => {
    const board = boardOf([
      card('s1', 'stakeholder'),
      card('e1', 'effect'),
      card('e2', 'effect'),
      card('q1', 'question', { effectIds: ['e1', 'e2', 'nowhere'], intendedUsers: ['s1'] }),
      card('i1', 'indicator', {
        measuresId: 'e1',
        responsibleId: 's1',
        sources: [{ label: 'Registre', kind: 'survey', url: null, ownerId: 's1' }],
      }),
      arrow('l1', 'e1', 'e2'),
    ])
    const before = derive(board, stamp)
    const binned = applyChanges(board, [remove('e1'), remove('s1')])
    const document = derive(binned, stamp)
    expect(document.links).toEqual([])
    expect(document.evaluationQuestions[0]).toMatchObject({ effectIds: ['e2', 'nowhere'], intendedUsers: [] })
    expect(document.indicators[0]).toMatchObject({ measures: null, responsibleId: null, sources: [{ ownerId: null }] })
    const back = applyChanges(
      binned,
      ['e1', 's1'].map((id): Change => ({ do: 'restore', root: 'elements', id })),
    )
    expect(derive(back, stamp)).toEqual(before)
  })

  test('fills in what follows from other cards until someone decides otherwise', () => {
    const document = documentOf([
      card('a1', 'activity'),
      card('o1', 'output'),
      card('e1', 'effect', { horizon: 'long' }),
      card('e2', 'effect', { horizon: 'long', level: 'outcome' }),
      card('i1', 'indicator', { measuresId: 'o1' }),
      card('i2', 'indicator', { measuresId: 'e1' }),
      arrow('l1', 'a1', 'o1'),
      arrow('l2', 'o1', 'e1'),
      arrow('l3', 'e1', 'e2', { kind: 'hinders' }),
    ])
    expect(document.outputs[0]?.activityId).toBe('a1')
    expect(document.effects.map(({ level }) => level)).toEqual(['impact', 'outcome'])
    expect(document.indicators.map(({ type, measures }) => [type, measures?.kind])).toEqual([
      ['output', 'output'],
      ['impact', 'effect'],
    ])
    expect(document.links.map(({ kind }) => kind)).toEqual(['produces', 'contributes_to', 'hinders'])
  })

  test('makes up no value: what nobody filled is null, or an empty list', () => {
    const [effect] = documentOf([card('e1', 'effect')]).effects
    expect(effect).toEqual({
      id: 'e1',
      ref: null,
      title: null,
      description: null,
      horizon: null,
      level: null,
      polarity: null,
      intentionality: null,
      dimension: null,
      status: null,
      territorialScale: null,
      sdgTargets: [],
      votes: null,
      createdInWorkshopId: null,
    })
  })

  test('is the same whatever the order in which the cards were made', () => {
    const changes = [card('b', 'effect', { sdgTargets: ['2.1', '12.5'] }), card('a', 'effect'), card('C', 'effect')]
    expect(canonicalText(documentOf(changes.toReversed()))).toBe(canonicalText(documentOf(changes)))
    expect(documentOf(changes).effects.map(({ id }) => id)).toEqual(['C', 'a', 'b'])
  })
})

describe('canonical form', () => {
  test('sorts sets, keeps ordered lists, has one empty form per field, and is its own canonical form', () => {
    const document = {
      format: 'referentiel-impact',
      stakeholders: [
        {
          id: 's',
          categories: ['member', 'client', 'client'],
          expectations: ['z', 'a'],
          name: '',
          salience: { power: null },
        },
      ],
      indicators: [{ id: 'i', ratingScale: ['faible', 'bon'], sources: null, baseline: { value: 0 } }],
      workshops: [{ id: 'b', order: 2 }, { id: 'c' }, { id: 'a', order: 10 }],
      fictitious: false,
    }
    const canonical = canonicalize(document) as Record<string, never>
    expect(canonical).toMatchObject({
      stakeholders: [{ categories: ['client', 'member'], expectations: ['z', 'a'], name: null, salience: null }],
      indicators: [{ ratingScale: ['faible', 'bon'], sources: [], baseline: { value: 0, date: null, note: null } }],
      workshops: [{ id: 'b' }, { id: 'a' }, { id: 'c', title: null }],
    })
    expect(canonical).not.toHaveProperty('fictitious')
    expect(canonicalize(canonical)).toEqual(canonical)
  })

  test('writes keys in order, at every depth', () => {
    expect(canonicalText({ b: { d: 1, c: 2 }, a: 0 })).toMatch(
      /^\{\n {2}"a": 0,[^]*"b": \{\n {4}"c": 2,\n {4}"d": 1\n {2}\}/,
    )
  })

  test('gives what is no document back as it is', () => {
    for (const value of [null, 3, 'x', []]) expect(canonicalize(value)).toBe(value)
    expect(() => canonicalize({ effects: [null, 3], workshops: ['x'], mission: [], programme: 1 })).not.toThrow()
  })
})
