/** What goes wrong on boards of several people: the real editor on real boards that exchange updates, driven by a fluent double of the pointer. */
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { Board } from '#lib/board/board.ts'
import { seed } from '#lib/board/layout.ts'
import type { Change, NewElement } from '#lib/domain/change.ts'
import { reorder } from '#lib/domain/commands/edit.ts'
import { byOrder, type Content, type Point, type ViewId } from '#lib/domain/content.ts'
import { blankDossier } from '#lib/domain/schema/dossier.ts'
import { ACTIONS, actionFor, menuFor, perform, performKey } from './actions.ts'
import { toScreen } from './camera.ts'
import type { Editor } from './editor.ts'
import { editorOn } from './editor.fixture.ts'
import type { EditorOptions, Question, Said } from './options.ts'
import type { PointerInput } from './pointer.ts'

/** A colleague's board, and one's own with an editor over it. Nothing travels until `meet`. */
function desk(view: ViewId = 'ideas', own: Partial<EditorOptions> = {}) {
  const doc = new Y.Doc()
  doc.clientID = 1
  seed(doc, blankDossier('ref-1', 'Essai'))
  const board = new Board(doc)
  const peerDoc = new Y.Doc()
  peerDoc.clientID = 2
  Y.applyUpdate(peerDoc, Y.encodeStateAsUpdate(doc))
  const peer = new Board(peerDoc)
  const [said, asked] = [[] as Said[], [] as Question[]]
  let next = 0
  const editor = editorOn(board, {
    newId: () => `new${next++}`,
    say: (message) => said.push(message),
    ask: (question) => asked.push(question),
    ...own,
  })
  editor.show(view)
  editor.look.setViewport({ width: 1_000, height: 800 }, { top: 0, right: 0, bottom: 0, left: 0 })
  editor.look.at({ x: 0, y: 0, zoom: 1 })
  const meet = () => {
    Y.applyUpdate(peerDoc, Y.encodeStateAsUpdate(doc, Y.encodeStateVector(peerDoc)), 'remote')
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(peerDoc, Y.encodeStateVector(doc)), 'remote')
  }
  const put = (record: NewElement, [x, y]: Point) => {
    board.apply([
      { do: 'put', root: 'elements', record: { by: 'me', ...record } },
      { do: 'patch', root: 'placements', key: `${view as 'ideas'}:${record.id}`, point: [x, y] },
    ])
    meet()
  }
  const place = (id: string, content: Content = board.content) => content.placements.get(`${view as 'ideas'}:${id}`)
  const remote = (...changes: readonly Change[]) => {
    peer.apply(changes)
    meet()
  }
  return { editor, board, peer, said, asked, meet, put, place, remote, hand: hand(editor) }
}

/** `hand.down('a').move(40, 0).up()`: presses on a card or a point of the board and goes on from there. */
function hand(editor: Editor) {
  let at: Point = [0, 0]
  let held: Partial<PointerInput> = {}
  const input = (): PointerInput => ({
    id: 1,
    kind: 'mouse',
    at: toScreen(editor.look.camera, at),
    button: 0,
    shift: false,
    alt: false,
    ctrl: false,
    ...held,
  })
  const fluent = {
    down(on: string | Point, more: Partial<PointerInput> = {}) {
      held = more
      if (typeof on !== 'string') at = on
      else {
        const { x, y, w, h } = editor.look.scene.boxes.get(on)!.rect
        const framed = editor.look.scene.boxes.get(on)!.is === 'frame'
        at = framed ? [x + w / 2, y + 10] : [x + w / 2, y + h / 2]
      }
      editor.hand.down(input())
      return fluent
    },
    move(dx: number, dy: number) {
      const [x, y] = at
      at = [x + dx / 2, y + dy / 2]
      editor.hand.move(input())
      at = [x + dx, y + dy]
      editor.hand.move(input())
      return fluent
    },
    up() {
      editor.hand.up(input())
      return fluent
    },
    click(on: string | Point, more: Partial<PointerInput> = {}) {
      return fluent.down(on, more).up()
    },
  }
  return fluent
}

const note = (id: string, more: Readonly<Record<string, unknown>> = {}): NewElement => ({
  id,
  is: 'note',
  text: id,
  ...more,
})
const gone = { by: 'bob', at: 1 }
const ALT = { alt: true }

