import { describe, expect, test } from 'vitest'
import { applyChanges, contentFrom } from '../apply.ts'
import type { Change } from '../change.ts'
import { byOrder, type Content } from '../content.ts'
import { blankDossier } from '../schema/dossier.ts'
import { align, distribute, resize, toBack, toFront, withContents } from './arrange.ts'
import { copy, parseClip, paste, pasteLines, wordsOf } from './clipboard.ts'
import { drawStroke, placeImage, simplify } from './draw.ts'

const note = (id: string, [x, y]: readonly [number, number], more = {}): readonly Change[] => [
  {
    do: 'put',
    root: 'elements',
    record: { id, is: 'note', text: id, order: `a${(id.charCodeAt(0) - 97) % 10}`, ...more },
  },
  { do: 'patch', root: 'placements', key: `ideas:${id}`, point: [x, y] },
]
const board = (...changes: readonly (readonly Change[])[]) =>
  contentFrom(blankDossier('ref-1', 'Essai'), changes.flat())
const placeOf = (content: Content, id: string) => content.placements.get(`ideas:${id}`)
let next = 0
const pasting = { by: 'me', newId: () => `n${++next}`, at: [1000, 1000] as const }

describe('a frame', () => {
  test('carries along what has its middle in it, and a whole frame inside, but not what only touches it', () => {
    const content = board(
      note('f', [0, 0], { is: 'frame', size: [600, 400] }),
      note('inside', [100, 100]),
      note('edge', [-150, 100]),
      note('g', [300, 200], { is: 'frame', size: [200, 100] }),
      note('h', [500, 300], { is: 'frame', size: [400, 300] }),
    )
    expect([...withContents(content, 'ideas', ['f'])].sort()).toEqual(['f', 'g', 'inside'])
    expect([...withContents(content, 'ideas', ['inside'])]).toEqual(['inside'])
  })
})

describe('aligning', () => {
  const content = board(note('a', [0, 0]), note('b', [50, 200]), note('c', [300, 320]))
  test('brings to the common edge or middle', () => {
    const left = applyChanges(content, align(content, 'ideas', ['a', 'b', 'c'], 'left'))
    expect(['a', 'b', 'c'].map((id) => placeOf(left, id)![0])).toEqual([0, 0, 0])
    const right = applyChanges(content, align(content, 'ideas', ['a', 'b', 'c'], 'right'))
    expect(['a', 'b', 'c'].map((id) => placeOf(right, id)![0])).toEqual([300, 300, 300])
    const middle = applyChanges(content, align(content, 'ideas', ['a', 'c'], 'middle'))
    expect(placeOf(middle, 'a')![1]).toBe(placeOf(middle, 'c')![1])
  })

  test('of one card does nothing', () => {
    expect(align(content, 'ideas', ['a'], 'left')).toEqual([])
  })

  test('a frame moves what lies in it, but not a card that is aligned itself', () => {
    const framed = board(
      note('f', [100, 0], { is: 'frame', size: [400, 300] }),
      note('a', [150, 100]),
      note('b', [0, 600]),
    )
    const after = applyChanges(framed, align(framed, 'ideas', ['f', 'b'], 'left'))
    expect([placeOf(after, 'f'), placeOf(after, 'a')]).toEqual([
      [0, 0],
      [50, 100],
    ])
  })

  test('spreads with equal gaps and leaves the outermost where they are', () => {
    const after = applyChanges(content, distribute(content, 'ideas', ['a', 'b', 'c'], 'down'))
    const [a, b, c] = ['a', 'b', 'c'].map((id) => placeOf(after, id)![1]) as [number, number, number]
    expect([a, c]).toEqual([0, 320])
    expect(b - a).toBe(c - b)
  })
})

test('to the front and to the back change the order and keep it among those moved', () => {
  const content = board(note('a', [0, 0]), note('b', [0, 0]), note('c', [0, 0]))
  const inOrder = (of: Content) => [...of.elements.values()].sort(byOrder).map(({ id }) => id)
  const before = inOrder(content)
  const first = before.slice(0, 2)
  expect(inOrder(applyChanges(content, toFront(content, first)))).toEqual([before[2], ...first])
  const last = before.slice(1)
  expect(inOrder(applyChanges(content, toBack(content, last)))).toEqual([...last, before[0]])
})

test('a picture is placed behind the cards that lie there; what is written later lies on it', () => {
  const content = board(note('a', [0, 0]), note('b', [40, 40]))
  const picture = { hash: 'h', text: 'Carte', size: [600, 400], at: [50, 50] } as const
  const after = applyChanges(content, placeImage(content, 'ideas', { id: 'i', by: null }, picture))
  expect([...after.elements.values()].sort(byOrder).map(({ id }) => id)).toEqual(['i', 'a', 'b'])
})

