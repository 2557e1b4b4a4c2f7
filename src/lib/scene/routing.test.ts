import { expect, test } from 'vitest'
import { columnX, zoneX } from '#lib/domain/views/columns.ts'
import { CARD, type Rect } from '#lib/domain/geometry.ts'
import { distanceToPath, straight, treePaths } from './routing.ts'

const card = (column: 'activity' | 'output' | 'short' | 'medium' | 'long', y: number): Rect => ({
  x: columnX(column),
  y,
  w: CARD.width,
  h: 60,
})

/** Points along a path of cubic segments. */
function* along(path: readonly number[]) {
  let [x0, y0] = [path[0]!, path[1]!]
  for (let i = 2; i + 5 < path.length; i += 6) {
    const [x1, y1, x2, y2, x3, y3] = path.slice(i, i + 6) as [number, number, number, number, number, number]
    for (let t = 0; t <= 1; t += 0.05) {
      const u = 1 - t
      yield [
        u * u * u * x0 + 3 * u * u * t * x1 + 3 * u * t * t * x2 + t * t * t * x3,
        u * u * u * y0 + 3 * u * u * t * y1 + 3 * u * t * t * y2 + t * t * t * y3,
      ] as const
    }
    ;[x0, y0] = [x3, y3]
  }
}

test('an arrow over several columns passes between the cards, never behind one', () => {
  const rects = new Map<string, Rect>([
    ['from', card('activity', 100)],
    ['to', card('long', 120)],
    ...(['output', 'short', 'medium'] as const).flatMap((column) =>
      [0, 80, 160, 240].map((y) => [`${column}${y}`, card(column, y)] as const),
    ),
  ])
  const path = treePaths([{ id: 'l', from: 'from', to: 'to' }], rects).get('l')!
  for (const [x, y] of along(path))
    for (const [id, rect] of rects)
      if (id !== 'from' && id !== 'to')
        expect(x > rect.x && x < rect.x + rect.w && y > rect.y && y < rect.y + rect.h, `${id} at ${x},${y}`).toBe(false)
})

const ZONES = 520
const inZone = (zone: 'negative' | 'surprise' | 'parked', place: number): Rect => ({
  x: zoneX(zone) + 6 + place * (CARD.width + 6),
  y: ZONES + 60,
  w: CARD.width,
  h: 60,
})

test('cards in the zones under the columns change no arrow between the columns', () => {
  const rects = new Map([
    ['action', card('activity', 0)],
    ['output', card('output', 200)],
    ['soon', card('short', 0)],
    ['late', card('long', 100)],
  ])
  const edges = [
    { id: '1', from: 'action', to: 'output' },
    { id: '2', from: 'output', to: 'soon' },
    { id: '3', from: 'action', to: 'late' },
  ]
  const zones = (['negative', 'surprise', 'parked'] as const).flatMap((zone) =>
    [0, 1].map((place) => [`${zone}${place}`, inZone(zone, place)] as const),
  )
  expect(treePaths(edges, new Map([...rects, ...zones]), ZONES)).toEqual(treePaths(edges, rects))
})

test('an arrow to or from a card in a zone passes behind no other card', () => {
  const rects = new Map<string, Rect>([
    ...(['activity', 'output', 'short', 'medium', 'long'] as const).flatMap((column) =>
      [0, 80, 160, 400].map((y) => [`${column}${y}`, card(column, y)] as const),
    ),
    ...(['negative', 'surprise', 'parked'] as const).flatMap((zone) =>
      [0, 1].map((place) => [`${zone}${place}`, inZone(zone, place)] as const),
    ),
  ])
  const pairs = [
    ['output80', 'negative0'],
    ['long0', 'negative1'],
    ['negative0', 'long160'],
    ['parked1', 'short400'],
    ['negative0', 'parked1'],
  ] as const
  for (const [from, to] of pairs) {
    const path = treePaths([{ id: 'l', from, to }], rects, ZONES).get('l')!
    for (const [x, y] of along(path))
      for (const [id, rect] of rects)
        if (id !== from && id !== to)
          expect(
            x > rect.x && x < rect.x + rect.w && y > rect.y && y < rect.y + rect.h,
            `${from} → ${to}: ${id} at ${x},${y}`,
          ).toBe(false)
  }
})

test('arrows of one side leave at different heights, in the order of their ends', () => {
  const rects = new Map([
    ['a', card('activity', 100)],
    ['high', card('output', 0)],
    ['low', card('output', 300)],
  ])
  const paths = treePaths(
    [
      { id: '1', from: 'a', to: 'low' },
      { id: '2', from: 'a', to: 'high' },
    ],
    rects,
  )
  expect(paths.get('2')![1]).toBeLessThan(paths.get('1')![1]!)
})

test('a straight arrow runs from edge to edge and can be hit', () => {
  const path = straight({ x: 0, y: 0, w: 100, h: 50 }, { x: 300, y: 0, w: 100, h: 50 })
  expect(path.slice(0, 2)).toEqual([100, 25])
  expect(path.slice(-2)).toEqual([300, 25])
  expect(distanceToPath(path, [200, 30])).toBeCloseTo(5)
})