describe('a colleague removes the card', () => {
  test('between press and drag: nothing is dragged, selected or brought back', () => {
    const { editor, board, put, remote, hand } = desk()
    put(note('a'), [100, 100])
    hand.down('a')
    remote({ do: 'remove', root: 'elements', id: 'a', gone })
    hand.move(80, 0)
    expect(editor.hand.shown.draft).toBeNull()
    hand.up()
    expect(editor.choice.selection.size).toBe(0)
    expect(board.content.elements.has('a')).toBe(false)
  })

  test('among several dragged: the others arrive', () => {
    const { board, put, place, remote, hand, editor } = desk()
    put(note('a'), [100, 100])
    put(note('b'), [400, 100])
    editor.choice.select(['a', 'b'])
    hand.down('a', ALT).move(0, 60)
    remote({ do: 'remove', root: 'elements', id: 'a', gone })
    hand.up()
    expect(place('b')).toEqual([400, 160])
    expect(board.content.bin.has('a')).toBe(true)
  })

  test('that an arrow is being drawn to: no arrow', () => {
    const { editor, board, put, remote, hand } = desk()
    put(note('a', { is: 'effect' }), [100, 100])
    put(note('b', { is: 'effect' }), [600, 100])
    editor.choice.select(['a'])
    hand.down(editor.hand.handleOf('a')!).move(380, 0)
    remote({ do: 'remove', root: 'elements', id: 'b', gone })
    hand.up()
    expect(board.content.links.size).toBe(0)
    expect(editor.hand.shown.draft).toBeNull()
  })

  test('that is being resized: nothing is written', () => {
    const { editor, board, put, remote, hand } = desk()
    put(note('f', { is: 'frame', size: [400, 300] }), [100, 100])
    editor.choice.select(['f'])
    hand.down([500, 400]).move(50, 50)
    expect(editor.hand.shown.draft).toHaveProperty('resize')
    remote({ do: 'remove', root: 'elements', id: 'f', gone })
    hand.up()
    expect(board.content.bin.get('f')!.record.size).toEqual([400, 300])
  })
})

describe('a colleague’s edit lands in the middle of a gesture', () => {
  test('and stays: their text, and their move under mine', () => {
    const { board, put, place, remote, hand } = desk()
    put(note('a'), [100, 100])
    hand.down('a', ALT).move(0, 50)
    remote(
      { do: 'splice', root: 'elements', id: 'a', field: 'text', at: 1, remove: 0, insert: ' et b' },
      { do: 'patch', root: 'placements', key: 'ideas:a', point: [300, 100] },
    )
    hand.up()
    expect(board.content.elements.get('a')!.text).toBe('a et b')
    expect(place('a')).toEqual([300, 150])
  })

  test('a conversion during the drag is kept', () => {
    const { board, put, remote, hand } = desk()
    put(note('a'), [100, 100])
    hand.down('a', ALT).move(0, 50)
    remote({ do: 'patch', root: 'elements', id: 'a', fields: { is: 'effect' } })
    hand.up()
    expect(board.content.elements.get('a')!.is).toBe('effect')
  })
})

describe('zones', () => {
  test('moving one moves what lies in it, in one step of undo', () => {
    const { editor, put, place, hand } = desk()
    put(note('f', { is: 'frame', size: [500, 400] }), [100, 100])
    put(note('in'), [200, 200])
    put(note('out'), [700, 200])
    hand.down('f', ALT).move(60, 40).up()
    expect([place('f'), place('in'), place('out')]).toEqual([
      [160, 140],
      [260, 240],
      [700, 200],
    ])
    editor.undo()
    expect([place('f'), place('in')]).toEqual([
      [100, 100],
      [200, 200],
    ])
  })

  test('one that is removed while a card is dropped into it takes the card nowhere', () => {
    const { board, put, place, remote, hand } = desk()
    put(note('f', { is: 'frame', size: [300, 300] }), [500, 100])
    put(note('a'), [100, 200])
    hand.down('a', ALT).move(450, 0)
    remote({ do: 'remove', root: 'elements', id: 'f', gone })
    hand.up()
    expect(place('a')).toEqual([550, 200])
    expect(board.content.elements.has('a')).toBe(true)
  })
})

