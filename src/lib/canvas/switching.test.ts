import { beforeEach, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { Board } from '#lib/board/board.ts'
import { seed } from '#lib/board/layout.ts'
import { blankDossier } from '#lib/domain/schema/dossier.ts'
import { toScreen } from '#lib/editor/camera.ts'
import { editorOn } from '#lib/editor/editor.fixture.ts'
import type { Drafts } from './drafts.ts'
import { layoutSwitch } from './switching.ts'

const STILL: Drafts = { offsets: new Map(), rects: new Map() }
const calm = { matches: false }
let now = 0
beforeEach(() => {
  now = 0
  calm.matches = false
  vi.stubGlobal('matchMedia', () => calm)
  vi.spyOn(performance, 'now').mockImplementation(() => now)
})

/** One stakeholder that has a place in two layouts, and an editor that looks at the first. */
function stakeholders() {
  const doc = new Y.Doc()
  seed(doc, blankDossier('ref-1', 'Essai'))
  const board = new Board(doc)
  board.apply([
    { do: 'put', root: 'elements', record: { id: 's', is: 'stakeholder', text: 'Mairie', circle: 2 } },
    { do: 'patch', root: 'placements', key: 'stakeholders:s', point: [500, 300] },
    { do: 'patch', root: 'placements', key: 'circles:s', point: [90, 0.5] },
    { do: 'patch', root: 'placements', key: 'ideas:s', point: [10, 20] },
  ])
  const editor = editorOn(board)
  editor.show('stakeholders')
  const request = vi.fn()
  const flight = layoutSwitch(editor, request)
  /** Where the card is painted, pixels of the screen. */
  const shown = () => {
    const [dx, dy] = flight.over(STILL).offsets.get('s') ?? [0, 0]
    const { x, y } = editor.look.scene.boxes.get('s')!.rect
    return toScreen(editor.look.camera, [x + dx, y + dy]).map(Math.round)
  }
  return { editor, request, shown }
}

test('a card flies from its place in one layout to its place in the other', () => {
  const { editor, request, shown } = stakeholders()
  const from = shown()
  editor.show('circles')
  expect(shown()).toEqual(from)
  const { x, y } = editor.look.scene.boxes.get('s')!.rect
  const to = toScreen(editor.look.camera, [x, y]).map(Math.round)
  expect(to).not.toEqual(from)
  const between = (at: readonly number[]) =>
    at.every((each, i) => Math.abs(each - from[i]!) + Math.abs(to[i]! - each) - Math.abs(to[i]! - from[i]!) <= 2)
  now = 100
  expect(shown()).not.toEqual(from)
  expect(shown()).not.toEqual(to)
  expect(between(shown())).toBe(true)
  expect(request).toHaveBeenCalled()
  now = 10_000
  expect(shown()).toEqual(to)
  // Once there, nothing asks for another frame.
  request.mockClear()
  shown()
  expect(request).not.toHaveBeenCalled()
})

test('it is there at once for who asked for less movement, and on the way to another tab', () => {
  const { editor, request, shown } = stakeholders()
  const there = () => {
    const { x, y } = editor.look.scene.boxes.get('s')!.rect
    return toScreen(editor.look.camera, [x, y]).map(Math.round)
  }
  shown()
  calm.matches = true
  editor.show('circles')
  expect(shown()).toEqual(there())
  calm.matches = false
  editor.show('ideas')
  expect(shown()).toEqual(there())
  expect(request).not.toHaveBeenCalled()
})
