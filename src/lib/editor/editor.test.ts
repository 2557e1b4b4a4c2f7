import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { Board } from '#lib/board/board.ts'
import { seed } from '#lib/board/layout.ts'
import type { NewElement } from '#lib/domain/change.ts'
import { toScreen } from './camera.ts'
import { blankDossier } from '#lib/domain/schema/dossier.ts'
import { columnX } from '#lib/domain/views/columns.ts'
import { actionFor, performBeyond } from './actions.ts'
import { editorOn } from './editor.fixture.ts'
import type { Question, Said } from './options.ts'
import type { PointerInput } from './pointer.ts'

/** A real editor on a real board, driven by plain pointer inputs, with what it said and asked. */
function testEditor({ mayWrite = true, agrees = true } = {}) {
  const doc = new Y.Doc()
  seed(doc, blankDossier('ref-1', 'Essai'))
  const board = new Board(doc)
  const said: Said[] = []
  const asked: Question[] = []
  let next = 0
  const editor = editorOn(board, {
    mayWrite: () => mayWrite,
    newId: () => `new${next++}`,
    say: (message) => said.push(message),
    ask: (question) => asked.push(question),
    confirmRemoval: () => Promise.resolve(agrees),
  })
  editor.show('tree')
  editor.look.at({ x: -100, y: -100, zoom: 1 })
  const input = (at: readonly [number, number], more: Partial<PointerInput> = {}): PointerInput => ({
    id: 1,
    kind: 'mouse',
    at,
    button: 0,
    shift: false,
    alt: false,
    ctrl: false,
    ...more,
  })
  const put = (record: NewElement, y = 0) => {
    doc.transact(() => board.apply([{ do: 'put', root: 'elements', record }]))
    const x = record.is === 'activity' ? 0 : columnX('short')
    board.apply([{ do: 'patch', root: 'placements', key: `tree:${record.id}`, point: [x, y] }])
  }
  const centre = (id: string): [number, number] => {
    const { x, y, w, h } = editor.look.scene.boxes.get(id)!.rect
    const [sx, sy] = toScreen(editor.look.camera, [x + w / 2, y + h / 2])
    return [sx, sy]
  }
  const drag = (from: [number, number], to: [number, number], more: Partial<PointerInput> = {}) => {
    editor.hand.down(input(from, more))
    editor.hand.move(input([(from[0] + to[0]) / 2, (from[1] + to[1]) / 2], more))
    editor.hand.move(input(to, more))
  }
  return { editor, asked, board, doc, said, input, put, centre, drag }
}

describe('a drag', () => {
  test('writes nothing before release, then once, as one step of undo', () => {
    const { editor, board, put, centre, drag, input } = testEditor()
    put({ id: 'e', is: 'effect', text: 'E', horizon: 'short' })
    let writes = 0
    board.onChange(() => writes++)
    const [x, y] = centre('e')
    drag([x, y], [x, y + 80])
    expect(writes).toBe(0)
    expect(editor.hand.shown.draft).toEqual({ d: [0, 80] })
    editor.hand.up(input([x, y + 80]))
    expect(writes).toBe(1)
    expect(board.content.placements.get('tree:e')).toEqual([columnX('short'), 80])
    editor.undo()
    expect(board.content.placements.get('tree:e')).toEqual([columnX('short'), 0])
  })

  test('that is abandoned by Escape or a lost pointer leaves everything as it was', () => {
    const { editor, board, put, centre, drag } = testEditor()
    put({ id: 'e', is: 'effect', text: 'E', horizon: 'short' })
    const before = board.content
    const [x, y] = centre('e')
    drag([x, y], [x, y + 80])
    editor.escape()
    expect(editor.hand.shown.draft).toBeNull()
    expect(board.content).toBe(before)
  })

  test('of a card that a colleague removes meanwhile writes nothing and brings nothing back', () => {
    const { editor, board, put, centre, drag, input, doc } = testEditor()
    put({ id: 'e', is: 'effect', text: 'E', horizon: 'short' })
    const peer = new Y.Doc()
    Y.applyUpdate(peer, Y.encodeStateAsUpdate(doc))
    const colleague = new Board(peer)
    const [x, y] = centre('e')
    drag([x, y], [x, y + 80])
    colleague.apply([{ do: 'remove', root: 'elements', id: 'e', gone: { by: 'bob', at: 1 } }])
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(peer), 'remote')
    editor.hand.up(input([x, y + 80]))
    expect(board.content.elements.has('e')).toBe(false)
    expect(editor.choice.selection.size).toBe(0)
  })

  test('does not start for somebody who watches', () => {
    const { editor, board, put, centre, drag, input } = testEditor({ mayWrite: false })
    put({ id: 'e', is: 'effect', text: 'E', horizon: 'short' })
    const before = board.content
    const [x, y] = centre('e')
    drag([x, y], [x, y + 80])
    editor.hand.up(input([x, y + 80]))
    expect(board.content).toBe(before)
  })
})

