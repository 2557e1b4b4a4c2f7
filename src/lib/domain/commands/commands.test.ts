import { describe, expect, test } from 'vitest'
import { applyChanges, blankContent } from '../apply.ts'
import type { Change, NewElement } from '../change.ts'
import { placementKey, type Content } from '../content.ts'
import { columnX, overlap, rectOf, rectsOf, valuesOfPoint, pointOfValues, waits } from '../geometry.ts'
import { blankDossier } from '../schema/dossier.ts'
import { connect } from './connect.ts'
import { createCard } from './create.ts'
import { duplicate } from './duplicate.ts'
import { convert, reorder, setField } from './edit.ts'
import { dropAt, moveBy, placeAtValues } from './move.ts'
import { madeByOthers, putBack, remove } from './remove.ts'
import { tidy } from './tidy.ts'

const blank = () => blankContent(blankDossier('ref-1', 'Essai'))
const put = (record: NewElement): Change => ({ do: 'put', root: 'elements', record })
const board = (...records: NewElement[]): Content => applyChanges(blank(), records.map(put))
const rect = (content: Content, view: 'tree' | 'influence' | 'ideas', id: string) =>
  rectOf(content, view, content.elements.get(id)!)

describe('placing', () => {
  test('a stakeholder without values waits in the tray; dropping it writes both values', () => {
    const before = board({ id: 's', is: 'stakeholder', text: 'Habitants' })
    expect(waits(before, 'influence', before.elements.get('s')!)).toBe(true)
    const [x, y] = pointOfValues(4, 2)
    const after = applyChanges(before, dropAt('influence', before.elements.get('s')!, [x - 98, y - 29]))
    expect(after.elements.get('s')).toMatchObject({ power: 4, interest: 2 })
    expect(waits(after, 'influence', after.elements.get('s')!)).toBe(false)
  })

  test('values come back from their point, and a drop outside the plane counts as its edge', () => {
    expect(valuesOfPoint(pointOfValues(3.4, 1.7))).toEqual({ power: 3.4, interest: 1.7 })
    expect(valuesOfPoint([-5_000, 9_000])).toEqual({ power: 0, interest: 0 })
  })

  test('moving a card that «Ranger» had put aside lets it stand on its new values', () => {
    const before = applyChanges(board({ id: 's', is: 'stakeholder', text: 'A', power: 2, interest: 2 }), [
      { do: 'patch', root: 'placements', key: placementKey('influence', 's'), point: [60, 0] },
    ])
    const after = applyChanges(before, moveBy(before, 'influence', ['s'], [0, -100]))
    expect(after.placements.has(placementKey('influence', 's'))).toBe(false)
    expect(rect(after, 'influence', 's')!.y).toBeCloseTo(rect(before, 'influence', 's')!.y - 100, -1)
  })

  test('dropping an effect in a column sets its horizon; an action stays an action', () => {
    const content = board({ id: 'e', is: 'effect', text: 'E' }, { id: 'a', is: 'activity', text: 'A' })
    const dropped = applyChanges(content, [
      ...dropAt('tree', content.elements.get('e')!, [columnX('medium') + 20, 40]),
      ...dropAt('tree', content.elements.get('a')!, [columnX('long'), 40]),
    ])
    expect(dropped.elements.get('e')).toMatchObject({ horizon: 'medium' })
    expect(rect(dropped, 'tree', 'e')).toMatchObject({ x: columnX('medium'), y: 40 })
    expect(rect(dropped, 'tree', 'a')).toMatchObject({ x: columnX('activity'), y: 40 })
  })

  test('choosing a horizon in a form gives the effect a place at the foot of that column', () => {
    const first = board({ id: 'e', is: 'effect', text: 'Premier' }, { id: 'f', is: 'effect', text: 'Second' })
    const one = applyChanges(first, setField(first, 'elements', 'e', 'horizon', 'short'))
    const two = applyChanges(one, setField(one, 'elements', 'f', 'horizon', 'short'))
    expect(overlap(rect(two, 'tree', 'e')!, rect(two, 'tree', 'f')!)).toBe(false)
  })

  test('no value is written that nobody chose', () => {
    const content = applyChanges(blank(), createCard(blank(), 'tree', { id: 'e', is: 'effect', text: 'E', by: null }))
    expect(content.elements.get('e')).toMatchObject({ horizon: null, polarity: null, status: null, level: null })
    expect(waits(content, 'tree', content.elements.get('e')!)).toBe(true)
  })

  test('notes written one after the other never lie on one another', () => {
    let content = blank()
    for (let i = 0; i < 30; i++)
      content = applyChanges(
        content,
        createCard(content, 'ideas', { id: `n${i}`, is: 'note', text: 'Une idée', by: null }),
      )
    const rects = [...rectsOf(content, 'ideas').values()]
    for (const [i, a] of rects.entries()) for (const b of rects.slice(i + 1)) expect(overlap(a, b)).toBe(false)
  })
})

