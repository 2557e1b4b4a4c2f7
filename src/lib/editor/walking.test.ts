import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { Board } from '#lib/board/board.ts'
import { seed } from '#lib/board/layout.ts'
import { blankDossier } from '#lib/domain/schema/dossier.ts'
import { performKey } from './actions.ts'
import { toScreen } from './camera.ts'
import { editorOn } from './editor.fixture.ts'

/** Four notes in a row, 300 apart, seen through half of a small screen. */
function walker() {
  const doc = new Y.Doc()
  seed(doc, blankDossier('ref-1', 'Essai'))
  const board = new Board(doc)
  board.apply(
    ['a', 'b', 'c', 'd'].flatMap((id, at) => [
      { do: 'put', root: 'elements', record: { id, is: 'note', text: id } } as const,
      { do: 'patch', root: 'placements', key: `ideas:${id}`, point: [at * 300, 0] } as const,
    ]),
  )
  const editor = editorOn(board)
  editor.show('ideas')
  editor.look.setViewport({ width: 630, height: 480 }, { top: 28, right: 28, bottom: 84, left: 28 })
  editor.look.at({ x: -100, y: -100, zoom: 1 })
  const press = (key: string, shiftKey = false) =>
    performKey(editor, { key, shiftKey, ctrlKey: false, metaKey: false, altKey: false })
  return { editor, press, chosen: () => [...editor.choice.selection] }
}

describe('walking through the cards', () => {
  test('with Shift the cards passed stay chosen, and going back lets go of them', () => {
    const { press, chosen } = walker()
    press('PageDown')
    press('PageDown', true)
    press('PageDown', true)
    expect(chosen()).toEqual(['a', 'b', 'c'])
    press('PageUp', true)
    expect(chosen()).toEqual(['a', 'b'])
    press('PageDown')
    expect(chosen()).toEqual(['c'])
  })

  test('the card comes beside a panel that floats over the view', () => {
    const { editor, press } = walker()
    editor.look.covers.add(() => ({ right: 320 }))
    press('PageDown')
    press('PageDown')
    const { rect } = editor.look.scene.boxes.get('b')!
    const [left] = toScreen(editor.look.camera, [rect.x, rect.y])
    expect(left).toBeGreaterThanOrEqual(28)
    expect(left + rect.w).toBeLessThanOrEqual(630 - 320)
  })

  test('a card that is only looked at is not chosen, and comes where no panel opens', () => {
    const { editor } = walker()
    editor.look.covers.add((forChosen) => (forChosen ? { right: 320 } : { left: 252 }))
    editor.choice.reveal('a')
    editor.choice.lookAt('b')
    const { rect } = editor.look.scene.boxes.get('b')!
    const [left] = toScreen(editor.look.camera, [rect.x, rect.y])
    expect(editor.choice.selection.size).toBe(0)
    expect(left).toBeGreaterThanOrEqual(252)
  })
})