describe('selecting', () => {
  test('a click takes one, shift adds, a marquee takes all it touches, Escape lets go', () => {
    const { editor, put, centre, drag, input } = testEditor()
    put({ id: 'a', is: 'activity', text: 'A' })
    put({ id: 'e', is: 'effect', text: 'E', horizon: 'short' })
    const click = (at: [number, number], more: Partial<PointerInput> = {}) => {
      editor.hand.down(input(at, more))
      editor.hand.up(input(at, more))
    }
    click(centre('a'))
    expect([...editor.choice.selection]).toEqual(['a'])
    click(centre('e'), { shift: true })
    expect([...editor.choice.selection].sort()).toEqual(['a', 'e'])
    editor.escape()
    expect(editor.choice.selection.size).toBe(0)
    const [ax, ay] = centre('a')
    const [ex, ey] = centre('e')
    drag([ax - 200, ay - 100], [ex + 200, ey + 100])
    editor.hand.up(input([ex + 200, ey + 100]))
    expect([...editor.choice.selection].sort()).toEqual(['a', 'e'])
  })
})

describe('«Ranger»', () => {
  test.each(['tree', 'influence', 'circles'] as const)('of %s is one step of undo', (view) => {
    const { editor, board, put } = testEditor()
    for (const i of [0, 1, 2, 3]) {
      put({ id: `e${i}`, is: 'effect', text: `Effet ${i}`, horizon: 'short' }, i * 5)
      put({ id: `s${i}`, is: 'stakeholder', text: `Partie ${i}`, power: 3, interest: 3, circle: 2 })
      board.apply([{ do: 'patch', root: 'placements', key: `circles:s${i}`, point: [i, 0.5] }])
    }
    editor.show(view)
    const placed = () => new Map(board.content.placements)
    const before = placed()
    const { steps } = board.history
    editor.tidy()
    expect(placed()).not.toEqual(before)
    expect(board.history.steps).toBe(steps + 1)
    editor.undo()
    expect(placed()).toEqual(before)
  })
})

describe('arrows', () => {
  test('run from a card’s handle to another card', () => {
    const { editor, board, put, centre, input } = testEditor()
    put({ id: 'a', is: 'activity', text: 'A' })
    put({ id: 'e', is: 'effect', text: 'E', horizon: 'short' })
    editor.choice.select(['a'])
    const handle = toScreen(editor.look.camera, editor.hand.handleOf('a')!)
    editor.hand.down(input(handle))
    editor.hand.move(input(centre('e')))
    editor.hand.up(input(centre('e')))
    expect([...board.content.links.values()]).toMatchObject([{ is: 'causal', fromId: 'a', toId: 'e' }])
  })

  test('that make no sense are refused in words, and from a stakeholder become a question', () => {
    const { editor, put, said } = testEditor()
    put({ id: 'a', is: 'activity', text: 'A' })
    put({ id: 'e', is: 'effect', text: 'E', horizon: 'short' })
    put({ id: 's', is: 'stakeholder', text: 'S' })
    editor.connect('e', 'a')
    editor.connect('s', 'e')
    expect(said).toEqual([
      { say: 'cannot_connect', why: 'impossible' },
      { say: 'for_whom', from: 's', to: 'e' },
    ])
  })
})

describe('removing', () => {
  test('asks first, and keeps the cards when the answer is no', async () => {
    const { editor, board, put } = testEditor({ agrees: false })
    put({ id: 'a', is: 'activity', text: 'A' })
    await editor.remove(['a'])
    expect(board.content.elements.has('a')).toBe(true)
  })
})