describe('a pointer that is lost', () => {
  test.each(['press', 'drag', 'marquee', 'arrow', 'pen', 'erase', 'frame', 'resize'] as const)(
    'in the middle of %s writes nothing and leaves no draft',
    (what) => {
      const { editor, board, put, hand } = desk()
      put(note('a', { is: 'effect' }), [100, 300])
      put(note('f', { is: 'frame', size: [300, 200] }), [500, 100])
      put({ id: 's', is: 'stroke', points: [0, 0, 100, 0] } as NewElement, [100, 600])
      const starts: Record<typeof what, () => unknown> = {
        press: () => hand.down('a'),
        drag: () => hand.down('a').move(60, 60),
        marquee: () => hand.down([20, 20]).move(60, 60),
        arrow: () => (editor.choice.select(['a']), hand.down(editor.hand.handleOf('a')!).move(60, 60)),
        pen: () => (editor.choice.use('pen'), hand.down([20, 20]).move(60, 60)),
        erase: () => (editor.choice.use('eraser'), hand.down([150, 590]).move(0, 20)),
        frame: () => (editor.choice.use('frame'), hand.down([20, 20]).move(90, 90)),
        resize: () => (editor.choice.select(['f']), hand.down([800, 300]).move(30, 30)),
      }
      starts[what]()
      expect(editor.hand.gesture?.is).toBe(what)
      const before = board.content
      editor.hand.cancel()
      hand.up()
      expect(board.content).toBe(before)
      expect([
        editor.hand.shown.draft,
        editor.hand.shown.marquee,
        editor.hand.shown.drawn,
        editor.hand.shown.target,
        editor.hand.gesture,
      ]).toEqual([null, null, null, null, null])
      expect([editor.hand.shown.guides.length, editor.hand.shown.moving.size, editor.hand.shown.erasing.size]).toEqual([
        0, 0, 0,
      ])
      expect(editor.presence().draft).toBeNull()
    },
  )
})

describe('undo', () => {
  test('after cut brings the cards and their arrows back', async () => {
    const { editor, board, put } = desk()
    put(note('a', { is: 'effect' }), [100, 100])
    put(note('b', { is: 'effect' }), [400, 100])
    const link = editor.connect('a', 'b')!
    editor.choice.select(['a', 'b'])
    const clip = editor.copySelection()!
    await editor.removeSelection()
    expect([board.content.elements.size, board.content.links.size]).toEqual([1, 0])
    editor.undo()
    expect([...board.content.links.keys()]).toEqual([link])
    editor.paste(clip)
    expect([board.content.elements.size, board.content.links.size]).toEqual([5, 2])
  })

  test('of a move says so when a colleague removed the card, and brings nothing back', () => {
    const { editor, board, put, remote, hand } = desk()
    put(note('a'), [100, 100])
    hand.down('a', ALT).move(50, 0).up()
    remote({ do: 'remove', root: 'elements', id: 'a', gone })
    editor.undo()
    expect(board.content.elements.has('a')).toBe(false)
  })

  test('of an arrow that a colleague tied elsewhere leaves theirs', () => {
    const { editor, board, put, remote, meet, said } = desk()
    for (const [i, id] of ['a', 'b', 'c'].entries()) put(note(id, { is: 'effect' }), [100 + i * 300, 100])
    const link = editor.connect('a', 'b')!
    meet()
    remote({ do: 'patch', root: 'links', id: link, fields: { toId: 'c' } })
    editor.undo()
    expect(board.content.links.get(link)).toMatchObject({ toId: 'c' })
    expect(said.at(-1)).toEqual({ say: 'changed_by_others' })
  })

  test('of one sweep of the eraser brings all its strokes back at once', async () => {
    const { editor, board, put, hand } = desk()
    for (const i of [0, 1, 2])
      put({ id: `s${i}`, is: 'stroke', points: [0, 0, 0, 100] } as NewElement, [200 + i * 60, 100])
    editor.choice.use('eraser')
    hand.down([150, 150]).move(300, 0).up()
    await Promise.resolve()
    expect(board.content.elements.size).toBe(1)
    editor.undo()
    expect(board.content.elements.size).toBe(4)
  })
})

