import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { Board } from '#lib/board/board.ts'
import { seed } from '#lib/board/layout.ts'
import { COLUMNS, columnX } from '#lib/domain/views/columns.ts'
import { CARD } from '#lib/domain/geometry.ts'
import { blankDossier } from '#lib/domain/schema/dossier.ts'
import { toScreen, type Margins, type Viewport } from './camera.ts'
import { editorOn } from './editor.fixture.ts'
import type { Editor } from './editor.ts'

const MARGINS: Margins = { top: 28, right: 28, bottom: 130, left: 28 }
const LAPTOP: Viewport = { width: 1050, height: 846 }
const HALF: Viewport = { width: 630, height: 523 }

/** An editor over a tree with so many effects in one column. */
function onTree(effects: number) {
  const doc = new Y.Doc()
  seed(doc, blankDossier('ref-1', 'Essai'))
  const board = new Board(doc)
  for (let i = 0; i < effects; i++)
    board.apply([
      {
        do: 'put',
        root: 'elements',
        record: { id: `e${i}`, is: 'effect', text: `Effet ${i}`, horizon: 'short', by: 'me' },
      },
      { do: 'patch', root: 'placements', key: `tree:e${i}`, point: [columnX('short'), i * 100] },
    ])
  const editor = editorOn(board)
  editor.show('tree')
  return editor
}

const across = (editor: Editor, x: number) => toScreen(editor.look.camera, [x, 0])[0]

describe('the first look at the tree', () => {
  test('shows a small tree whole', () => {
    const editor = onTree(2)
    editor.look.setViewport(LAPTOP, MARGINS)
    const { y, h } = editor.look.scene.bounds
    expect(toScreen(editor.look.camera, [0, y + h])[1]).toBeLessThanOrEqual(LAPTOP.height - MARGINS.bottom + 1)
  })

  test('shows all columns of a tall one as large as the screen is wide, from their headings down', () => {
    const editor = onTree(12)
    editor.look.setViewport(LAPTOP, MARGINS)
    expect(editor.look.camera.zoom).toBeGreaterThan(0.75)
    expect(across(editor, 0)).toBeGreaterThanOrEqual(MARGINS.left - 1)
    expect(across(editor, columnX(COLUMNS.at(-1)!) + CARD.width)).toBeLessThanOrEqual(LAPTOP.width - MARGINS.right + 1)
    expect(toScreen(editor.look.camera, [0, editor.look.scene.bounds.y])[1]).toBeCloseTo(MARGINS.top)
  })

  test('begins with the first columns on half a screen, large enough to be read', () => {
    const editor = onTree(12)
    editor.look.setViewport(HALF, MARGINS)
    expect(editor.look.camera.zoom).toBe(0.7)
    expect(across(editor, 0)).toBeCloseTo(MARGINS.left)
  })
})

describe('the first look at the map of influence', () => {
  const margins: Margins = { top: 84, right: 28, bottom: 84, left: 28 }
  const right = (editor: Editor) => across(editor, editor.look.scene.bounds.x + editor.look.scene.bounds.w)

  test('shows all of an empty one, and the right side of one that is too large to be read whole', () => {
    const editor = onTree(0)
    editor.show('influence')
    editor.look.setViewport(HALF, margins)
    expect(across(editor, editor.look.scene.bounds.x)).toBeGreaterThanOrEqual(margins.left)
    expect(right(editor)).toBeLessThanOrEqual(HALF.width - margins.right)

    const record = { id: 's', is: 'stakeholder', text: 'Mairie', power: 4, interest: 5, by: 'me' } as const
    editor.options.board.apply([{ do: 'put', root: 'elements', record }])
    editor.look.firstLook()
    expect(editor.look.camera.zoom).toBeGreaterThan(0.46)
    expect(right(editor)).toBeCloseTo(HALF.width - margins.right)
  })
})

describe('what a person looks at', () => {
  test('stays when they come back from another view, or when the canvas is mounted anew', () => {
    const editor = onTree(12)
    editor.look.setViewport(LAPTOP, MARGINS)
    editor.look.zoomIn()
    const mine = editor.look.camera
    editor.show('circles')
    editor.show('tree')
    editor.look.firstLook()
    expect(editor.look.camera).toEqual(mine)
  })

  test('is a first look again where nobody moved the view and its room changed meanwhile', () => {
    const editor = onTree(12)
    editor.look.setViewport(LAPTOP, MARGINS)
    editor.show('circles')
    editor.look.setViewport(HALF, MARGINS)
    editor.show('tree')
    expect(editor.look.camera.zoom).toBe(0.7)
  })

  test('is what was brought there, whatever room there is once the view has its size', () => {
    const editor = onTree(12)
    editor.choice.reveal('e11')
    editor.look.covers.add(() => ({ top: 200 }))
    editor.look.setViewport(HALF, MARGINS)
    editor.look.firstLook()
    const { x, y, h } = editor.look.scene.boxes.get('e11')!.rect
    const [, top] = toScreen(editor.look.camera, [x, y])
    const [, foot] = toScreen(editor.look.camera, [x, y + h])
    expect(top).toBeGreaterThanOrEqual(200)
    expect(foot).toBeLessThanOrEqual(HALF.height - MARGINS.bottom + 1)
  })
})

test('what a view says is said anew once the words are others, and only then', () => {
  const editor = onTree(1)
  const heads = () => [...editor.look.scene.boxes.values()].map((box) => box.is === 'card' && box.head)
  let repaints = 0
  editor.onChange(() => repaints++)
  expect(heads()).toEqual(['effect'])
  expect(editor.look.scene).toBe(editor.look.scene)
  const structure = (person: string | null) => (person === 'me' ? 'Montfleur' : '')
  editor.look.speak({ ...editor.options.words, structure })
  expect(heads()).toEqual(['effect · Montfleur'])
  expect(repaints).toBe(1)
})

test('empty circles are looked at with names that can be read, on half a screen too', () => {
  const doc = new Y.Doc()
  seed(doc, blankDossier('ref-1', 'Essai'))
  const editor = editorOn(new Board(doc))
  editor.show('circles')
  editor.look.setViewport(HALF, MARGINS)
  expect(editor.look.camera.zoom).toBeGreaterThanOrEqual(0.58)
})