describe('keys', () => {
  test('Ctrl and Cmd are the same, and Shift makes another key of a letter', () => {
    const key = (key: string, more = {}) =>
      actionFor({ key, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...more })?.id
    expect(key('z', { ctrlKey: true })).toBe('undo')
    expect(key('z', { metaKey: true })).toBe('undo')
    expect(key('Z', { ctrlKey: true, shiftKey: true })).toBe('redo')
    expect(key('j')).toBeUndefined()
  })

  test('the search opens from any text, undo from anywhere but a text, and the other keys only on the canvas', () => {
    const { editor, asked } = testEditor()
    const ctrl = (key: string) => ({ key, ctrlKey: true, metaKey: false, shiftKey: false, altKey: false })
    expect(performBeyond(editor, ctrl('f'), 'texts')).toBe(true)
    expect(asked).toEqual([{ ask: 'find' }])
    expect(performBeyond(editor, ctrl('z'), 'texts')).toBe(false)
    expect(performBeyond(editor, ctrl('z'), 'page')).toBe(true)
    expect(performBeyond(editor, ctrl('d'), 'page')).toBe(false)
  })
})

describe('two fingers', () => {
  test('move the view as they move, at the same zoom, and take no card along', () => {
    const { editor, board, put, input } = testEditor()
    put({ id: 'a', is: 'activity', text: 'A' })
    const { content } = board
    const before = editor.look.camera
    const finger = (id: number, at: [number, number]) => input(at, { id, kind: 'touch' })
    editor.hand.down(finger(1, [110, 110]))
    editor.hand.down(finger(2, [210, 110]))
    for (const step of [20, 40, 60]) {
      editor.hand.move(finger(1, [110 + step, 110 + 2 * step]))
      editor.hand.move(finger(2, [210 + step, 110 + 2 * step]))
    }
    editor.hand.up(finger(1, [170, 230]))
    editor.hand.up(finger(2, [270, 230]))
    expect(editor.look.camera.zoom).toBeCloseTo(before.zoom)
    expect(before.x - editor.look.camera.x).toBeCloseTo(60)
    expect(before.y - editor.look.camera.y).toBeCloseTo(120)
    expect(board.content).toBe(content)
  })

  test('zoom by their distance around their middle, and a lifted finger selects nothing', () => {
    const { editor, put, input } = testEditor()
    put({ id: 'a', is: 'activity', text: 'A' })
    const finger = (id: number, at: [number, number]) => input(at, { id, kind: 'touch' })
    const before = editor.look.toBoard([300, 300])
    editor.hand.down(finger(1, [250, 300]))
    editor.hand.down(finger(2, [350, 300]))
    editor.hand.move(finger(1, [200, 300]))
    editor.hand.move(finger(2, [400, 300]))
    expect(editor.look.camera.zoom).toBeCloseTo(2)
    expect(editor.look.toBoard([300, 300])[0]).toBeCloseTo(before[0])
    editor.hand.up(finger(1, [200, 300]))
    editor.hand.up(finger(2, [400, 300]))
    expect(editor.hand.gesture).toBeNull()
    expect(editor.choice.selection.size).toBe(0)
  })
})

describe('one finger', () => {
  test('chooses nothing on the way: it takes a card where it is lifted, or as it drags it', () => {
    const { editor, put, input, centre } = testEditor()
    put({ id: 'a', is: 'activity', text: 'A' })
    const [x, y] = centre('a')
    const finger = (dx: number) => input([x + dx, y], { kind: 'touch' })
    editor.hand.down(finger(0))
    expect([...editor.choice.selection]).toEqual([])
    editor.hand.up(finger(0))
    expect([...editor.choice.selection]).toEqual(['a'])
    editor.choice.select([])
    editor.hand.down(finger(0))
    editor.hand.move(finger(30))
    expect([...editor.choice.selection]).toEqual(['a'])
    editor.hand.cancel()
  })

  test('takes an arrow where it is lifted, and moves the view when it moves', () => {
    const { editor, put, input, centre } = testEditor()
    put({ id: 'a', is: 'activity', text: 'A' })
    put({ id: 'b', is: 'effect', text: 'B', horizon: 'short' })
    editor.connect('a', 'b')
    const [link] = editor.look.scene.lines.keys()
    const [from, to] = [centre('a'), centre('b')]
    const finger = (dx: number) => input([(from[0] + to[0]) / 2 + dx, (from[1] + to[1]) / 2], { kind: 'touch' })
    editor.hand.down(finger(0))
    expect([...editor.choice.selection]).toEqual([])
    editor.hand.move(finger(30))
    editor.hand.up(finger(30))
    expect([...editor.choice.selection]).toEqual([])
    editor.hand.down(finger(30))
    editor.hand.up(finger(30))
    expect([...editor.choice.selection]).toEqual([link])
  })
})
