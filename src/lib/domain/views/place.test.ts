import { describe, expect, test } from 'vitest'
import { applyChanges, blankContent } from '../apply.ts'
import type { NewElement } from '../change.ts'
import type { Content, ViewId } from '../content.ts'
import { centreOf, overlap } from '../geometry.ts'
import { columnX } from './columns.ts'
import { PLANE } from './plane.ts'
import { rectOf, waits, tidy } from './views.ts'
import { blankDossier } from '../schema/dossier.ts'
import { frameAround } from './frames.ts'
import { mayPlace, placeCards, type Place } from './place.ts'

const near = [0, 0] as const
const board = (...records: NewElement[]): Content =>
  applyChanges(
    blankContent(blankDossier('ref-1', 'Essai')),
    records.map((record) => ({ do: 'put', root: 'elements', record })),
  )
const placed = (content: Content, ids: readonly string[], place: Omit<Place, 'near'>) =>
  applyChanges(content, placeCards(content, ids, { ...place, near }))
const rects = (content: Content, view: ViewId, ids: readonly string[]) =>
  ids.map((id) => rectOf(content, view, content.elements.get(id)!)!)
const clear = (content: Content, view: ViewId, ids: readonly string[]) => {
  const all = rects(content, view, ids)
  return all.every((rect, i) => all.slice(0, i).every((other) => !overlap(rect, other, 0)))
}

describe('several cards placed at once', () => {
  const ids = ['a', 'b', 'c']

  test('stakeholders of the same values stand beside one another and keep the values', () => {
    const before = board(...ids.map((id): NewElement => ({ id, is: 'stakeholder', text: id })))
    const after = placed(before, ids, { values: { power: 4, interest: 2 }, circle: 2 })
    for (const id of ids) expect(after.elements.get(id)).toMatchObject({ power: 4, interest: 2, circle: 2 })
    expect(clear(after, 'influence', ids)).toBe(true)
    expect(ids.some((id) => waits(after, 'circles', after.elements.get(id)!))).toBe(false)
    const free = placed(before, ids, { free: true })
    expect(clear(free, 'stakeholders', ids)).toBe(true)
  })

  test('stakeholders on one ring, or near others’ values, stand clear of one another and of those that are there', () => {
    const many = Array.from({ length: 12 }, (_, i) => `s${i}`)
    const before = board(...many.map((id): NewElement => ({ id, is: 'stakeholder', text: `Partie prenante ${id}` })))
    const some = placed(before, many.slice(0, 5), { circle: 3, values: { power: 3, interest: 3 } })
    const after = placed(some, many.slice(5), { circle: 3, values: { power: 3, interest: 4 } })
    for (const view of ['circles', 'influence'] as const) expect(clear(after, view, many), view).toBe(true)
    const alone = placed(after, ['s0'], { circle: 2, values: { power: 3, interest: 4 } })
    for (const view of ['circles', 'influence'] as const) expect(clear(alone, view, many), view).toBe(true)
  })

  test('stakeholders of the same values lie in the corner that their values say, many of them too', () => {
    const many = Array.from({ length: 12 }, (_, i) => `s${i}`)
    const before = board(...many.map((id): NewElement => ({ id, is: 'stakeholder', text: id })))
    const after = placed(before, many, { values: { power: 3, interest: 3 } })
    for (const content of [after, applyChanges(after, tidy(after, 'influence'))]) {
      const [middleX, middleY] = centreOf(PLANE)
      const centres = rects(content, 'influence', many).map(centreOf)
      expect(centres.filter(([x, y]) => x < middleX || y > middleY)).toEqual([])
      expect(clear(content, 'influence', many)).toBe(true)
    }
  })

  test('on a ring that is full no card hides another', () => {
    const many = Array.from({ length: 16 }, (_, i) => `s${i}`)
    const before = board(...many.map((id): NewElement => ({ id, is: 'stakeholder', text: id })))
    const all = rects(placed(before, many, { circle: 2 }), 'circles', many)
    for (const [i, a] of all.entries())
      for (const b of all.slice(0, i)) {
        const [across, down] = [a.w - Math.abs(a.x - b.x), a.h - Math.abs(a.y - b.y)]
        expect(Math.max(0, across) * Math.max(0, down)).toBeLessThan((a.w * a.h) / 2)
      }
  })

  test('effects go to one column or zone, and take its value', () => {
    const before = board(...ids.map((id): NewElement => ({ id, is: 'effect', text: id })))
    const inColumn = placed(before, ids, { column: 'medium' })
    expect(rects(inColumn, 'tree', ids).map(({ x }) => x)).toEqual(ids.map(() => columnX('medium')))
    expect(clear(inColumn, 'tree', ids)).toBe(true)
    const parked = placed(before, ids, { column: 'parked' })
    for (const id of ids) expect(parked.elements.get(id)).toMatchObject({ status: 'parked' })
    expect(clear(parked, 'tree', ids)).toBe(true)
  })

  test('notes go into a zone, or outside of all zones', () => {
    const frame: NewElement = { id: 'f', is: 'frame', text: 'Zone', size: [500, 400] }
    const before = applyChanges(board(frame, ...ids.map((id): NewElement => ({ id, is: 'note', text: id }))), [
      { do: 'patch', root: 'placements', key: 'ideas:f', point: [0, 0] },
    ])
    const inside = placed(before, ids, { frame: 'f' })
    expect(ids.map((id) => frameAround(inside, id)?.id)).toEqual(['f', 'f', 'f'])
    const outside = placed(before, ids, {})
    expect(ids.map((id) => frameAround(outside, id))).toEqual([null, null, null])
    for (const content of [inside, outside]) expect(clear(content, 'ideas', ids)).toBe(true)
  })

  test('only cards of one kind that has a place somewhere', () => {
    const { elements } = board(
      { id: 'a', is: 'effect', text: 'A' },
      { id: 'b', is: 'effect', text: 'B' },
      { id: 'n', is: 'note', text: 'N' },
      { id: 'q', is: 'question', text: 'Q' },
    )
    const may = (...chosen: string[]) => mayPlace(chosen.map((id) => elements.get(id)!))
    expect([may('a'), may('a', 'b'), may('a', 'n'), may('q'), may()]).toEqual([true, true, false, false, false])
  })
})