describe('«Ranger»', () => {
  const scattered = () => {
    let content = board(
      ...Array.from({ length: 12 }, (_, i) => ({
        id: `s${i}`,
        is: 'stakeholder' as const,
        text: `Partie ${i}`,
        power: 3,
        interest: 3,
      })),
      ...Array.from({ length: 6 }, (_, i) => ({ id: `a${i}`, is: 'activity' as const, text: `Action ${i}` })),
      ...Array.from({ length: 6 }, (_, i) => ({
        id: `e${i}`,
        is: 'effect' as const,
        text: `Effet ${i}`,
        horizon: 'short',
      })),
    )
    for (let i = 0; i < 6; i++) {
      const made = connect(content, { id: `l${i}`, from: `a${i}`, to: `e${5 - i}`, by: null })
      if (made.ok) content = applyChanges(content, made.changes)
    }
    return content
  }

  test.each(['influence', 'tree'] as const)(
    'leaves no card on another in %s, and changes nothing the second time',
    (view) => {
      const before = scattered()
      const once = applyChanges(before, tidy(before, view))
      const rects = [...rectsOf(once, view).values()]
      expect(rects).toHaveLength(12)
      for (const [i, a] of rects.entries()) for (const b of rects.slice(i + 1)) expect(overlap(a, b)).toBe(false)
      const twice = applyChanges(once, tidy(once, view))
      expect([...rectsOf(twice, view)]).toEqual([...rectsOf(once, view)])
    },
  )

  test('keeps the two values of every stakeholder', () => {
    const before = scattered()
    const after = applyChanges(before, tidy(before, 'influence'))
    for (const [id, element] of before.elements) expect(after.elements.get(id)).toEqual(element)
  })

  test('crosses no arrows where it need not', () => {
    const before = scattered()
    const after = applyChanges(before, tidy(before, 'tree'))
    const y = (id: string) => rect(after, 'tree', id)!.y
    const pairs = Array.from({ length: 6 }, (_, i) => [y(`a${i}`), y(`e${5 - i}`)] as const)
    for (const [a, b] of pairs) for (const [c, d] of pairs) expect((a - c) * (b - d)).toBeGreaterThanOrEqual(0)
  })
})

describe('connecting', () => {
  const content = board(
    { id: 'a', is: 'activity', text: 'A' },
    { id: 'o', is: 'output', text: 'O' },
    { id: 'e', is: 'effect', text: 'E' },
    { id: 's', is: 'stakeholder', text: 'S' },
    { id: 't', is: 'stakeholder', text: 'T' },
    { id: 'n', is: 'note', text: 'N' },
  )
  const tie = (from: string, to: string, agreed = false) => connect(content, { id: 'l', from, to, by: 'me' }, agreed)

  test.each([
    ['a', 'o', 'causal'],
    ['o', 'e', 'causal'],
    ['s', 't', 'relation'],
  ])('what a link from %s to %s is follows from its ends: %s', (from, to, is) => {
    const made = tie(from, to)
    expect(made.ok && made.changes[0]).toMatchObject({ do: 'put', record: { is, fromId: from, toId: to } })
  })

  test('a stakeholder and an effect are tied by «Pour qui ?» once the person agrees, from the stakeholder either way', () => {
    expect(tie('e', 's')).toEqual({ ok: false, why: 'for_whom' })
    const made = tie('e', 's', true)
    expect(made.ok && made.changes[0]).toMatchObject({ record: { is: 'concerns', fromId: 's', toId: 'e' } })
  })

  test('refuses a card with itself, an impossible pair and a second arrow', () => {
    expect(tie('a', 'a')).toEqual({ ok: false, why: 'same' })
    expect(tie('o', 'a')).toEqual({ ok: false, why: 'impossible' })
    expect(tie('n', 'e')).toEqual({ ok: false, why: 'impossible' })
    const first = tie('a', 'o')
    const tied = applyChanges(content, first.ok ? first.changes : [])
    expect(connect(tied, { id: 'm', from: 'a', to: 'o', by: null })).toEqual({ ok: false, why: 'exists' })
  })
})

