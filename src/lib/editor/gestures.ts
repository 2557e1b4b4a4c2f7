/** Running interactions, each a closure that can be abandoned at any time. They change only the editor's draft until release. */
import { withContents } from '#lib/domain/commands/arrange.ts'
import { moveBy } from '#lib/domain/commands/move.ts'
import type { Id, Point } from '#lib/domain/content.ts'
import { centreOf, union, type Rect } from '#lib/domain/geometry.ts'
import { targetAt } from '#lib/domain/views/views.ts'
import { type TargetKey } from '#lib/domain/views/view.ts'
import type { Editor } from './editor.ts'
import { far, SLOP, type Gesture, type PointerInput } from './pointer.ts'
import { snap } from './snapping.ts'
import { viewOf } from '#lib/domain/views/views.ts'

export function panGesture(editor: Editor, start: PointerInput, tap: () => void = () => {}): Gesture {
  let last = start.at
  let moved = false
  return {
    is: 'pan',
    move({ at, kind }) {
      if (!moved && !far(at, start.at, SLOP[kind])) return
      moved = true
      editor.pan([at[0] - last[0], at[1] - last[1]])
      last = at
    },
    up() {
      if (!moved) tap()
    },
    cancel() {},
  }
}

/** Two fingers: pan by their middle, zoom by their distance. */
export function pinchGesture(editor: Editor, [a, b]: readonly [PointerInput, PointerInput]): Gesture {
  const points = new Map<number, Point>([
    [a.id, a.at],
    [b.id, b.at],
  ])
  const measure = () => {
    const [p, q] = [...points.values()] as [Point, Point]
    return { middle: [(p[0] + q[0]) / 2, (p[1] + q[1]) / 2] as Point, apart: Math.hypot(p[0] - q[0], p[1] - q[1]) }
  }
  let last = measure()
  return {
    is: 'pinch',
    move({ id, at }) {
      if (points.size < 2 || !points.has(id)) return
      points.set(id, at)
      const now = measure()
      editor.pan([now.middle[0] - last.middle[0], now.middle[1] - last.middle[1]])
      if (last.apart > 8) editor.zoom(now.apart / last.apart, now.middle)
      last = now
    },
    // The finger that stays does nothing until it too is lifted.
    up({ id }) {
      points.delete(id)
    },
    cancel() {},
  }
}

/**
 * A press on a card: a click selects, moving drags what is selected. A mouse selects where it presses; a finger only where it is lifted or as
 * it drags, for it may be the first of two.
 */
export function pressBox(editor: Editor, start: PointerInput, id: Id): Gesture {
  const adds = start.shift || start.ctrl
  const take = () => {
    if (editor.selection.has(id)) return
    if (adds) editor.toggle(id)
    else editor.select([id])
  }
  if (start.kind !== 'touch' && !adds) take()
  if (start.kind === 'touch' && editor.options.isToLookAt()) return panGesture(editor, start, () => editor.select([id]))
  let drag: Gesture | null = null
  return {
    get is() {
      return drag ? drag.is : 'press'
    },
    move(input) {
      const held = editor.content.elements.has(id)
      if (!drag && held && far(input.at, start.at, SLOP[input.kind]) && editor.options.mayWrite()) {
        take()
        drag = dragGesture(editor, start, id)
      }
      drag?.move(input)
    },
    up(input) {
      if (drag) drag.up(input)
      else if (adds) editor.toggle(id)
      else editor.select([id])
    },
    cancel() {
      drag?.cancel()
    },
  }
}

/**
 * Computed from the start, never accumulated: whatever others do meanwhile, release moves by the whole offset. On a free canvas it snaps to
 * what is near, unless Ctrl or Alt is held.
 */