describe('keys', () => {
  const key = (key: string, more = {}) => ({
    key,
    ctrlKey: false,
    metaKey: false,
    shiftKey: false,
    altKey: false,
    ...more,
  })

  test('two actions never share one', () => {
    const keys = ACTIONS.flatMap(({ keys }) => keys)
    // With a tool in hand Enter makes what the tool makes, else it opens the text.
    expect(keys.filter((each, i) => keys.indexOf(each) !== i)).toEqual(['Enter'])
    const ids = ACTIONS.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
  })

  test('a modifier that was held when the window lost the focus is not held any more', () => {
    const { editor, put, place } = desk()
    put(note('a'), [100, 100])
    editor.choice.select(['a'])
    // Ctrl went down here and up in another window: the next event says so itself.
    expect(actionFor(key('d', { ctrlKey: true }))?.id).toBe('duplicate')
    editor.hand.cancel()
    expect(actionFor(key('d'))).toBeUndefined()
    performKey(editor, key('ArrowRight'))
    expect(place('a')).toEqual([110, 100])
    performKey(editor, key('ArrowLeft', { shiftKey: true }))
    expect(place('a')).toEqual([109, 100])
  })

  test('a drag after the focus came back starts anew, without the old offset', () => {
    const { editor, put, place, hand } = desk()
    put(note('a'), [100, 100])
    hand.down('a', { ctrl: true }).move(200, 0)
    editor.hand.cancel()
    hand.down('a', ALT).move(0, 30).up()
    expect(place('a')).toEqual([100, 130])
  })

  test('tools answer where they make sense', () => {
    const { editor } = desk('tree')
    expect(performKey(editor, key('p'))).toBe(false)
    editor.show('ideas')
    expect(performKey(editor, key('p'))).toBe(true)
    expect(editor.choice.tool).toBe('pen')
  })

  test('a button does what the registry says, and nothing where that makes no sense', () => {
    const { editor, board, put, asked } = desk()
    put(note('a'), [100, 100])
    const before = board.content
    perform(editor, 'tidy')
    expect(board.content).toBe(before)
    perform(editor, 'image')
    expect(asked).toEqual([{ ask: 'image', file: null, at: editor.pastePoint }])
    editor.show('tree')
    perform(editor, 'image')
    expect(asked).toHaveLength(1)
  })

  test('the menu offers what fits: aligning for several, connecting for one card, nothing of both for the empty board', () => {
    const { editor, put } = desk()
    put(note('a'), [100, 100])
    put(note('b'), [400, 100])
    const ids = () => menuFor(editor).map(({ id }) => id)
    expect(ids()).toEqual(['paste', 'select_all', 'fit', 'shortcuts'])
    editor.choice.select(['a'])
    expect(ids()).toEqual(expect.arrayContaining(['connect', 'place', 'convert', 'remove']))
    expect(ids()).not.toContain('align_left')
    editor.choice.selectAll()
    expect(ids()).toEqual(expect.arrayContaining(['align_left', 'to_front']))
    expect(ids()).not.toContain('connect')
  })
})

describe('drawing', () => {
  test('a stroke is written once, when the pen is lifted, and others see it coming', () => {
    const { editor, board, hand } = desk()
    const { history } = board
    const before = board.content
    editor.choice.use('pen', { colour: 'red', width: 'thick' })
    hand.down([100, 100])
    for (let i = 0; i < 400; i++) hand.move(2, i % 2 ? 9 : -9)
    expect(board.content).toBe(before)
    const draft = editor.presence().draft
    expect(draft && 'pen' in draft && draft.pen.points.length).toBeLessThanOrEqual(240)
    expect(JSON.stringify(editor.presence()).length).toBeLessThan(4_096)
    const steps = history.steps
    hand.up()
    expect(history.steps).toBe(steps + 1)
    expect([...board.content.elements.values()]).toContainEqual(
      expect.objectContaining({ is: 'stroke', colour: 'red' }),
    )
    expect(editor.choice.tool).toBe('pen')
  })

  test('an empty label goes when one leaves it', () => {
    const { editor, board } = desk()
    editor.createAt('label', [100, 100])
    expect(board.content.elements.size).toBe(2)
    editor.edit(null)
    expect(board.content.elements.size).toBe(1)
  })
})

