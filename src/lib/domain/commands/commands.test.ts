import { describe, expect, test } from 'vitest'
import { applyChanges, blankContent } from '../apply.ts'
import type { Change, NewElement } from '../change.ts'
import { elementsOf, placementKey, type Content, type ViewId } from '../content.ts'
import { columnX, zoneRects, zonesTop } from '../views/columns.ts'
import { overlap } from '../geometry.ts'
import { pointOnRing, ringOfPoint } from '../views/rings.ts'
import { rectOf, rectsOf, waits, dropAt, tidy } from '../views/views.ts'
import { valuesOfPoint, pointOfValues } from '../views/plane.ts'
import { blankDossier } from '../schema/dossier.ts'
import { connect } from './connect.ts'
import { kindOffered } from '../views/frames.ts'
import { createCard } from './create.ts'
import { duplicate } from './duplicate.ts'
import { convert, reorder, setField } from './edit.ts'
import { merge, originalsOf, wordingsOf } from './merge.ts'
import { moveBy } from './move.ts'
import { placeAtValues } from '../views/influence.ts'
import { placeInTreeZone } from '../views/place.ts'
import { madeByOthers, putBack, remove } from './remove.ts'
import { writeCards } from './write.ts'

const blank = () => blankContent(blankDossier('ref-1', 'Essai'))
const put = (record: NewElement): Change => ({ do: 'put', root: 'elements', record })
const board = (...records: NewElement[]): Content => applyChanges(blank(), records.map(put))
const rect = (content: Content, view: ViewId, id: string) => rectOf(content, view, content.elements.get(id)!)