function dragGesture(editor: Editor, start: PointerInput, id: Id): Gesture {
  const origin = editor.toBoard(start.at)
  const moving = withContents(editor.content, editor.view, editor.selection)
  const neighbours = viewOf(editor.view).isFree ? neighboursOf(editor, moving) : null
  const offset = (input: PointerInput): Point => {
    const [x, y] = editor.toBoard(input.at)
    const d: Point = [x - origin[0], y - origin[1]]
    if (!neighbours || input.ctrl || input.alt) return stay(editor, d)
    const { moved, others } = neighbours
    const snapped = snap({ ...moved, x: moved.x + d[0], y: moved.y + d[1] }, others, SNAP / editor.camera.zoom)
    editor.guides = snapped.guides
    return [Math.round(d[0] + snapped.d[0]), Math.round(d[1] + snapped.d[1])]
  }
  const end = () => {
    editor.draft = null
    editor.target = null
    editor.guides = []
    editor.moving = new Set()
  }
  editor.moving = moving
  return {
    is: 'drag',
    move(input) {
      const d = offset(input)
      editor.draft = { d }
      editor.target = targetUnder(editor, id, d)
    },
    up(input) {
      const d = offset(input)
      end()
      editor.apply(moveBy(editor.content, editor.view, moving, d))
    },
    cancel: end,
  }
}

/** CSS pixels within which a dragged card jumps to an edge or a middle. */
const SNAP = 8

function stay(editor: Editor, [dx, dy]: Point): Point {
  editor.guides = []
  return [Math.round(dx), Math.round(dy)]
}

/** What is dragged as one rectangle, and what stands on screen around it. */
function neighboursOf(editor: Editor, moving: ReadonlySet<Id>): { moved: Rect; others: readonly Rect[] } | null {
  const { camera, viewport, scene } = editor
  const seen = { x: camera.x, y: camera.y, w: viewport.width / camera.zoom, h: viewport.height / camera.zoom }
  const rects = [...moving].flatMap((id) => scene.boxes.get(id)?.rect ?? [])
  if (rects.length === 0) return null
  const others = editor.index.boxesIn(seen).filter((box) => !moving.has(box.id) && box.is !== 'stroke')
  return { moved: rects.reduce(union), others: others.slice(0, MOST_NEIGHBOURS).map(({ rect }) => rect) }
}
const MOST_NEIGHBOURS = 400

function targetUnder(editor: Editor, id: Id, [dx, dy]: Point): TargetKey | null {
  const [box, element] = [editor.scene.boxes.get(id), editor.content.elements.get(id)]
  if (!box || !element) return null
  return targetAt(
    editor.content,
    editor.view,
    element,
    centreOf({ ...box.rect, x: box.rect.x + dx, y: box.rect.y + dy }),
  )
}

/** A press beside everything: a click clears the selection, moving draws a marquee. */
export function pressEmpty(editor: Editor, start: PointerInput): Gesture {
  const before = start.shift ? editor.selection : new Set<Id>()
  const [x0, y0] = editor.toBoard(start.at)
  return {
    is: 'marquee',
    move(input) {
      if (!editor.marquee && !far(input.at, start.at, SLOP[input.kind])) return
      const [x, y] = editor.toBoard(input.at)
      editor.marquee = { x: Math.min(x, x0), y: Math.min(y, y0), w: Math.abs(x - x0), h: Math.abs(y - y0) }
      editor.selection = new Set([...before, ...editor.index.marquee(editor.marquee)])
    },
    up() {
      if (!editor.marquee) editor.select(before)
      editor.marquee = null
    },
    cancel() {
      editor.marquee = null
      editor.select(before)
    },
  }
}

/** From a card's handle to another card. */
export function arrowGesture(editor: Editor, from: Id): Gesture {
  const end = () => {
    editor.draft = null
    editor.hover = null
  }
  return {
    is: 'arrow',
    move(input) {
      editor.draft = { arrow: { from, to: editor.toBoard(input.at) } }
      editor.hover = editor.boxAt(input)?.id ?? null
    },
    up(input) {
      end()
      const to = editor.boxAt(input)?.id
      if (!to || to === from) return
      const link = editor.connect(from, to)
      // Whoever draws one after the other looks at the cards: a sheet would open over them.
      if (link) editor.select(editor.options.opensBeside() ? [link] : [])
    },
    cancel: end,
  }
}