test('resizing writes the size and the corner together', () => {
  const content = board(note('f', [0, 0], { is: 'frame', size: [400, 300] }))
  const after = applyChanges(content, resize('ideas', 'f', { x: -20, y: 10, w: 420.4, h: 290 }))
  expect(after.elements.get('f')!.size).toEqual([420, 290])
  expect(placeOf(after, 'f')).toEqual([-20, 10])
})

describe('copying', () => {
  const content = board(note('a', [0, 0], { is: 'activity' }), note('e', [300, 0], { is: 'effect', ref: 'E7' }), [
    { do: 'put', root: 'links', record: { id: 'l', is: 'causal', fromId: 'a', toId: 'e', strength: 3 } },
  ])
  const elsewhere = contentFrom(blankDossier('ref-2', 'Ailleurs'), [])
  const clip = parseClip(JSON.stringify(copy(content, 'ideas', ['a', 'e'])))!

  test('keeps the arrows and leaves the refs, with new ids', () => {
    const { changes, ids } = paste(elsewhere, 'ideas', clip, pasting)
    const after = applyChanges(elsewhere, changes)
    expect([...after.elements.values()].map(({ is, ref, by }) => [is, ref, by])).toEqual([
      ['activity', null, 'me'],
      ['effect', null, 'me'],
    ])
    expect([...after.links.values()]).toMatchObject([{ is: 'causal', strength: 3, fromId: ids[0], toId: ids[1] }])
    const [a, e] = ids.map((id) => placeOf(after, id)!)
    expect(e![0] - a![0]).toBe(300)
  })

  test('leaves in the tray what has no place of its own in the other view', () => {
    const after = applyChanges(elsewhere, paste(elsewhere, 'tree', clip, pasting).changes)
    expect(after.elements.size).toBe(2)
    expect(after.placements.size).toBe(0)
  })

  test('drops references to cards that the other board does not have, and keeps those that come along', () => {
    const indicator = board(
      note('e', [0, 0], { is: 'effect' }),
      note('i', [0, 0], { is: 'indicator', measuresId: 'e' }),
    )
    const alone = applyChanges(elsewhere, paste(elsewhere, 'ideas', copy(indicator, 'ideas', ['i']), pasting).changes)
    expect([...alone.elements.values()]).toMatchObject([{ is: 'indicator', measuresId: null }])
    const both = paste(elsewhere, 'ideas', copy(indicator, 'ideas', ['e', 'i']), pasting)
    const after = [...applyChanges(elsewhere, both.changes).elements.values()]
    expect(after.find(({ is }) => is === 'indicator')).toMatchObject({
      measuresId: after.find(({ is }) => is === 'effect')!.id,
    })
  })

  test('takes nothing from a page that pretends: wrong fields, bad ids, a mission, an image of another board', () => {
    const forged = {
      ...clip,
      elements: [
        { id: '__proto__', is: 'note', text: 'x' },
        { id: 'm', is: 'mission', text: 'x' },
        { id: 'i', is: 'image', text: 'x', hash: 'abc' },
        { id: 'n', is: 'note', text: 'x', size: [1e9, 1] },
        { id: 'ok', is: 'note', text: 'bonne' },
      ],
    }
    const after = applyChanges(elsewhere, paste(elsewhere, 'ideas', forged, pasting).changes)
    expect([...after.elements.values()].map(({ text }) => text)).toEqual(['bonne'])
    expect(parseClip('{"canevas":2}')).toBeNull()
    expect(parseClip('nonsense')).toBeNull()
  })

  test('reads as one line a card elsewhere, and plain text comes in as one note a line', () => {
    expect(wordsOf(clip)).toBe('a\ne')
    const after = applyChanges(elsewhere, pasteLines(elsewhere, 'ideas', ['un', 'deux'], pasting).changes)
    expect([...after.elements.values()].map(({ is, text }) => [is, text])).toEqual([
      ['note', 'un'],
      ['note', 'deux'],
    ])
    expect(after.placements.size).toBe(2)
  })
})

describe('a stroke', () => {
  test('keeps the points that the eye can tell apart, from its own corner', () => {
    expect(simplify([[0, 0], [5, 0.1], [10, 0], [10, 10]], 1)).toEqual([[0, 0], [10, 0], [10, 10]]) // prettier-ignore
    const content = board()
    const points = [[110, 50], [120, 50], [130, 50], [130, 90]] as const // prettier-ignore
    const after = applyChanges(
      content,
      drawStroke(
        content,
        'ideas',
        { id: 's', by: 'me' },
        { points, pen: { colour: 'red', width: 'thick' }, tolerance: 1 },
      ),
    )
    expect(after.elements.get('s')).toMatchObject({ points: [0, 0, 20, 0, 20, 40], colour: 'red', width: 'thick' })
    expect(placeOf(after, 's')).toEqual([110, 50])
  })
})