describe('placing', () => {
  test('a stakeholder without values waits in the tray; dropping it writes both values', () => {
    const before = board({ id: 's', is: 'stakeholder', text: 'Habitants' })
    expect(waits(before, 'influence', before.elements.get('s')!)).toBe(true)
    const [x, y] = pointOfValues(4, 2)
    const after = applyChanges(before, dropAt(before, 'influence', before.elements.get('s')!, [x - 98, y - 29]))
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
      ...dropAt(content, 'tree', content.elements.get('e')!, [columnX('medium') + 20, 40]),
      ...dropAt(content, 'tree', content.elements.get('a')!, [columnX('long'), 40]),
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

describe('circles', () => {
  test('a place comes back from its point, and outside the rings counts as the outermost', () => {
    expect(ringOfPoint(pointOnRing(3, [200, 0.4]))).toEqual({ ring: 3, place: [200, 0.4] })
    expect(ringOfPoint([9_000, 0])).toEqual({ ring: 4, place: [0, 1] })
  })

  test('dropping a stakeholder on a ring writes the ring and the angle', () => {
    const content = board({ id: 's', is: 'stakeholder', text: 'Habitants' })
    const [x, y] = pointOnRing(2, [90, 0.5])
    const after = applyChanges(content, dropAt(content, 'circles', content.elements.get('s')!, [x - 98, y - 30]))
    expect(after.elements.get('s')).toMatchObject({ circle: 2 })
    expect(after.placements.get(placementKey('circles', 's'))![0]).toBeCloseTo(90, 0)
  })

  test('a ring chosen in words gives the same place to everyone, and «Ranger» covers no card', () => {
    const names = Array.from({ length: 12 }, (_, i) => `s${i}`)
    const content = board(...names.map((id) => ({ id, is: 'stakeholder', text: id, circle: 2 }) as NewElement))
    expect(rect(content, 'circles', 's3')).toEqual(rect(content, 'circles', 's3'))
    const tidied = applyChanges(content, tidy(content, 'circles'))
    const rects = [...rectsOf(tidied, 'circles').values()]
    for (const [i, a] of rects.entries()) for (const b of rects.slice(i + 1)) expect(overlap(a, b)).toBe(false)
    expect(names.map((id) => tidied.elements.get(id))).toEqual(names.map((id) => content.elements.get(id)))
  })
})

describe('zones under the tree', () => {
  const withZones = () => board({ id: 'e', is: 'effect', text: 'E', horizon: 'short', status: 'idea' })

  test('what is dropped or written in a zone takes its value and keeps its horizon', () => {
    const content = withZones()
    const { x, y } = zoneRects(content).get('surprise')!
    const after = applyChanges(content, dropAt(content, 'tree', content.elements.get('e')!, [x + 40, y + 90]))
    expect(after.elements.get('e')).toMatchObject({ intentionality: 'unexpected', horizon: 'short', polarity: null })
    const written = createCard(after, 'tree', { id: 'f', is: 'effect', text: 'F', by: null, zone: 'negative' })
    const both = applyChanges(after, written)
    expect(both.elements.get('f')).toMatchObject({ polarity: 'negative', horizon: null })
    expect(waits(both, 'tree', both.elements.get('f')!)).toBe(false)
  })

  test('what comes back from «En attente» to a column is an idea again', () => {
    const parked = applyChanges(withZones(), placeInTreeZone(withZones(), 'e', 'parked'))
    expect(parked.elements.get('e')).toMatchObject({ status: 'parked' })
    const back = applyChanges(parked, dropAt(parked, 'tree', parked.elements.get('e')!, [columnX('long'), 20]))
    expect(back.elements.get('e')).toMatchObject({ status: 'idea', horizon: 'long' })
  })

  test('zones go down with the columns, and the cards in them with the zones', () => {
    const parked = applyChanges(withZones(), placeInTreeZone(withZones(), 'e', 'parked'))
    const grown = applyChanges(parked, [
      put({ id: 'a', is: 'activity', text: 'A' }),
      ...dropAt(parked, 'tree', { ...parked.elements.get('e')!, id: 'a', is: 'activity' } as never, [0, 2_000]),
    ])
    expect(zonesTop(grown)).toBeGreaterThan(2_000)
    const moved = rect(grown, 'tree', 'e')!.y - rect(parked, 'tree', 'e')!.y
    expect(moved).toBe(zonesTop(grown) - zonesTop(parked))
  })
})

describe('merging', () => {
  const twins = () => {
    const cards = board(
      { id: 'a', is: 'effect', text: 'Les gens se parlent', horizon: 'short' },
      { id: 'b', is: 'effect', text: 'On se connaît mieux', polarity: 'positive', horizon: 'long' },
      { id: 'x', is: 'activity', text: 'X' },
      { id: 'i', is: 'indicator', text: 'I', measuresId: 'b' },
    )
    return applyChanges(cards, [
      { do: 'put', root: 'links', record: { id: 'l', is: 'causal', fromId: 'x', toId: 'b' } },
      { do: 'put', root: 'links', record: { id: 'm', is: 'causal', fromId: 'a', toId: 'b' } },
    ])
  }
  let made = 0
  const merged = () => {
    const content = twins()
    const changes = merge(content, {
      into: 'a',
      ids: ['a', 'b'],
      gone: { by: 'me', at: 1 },
      newId: () => `n${++made}`,
    })
    return applyChanges(content, changes)
  }

  test('keeps both wordings, and what one left open and the other had answered', () => {
    const content = merged()
    expect(content.elements.get('a')).toMatchObject({ mergedFrom: ['b'], horizon: 'short', polarity: 'positive' })
    expect(content.elements.has('b')).toBe(false)
    expect(wordingsOf(content, ['b'])).toEqual([{ id: 'b', text: 'On se connaît mieux' }])
  })

  test('keeps every text: an empty one is filled, items are added to a list, and what stands otherwise stays readable', () => {
    const content = board(
      { id: 'a', is: 'indicator', text: 'Entraide', definition: 'Coups de main' },
      { id: 'b', is: 'indicator', text: 'Aide', definition: 'Services rendus', calculation: 'Par enquête' },
      { id: 's', is: 'stakeholder', text: 'Jeunes', expectations: 'Un lieu\nDu temps' },
      { id: 't', is: 'stakeholder', text: 'La jeunesse', expectations: 'du temps\nUn bus', contributions: 'Des idées' },
    )
    const gone = { by: 'me', at: 1 }
    const once = applyChanges(content, merge(content, { into: 'a', ids: ['a', 'b'], gone, newId: () => 'n' }))
    const after = applyChanges(once, merge(once, { into: 's', ids: ['s', 't'], gone, newId: () => 'n' }))
    const [a, s] = [after.elements.get('a')!, after.elements.get('s')!]
    expect(a).toMatchObject({ definition: 'Coups de main', calculation: 'Par enquête' })
    expect(s).toMatchObject({ expectations: 'Un lieu\nDu temps\nUn bus', contributions: 'Des idées' })
    expect(originalsOf(after, a)).toEqual([
      { id: 'b', text: 'Aide', more: [{ name: 'definition', text: 'Services rendus' }] },
    ])
    expect(originalsOf(after, s)).toEqual([{ id: 't', text: 'La jeunesse', more: [] }])
  })

  test('arrows and references lead to the card that stays, and none in a circle', () => {
    const content = merged()
    expect([...content.links.values()].map(({ fromId, toId }) => [fromId, toId])).toEqual([['x', 'a']])
    expect(content.elements.get('i')).toMatchObject({ measuresId: 'a' })
  })

  test('cards of two kinds are not merged', () => {
    expect(merge(twins(), { into: 'a', ids: ['a', 'x'], gone: { by: null, at: 1 }, newId: () => 'n' })).toEqual([])
  })
})

describe('what was said of a card stays true', () => {
  const merging = (content: Content) =>
    applyChanges(content, merge(content, { into: 'a', ids: ['a', 'b'], gone: { by: 'me', at: 1 }, newId: () => 'n1' }))
  const figures = { unit: 't', baseline: { value: 1250.5, date: null, note: null }, target: null }

  test('an indicator takes no figure in another unit over, and those of the other stay readable', () => {
    const after = merging(
      board(
        { id: 'a', is: 'indicator', text: 'Part', unit: '%' },
        { id: 'b', is: 'indicator', text: 'Tonnage', frequency: 'annual', ...figures },
      ),
    )
    const kept = after.elements.get('a')!
    expect(kept).toMatchObject({ unit: '%', baseline: null, target: null, frequency: 'annual' })
    expect(originalsOf(after, kept)).toMatchObject([
      {
        more: [
          { name: 'unit', text: 't' },
          { name: 'baseline', text: '1250,5 t' },
        ],
      },
    ])
  })

  test('an indicator without any figure takes all of one other', () => {
    const after = merging(
      board({ id: 'a', is: 'indicator', text: 'Tonnes' }, { id: 'b', is: 'indicator', text: 'Tonnage', ...figures }),
    )
    expect(after.elements.get('a')).toMatchObject(figures)
  })

  test('the owner of a source follows the stakeholder that it was merged into', () => {
    const after = merging(
      board(
        { id: 'a', is: 'stakeholder', text: 'Régie' },
        { id: 'b', is: 'stakeholder', text: 'La régie' },
        { id: 'i', is: 'indicator', sources: [{ label: 'Registre', kind: null, url: null, ownerId: 'b' }] },
      ),
    )
    expect(after.elements.get('i')).toMatchObject({ sources: [{ label: 'Registre', ownerId: 'a' }] })
  })

  test('a territory that takes in the one it lies in lies in no other, not in itself', () => {
    const territories = board({ id: 'a', is: 'territory', parentId: 'b' }, { id: 'b', is: 'territory' })
    expect(merging(territories).elements.get('a')).toMatchObject({ parentId: null })
  })

  const conditional = () =>
    applyChanges(
      board(
        { id: 'h', is: 'assumption', text: 'Un local' },
        { id: 'x', is: 'effect' },
        { id: 'y', is: 'effect' },
        { id: 'q', is: 'question', effectIds: ['x', 'y'] },
      ),
      [{ do: 'put', root: 'links', record: { id: 'l', is: 'causal', fromId: 'x', toId: 'y', assumptionIds: ['h'] } }],
    )
  test.each(['note', 'factor'] as const)('a condition that becomes a %s is a condition of no arrow any more', (to) => {
    const after = applyChanges(conditional(), convert(conditional(), ['h'], to))
    expect(after.links.get('l')).toMatchObject({ assumptionIds: [] })
    if (to === 'factor') expect(after.elements.get('h')).toMatchObject({ is: 'factor', affectsIds: ['y'] })
  })
  test('what another kind may not be named as is named no more, by cards too', () => {
    const after = applyChanges(conditional(), convert(conditional(), ['x'], 'activity'))
    expect(after.elements.get('q')).toMatchObject({ effectIds: ['y'] })
  })
})

describe('writing', () => {
  const write = (content: Content, texts: readonly string[], forWhom: string) => {
    let made = 0
    const writing = { is: 'effect', by: 'me', newId: () => `n${++made}`, view: 'tree', forWhom } as const
    return applyChanges(content, writeCards(content, texts, writing).changes)
  }
  const forWhomIn = (content: Content) =>
    [...content.links.values()].map(({ is, fromId, toId }) => [
      is,
      content.elements.get(fromId)?.text,
      content.elements.get(toId)?.text,
    ])

  test('an effect carries its stakeholder from birth, found by name whatever its case and accents', () => {
    const after = write(board({ id: 's', is: 'stakeholder', text: 'Écoles' }), ['osent', 'savent'], ' ecoles ')
    expect(forWhomIn(after)).toEqual([
      ['concerns', 'Écoles', 'osent'],
      ['concerns', 'Écoles', 'savent'],
    ])
  })

  test('a stakeholder that is missing is added once', () => {
    const after = write(blank(), ['osent', 'savent'], 'Habitants')
    expect([...after.elements.values()].filter(({ is }) => is === 'stakeholder')).toHaveLength(1)
    expect(forWhomIn(after)).toHaveLength(2)
  })

  test('an effect written for nobody is not tied to a stakeholder that has no name yet', () => {
    expect(forWhomIn(write(board({ id: 's', is: 'stakeholder', text: '' }), ['osent'], ''))).toEqual([])
  })

  test("«L'école» is «L’école»: an apostrophe, a ligature or a space makes no second stakeholder", () => {
    const before = board({ id: 's', is: 'stakeholder', text: 'L’école d’œuvre\u00a0sociale' })
    const after = write(before, ['Osent'], "l'ecole d'oeuvre sociale")
    expect(elementsOf(after, 'stakeholder')).toHaveLength(1)
  })

  test('in a zone the kind follows the zone; what is moved in is only offered it', () => {
    const content = applyChanges(
      board(
        { id: 'z', is: 'frame', text: 'Qui ?', makes: 'stakeholder', size: [500, 300] },
        { id: 'n', is: 'note', text: 'Mairie' },
      ),
      [
        { do: 'patch', root: 'placements', key: 'ideas:z', point: [1_000, 1_000] },
        { do: 'patch', root: 'placements', key: 'ideas:n', point: [0, 0] },
      ],
    )
    expect(kindOffered(content, 'n')).toBeNull()
    const moved = applyChanges(content, moveBy(content, 'ideas', ['n'], [1_100, 1_100]))
    expect([moved.elements.get('n')!.is, kindOffered(moved, 'n')]).toEqual(['note', 'stakeholder'])
    let made = 0
    const writing = { is: 'stakeholder', by: null, newId: () => `w${++made}`, view: 'ideas', frame: 'z' } as const
    const written = applyChanges(moved, writeCards(moved, ['Lycée', 'Collège'], writing).changes)
    const rects = ['w1', 'w2', 'n'].map((id) => rect(written, 'ideas', id)!)
    for (const each of rects.slice(0, 2)) expect(each.x).toBeGreaterThanOrEqual(1_000)
    expect(overlap(rects[0]!, rects[1]!) || overlap(rects[0]!, rects[2]!)).toBe(false)
  })

  test('a note that is written in no zone lands in none, and what a full zone cannot hold lies beside it, nothing on top of anything', () => {
    const zone = { id: 'z', is: 'frame', makes: 'effect', size: [260, 200] } as const
    const content = applyChanges(board(zone), [
      { do: 'patch', root: 'placements', key: 'ideas:z', point: [-100, -100] },
    ])
    let made = 0
    const writing = { is: 'note', by: null, newId: () => `w${++made}`, view: 'ideas', near: [0, 0] } as const
    const free = applyChanges(content, writeCards(content, ['Une note'], writing).changes)
    expect(overlap(rect(free, 'ideas', 'w1')!, rect(free, 'ideas', 'z')!)).toBe(false)
    const texts = Array.from({ length: 12 }, (_, i) => `Effet ${i}`)
    const full = applyChanges(free, writeCards(free, texts, { ...writing, frame: 'z' }).changes)
    const rects = [...full.elements.keys()].filter((id) => id !== 'z').map((id) => rect(full, 'ideas', id)!)
    for (const [i, each] of rects.entries())
      for (const other of rects.slice(i + 1)) expect(overlap(each, other)).toBe(false)
  })
})
