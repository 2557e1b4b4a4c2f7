import { beforeEach, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { Board } from '#lib/board/board.ts'
import { seed } from '#lib/board/layout.ts'
import { blankDossier } from '#lib/domain/schema/dossier.ts'
import { editorOn } from '#lib/editor/editor.fixture.ts'
import { listen } from './input.ts'

beforeEach(() => {
  vi.stubGlobal('window', new EventTarget())
  vi.useFakeTimers()
})

/** Fingers on the canvas of *Idées*, where a note lies at [100, 100]. */
function touched() {
  const doc = new Y.Doc()
  seed(doc, blankDossier('ref-1', 'Essai'))
  const board = new Board(doc)
  board.apply([
    { do: 'put', root: 'elements', record: { id: 'a', is: 'note', text: 'Une idée', by: 'me' } },
    { do: 'patch', root: 'placements', key: 'ideas:a', point: [100, 100] },
  ])
  const editor = editorOn(board)
  editor.show('ideas')
  editor.look.at({ x: 0, y: 0, zoom: 1 })
  const element = Object.assign(new EventTarget(), {
    getBoundingClientRect: () => ({ left: 10, top: 20 }),
    setPointerCapture: () => {},
    focus: () => {},
  }) as unknown as HTMLElement
  const onMenu = vi.fn()
  listen(element, editor, onMenu)
  const finger =
    (name: 'pointerdown' | 'pointermove' | 'pointerup') =>
    (pointerId: number, [x, y]: readonly [number, number]) => {
      const at = { pointerId, pointerType: 'touch', button: 0, clientX: x + 10, clientY: y + 20 }
      element.dispatchEvent(Object.assign(new Event(name, { cancelable: true }), at))
    }
  return {
    editor,
    onMenu,
    down: finger('pointerdown'),
    move: finger('pointermove'),
    up: finger('pointerup'),
  }
}

test('a finger that rests on a card asks for its menu', () => {
  const { editor, onMenu, down, move } = touched()
  down(1, [150, 120])
  // A finger is never quite still.
  move(1, [153, 122])
  vi.advanceTimersByTime(400)
  expect(onMenu).not.toHaveBeenCalled()
  vi.advanceTimersByTime(200)
  expect(onMenu.mock.calls).toEqual([[[150, 120]]])
  expect([...editor.choice.selection]).toEqual(['a'])
})

test('a finger that moves, lifts, or is joined by a second one asks for no menu', () => {
  const { editor, onMenu, down, move, up } = touched()
  down(1, [600, 400])
  move(1, [640, 400])
  vi.advanceTimersByTime(1_000)
  up(1, [640, 400])
  down(1, [600, 400])
  up(1, [600, 400])
  vi.advanceTimersByTime(1_000)
  down(1, [600, 400])
  down(2, [700, 400])
  vi.advanceTimersByTime(1_000)
  expect(onMenu).not.toHaveBeenCalled()

  // The two move the view instead.
  const before = editor.look.camera
  move(1, [600, 440])
  move(2, [700, 440])
  expect(before.y - editor.look.camera.y).toBeCloseTo(40)
  expect(editor.look.camera.zoom).toBeCloseTo(before.zoom)
})