describe('snapping', () => {
  test('a card jumps to its neighbour’s edge, shows the guide, and Ctrl suspends it', () => {
    const { editor, put, place, hand } = desk()
    put(note('a'), [100, 100])
    put(note('b'), [500, 300])
    hand.down('a').move(395, 0)
    expect(editor.hand.shown.guides).toHaveLength(1)
    hand.up()
    expect(place('a')).toEqual([500, 100])
    expect(editor.hand.shown.guides).toHaveLength(0)
    editor.undo()
    hand.down('a', { ctrl: true }).move(395, 0).up()
    expect(place('a')).toEqual([495, 100])
  })

  test('a card jumps to the middle of what is wider and higher, along both sides', () => {
    const { editor, put, place, hand } = desk()
    put(note('a'), [100, 100])
    put(note('b', { is: 'frame', size: [400, 301] }), [600, 300])
    hand.down('a').move(597, 316)
    expect(editor.hand.shown.guides.map(({ axis, at }) => [axis, at])).toEqual([
      ['x', 800],
      ['y', 450.5],
    ])
    hand.up()
    expect(place('a')).toEqual([702, 421])
  })

  test('not beyond eight pixels of the screen', () => {
    const { put, place, hand } = desk()
    put(note('a'), [100, 100])
    put(note('b'), [500, 300])
    hand.down('a').move(389, 0).up()
    expect(place('a')![0]).toBe(489)
  })
})

test('two cards with one order key stand in the same order everywhere, and stay so when one of them is moved', () => {
  const { board, peer, put, remote, meet } = desk()
  for (const id of ['a', 'b', 'c']) put(note(id, { order: 'a0' }), [0, 0])
  const orderOf = ({ elements }: Content) =>
    [...elements.values()].filter(({ is }) => is === 'note').sort(byOrder).map(({ id }) => id) // prettier-ignore
  expect(orderOf(board.content)).toEqual(['a', 'b', 'c'])
  expect(orderOf(peer.content)).toEqual(['a', 'b', 'c'])
  board.apply(reorder(board.content, 'a', 1))
  remote(...reorder(peer.content, 'b', 1))
  meet()
  expect(orderOf(board.content)).toEqual(orderOf(peer.content))
  expect(new Set(orderOf(board.content)).size).toBe(3)
})

describe('the dot for arrows', () => {
  test('stays while the pointer goes from the card to it, also at a slant, and a press there draws an arrow', () => {
    const { editor, put } = desk()
    put(note('a', { is: 'effect' }), [100, 100])
    put(note('b', { is: 'effect' }), [600, 100])
    const { x, y, w, h } = editor.look.scene.boxes.get('a')!.rect
    const pointer = (dx: number, dy: number) => {
      const at: Point = [x + w + dx, y + h / 2 + dy]
      return { id: 1, kind: 'mouse', at, button: 0, shift: false, alt: false, ctrl: false } as const
    }
    for (const [dx, dy] of [
      [-20, 18],
      [2, 16],
      [6, 10],
      [12, 0],
    ] as const) {
      editor.hand.move(pointer(dx, dy))
      expect(editor.choice.hover).toBe('a')
    }
    editor.hand.down(pointer(12, 0))
    expect(editor.hand.gesture?.is).toBe('arrow')
    editor.hand.cancel()
    editor.hand.move(pointer(60, 0))
    expect(editor.choice.hover).toBeNull()
  })

  test('where what is chosen opens over the view, an arrow that was drawn is not chosen', () => {
    const { editor, board, put, hand } = desk('ideas', { opensBeside: () => false })
    put(note('a', { is: 'effect' }), [100, 100])
    put(note('b', { is: 'effect' }), [600, 100])
    editor.choice.select(['a'])
    hand.down(editor.hand.handleOf('a')!).move(380, 0).up()
    expect([board.content.links.size, editor.choice.selection.size]).toEqual([1, 0])
  })
})

test('on a phone a finger moves the board and not the card that it lies on; a tap chooses it', () => {
  const { editor, put, place, hand } = desk('ideas', { isToLookAt: () => true })
  put(note('a'), [100, 100])
  const before = editor.look.camera
  hand.down('a', { kind: 'touch' }).move(80, 0).up()
  expect(place('a')).toEqual([100, 100])
  expect(editor.look.camera.x).not.toBe(before.x)
  hand.click('a', { kind: 'touch' })
  expect([...editor.choice.selection]).toEqual(['a'])
})