describe('the rest', () => {
  test('what goes to the bin comes back whole, and the mission stays', () => {
    const content = board({ id: 'n', is: 'note', text: 'N' }, { id: 'mission', is: 'mission', text: '' })
    const gone = applyChanges(content, remove(content, ['n', 'mission', 'unknown'], { by: 'me', at: 5 }))
    expect([...gone.elements.keys()]).toEqual(['mission'])
    expect(gone.bin.get('n')?.gone).toEqual({ by: 'me', at: 5 })
    expect(applyChanges(gone, putBack(gone, ['n'])).elements.get('n')).toEqual(content.elements.get('n'))
  })

  test('knows whose cards are about to go', () => {
    const content = board(
      { id: 'x', is: 'note', by: 'me' },
      { id: 'y', is: 'note', by: 'you' },
      { id: 'z', is: 'note' },
    )
    expect(madeByOthers(content, ['x', 'y', 'z'], 'me')).toBe(1)
  })

  test('a note turned into an action gets a place in its column and keeps its own in Idées', () => {
    const content = applyChanges(board({ id: 'n', is: 'note', text: 'Collecter' }), [
      { do: 'patch', root: 'placements', key: placementKey('ideas', 'n'), point: [7, 8] },
    ])
    const after = applyChanges(content, convert(content, ['n'], 'activity'))
    expect(after.elements.get('n')).toMatchObject({ is: 'activity', text: 'Collecter' })
    expect(rect(after, 'ideas', 'n')).toMatchObject({ x: 7, y: 8 })
    expect(rect(after, 'tree', 'n')).toMatchObject({ x: columnX('activity') })
  })

  test('copies have ids of their own, no ref, and the arrows among them', () => {
    const content = applyChanges(
      board({ id: 'a', is: 'activity', text: 'A', ref: 'A1' }, { id: 'o', is: 'output', text: 'O' }),
      [{ do: 'put', root: 'links', record: { id: 'l', is: 'causal', fromId: 'a', toId: 'o' } }],
    )
    let next = 0
    const { changes, ids } = duplicate(content, 'tree', ['a', 'o'], 'me', () => `c${next++}`)
    const after = applyChanges(content, changes)
    expect(ids).toEqual(['c0', 'c1'])
    expect(after.elements.get('c0')).toMatchObject({ text: 'A', ref: null, by: 'me' })
    expect([...after.links.values()].some(({ fromId, toId }) => fromId === 'c0' && toId === 'c1')).toBe(true)
  })

  test('moving a card up and down among its kind changes places with one neighbour', () => {
    let content = blank()
    for (const id of ['x', 'y', 'z'])
      content = applyChanges(content, createCard(content, null, { id, is: 'note', text: id, by: null }))
    const order = () =>
      [...content.elements.values()].sort((a, b) => ((a.order ?? '') < (b.order ?? '') ? -1 : 1)).map(({ id }) => id)
    content = applyChanges(content, reorder(content, 'z', -1))
    expect(order()).toEqual(['x', 'z', 'y'])
    content = applyChanges(content, reorder(content, 'x', 1))
    expect(order()).toEqual(['z', 'x', 'y'])
    expect(reorder(content, 'z', -1)).toEqual([])
  })

  test('placing by words writes what placing by hand writes', () => {
    const content = board({ id: 's', is: 'stakeholder', text: 'S' })
    expect(applyChanges(content, placeAtValues('s', { power: 5, interest: 0 })).elements.get('s')).toMatchObject({
      power: 5,
      interest: 0,
    })
  })
})
