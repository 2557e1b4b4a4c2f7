/** Running interactions, each a closure that can be abandoned at any time. They change only the editor's draft until release. */
import { withContents } from '#lib/domain/commands/arrange.ts'
import { moveBy } from '#lib/domain/commands/move.ts'
import type { Id, Point } from '#lib/domain/content.ts'
import { between, centreOf, rounded, union, type Rect } from '#lib/domain/geometry.ts'
import { targetAt } from '#lib/domain/views/views.ts'
import { type TargetKey } from '#lib/domain/views/view.ts'
import { far, NOTHING, SLOP, type Gesture, type PointerInput, type Shown, type Stage } from './pointer.ts'
import { snap, type Snapped } from './snapping.ts'
import { viewOf } from '#lib/domain/views/views.ts'

export function panGesture(stage: Stage, start: PointerInput, tap: () => void = () => {}): Gesture {
  let last = start.at
  let moved = false
  return {
    is: 'pan',
    shown: () => NOTHING,
    move({ at, kind }) {
      if (!moved && !far(at, start.at, SLOP[kind])) return
      moved = true
      stage.look.pan([at[0] - last[0], at[1] - last[1]])
      last = at
    },
    up() {
      if (!moved) tap()
    },
    cancel() {},
  }
}

/** Two fingers: pan by their middle, zoom by their distance. */
export function pinchGesture(stage: Stage, [a, b]: readonly [PointerInput, PointerInput]): Gesture {
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
    shown: () => NOTHING,
    move({ id, at }) {
      if (points.size < 2 || !points.has(id)) return
      points.set(id, at)
      const now = measure()
      stage.look.pan([now.middle[0] - last.middle[0], now.middle[1] - last.middle[1]])
      if (last.apart > 8) stage.look.zoom(now.apart / last.apart, now.middle)
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
export function pressBox(stage: Stage, start: PointerInput, id: Id): Gesture {
  const adds = start.shift || start.ctrl
  const take = () => {
    if (stage.choice.selection.has(id)) return
    if (adds) stage.choice.toggle(id)
    else stage.choice.select([id])
  }
  if (start.kind !== 'touch' && !adds) take()
  if (start.kind === 'touch' && stage.options.isToLookAt())
    return panGesture(stage, start, () => stage.choice.select([id]))
  let drag: Gesture | null = null
  return {
    get is() {
      return drag ? drag.is : 'press'
    },
    shown: () => drag?.shown() ?? NOTHING,
    move(input) {
      const held = stage.content.elements.has(id)
      if (!drag && held && far(input.at, start.at, SLOP[input.kind]) && stage.options.mayWrite()) {
        take()
        drag = dragGesture(stage, start, id)
      }
      drag?.move(input)
    },
    up(input) {
      if (drag) drag.up(input)
      else if (adds) stage.choice.toggle(id)
      else stage.choice.select([id])
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
function dragGesture(stage: Stage, start: PointerInput, id: Id): Gesture {
  const origin = stage.look.toBoard(start.at)
  const moving = withContents(stage.content, stage.view, stage.choice.selection)
  const neighbours = viewOf(stage.view).isFree ? neighboursOf(stage, moving) : null
  const held = (input: PointerInput): Snapped => {
    const [x, y] = stage.look.toBoard(input.at)
    const d: Point = [x - origin[0], y - origin[1]]
    if (!neighbours || input.ctrl || input.alt) return { d: rounded(d), guides: [] }
    const { moved, others } = neighbours
    const snapped = snap({ ...moved, x: moved.x + d[0], y: moved.y + d[1] }, others, SNAP / stage.look.camera.zoom)
    return { d: rounded([d[0] + snapped.d[0], d[1] + snapped.d[1]]), guides: snapped.guides }
  }
  let shown: Shown = { ...NOTHING, moving }
  return {
    is: 'drag',
    shown: () => shown,
    move(input) {
      const { d, guides } = held(input)
      shown = { ...NOTHING, moving, guides, draft: { d }, target: targetUnder(stage, id, d) }
    },
    up(input) {
      stage.run((content) => moveBy(content, stage.view, moving, held(input).d))
    },
    cancel() {},
  }
}

/** CSS pixels within which a dragged card jumps to an edge or a middle. */
const SNAP = 8

/** What is dragged as one rectangle, and what stands on screen around it. */
function neighboursOf(stage: Stage, moving: ReadonlySet<Id>): { moved: Rect; others: readonly Rect[] } | null {
  const { camera, viewport, scene } = stage.look
  const seen = { x: camera.x, y: camera.y, w: viewport.width / camera.zoom, h: viewport.height / camera.zoom }
  const rects = [...moving].flatMap((id) => scene.boxes.get(id)?.rect ?? [])
  if (rects.length === 0) return null
  const others = stage.look.index.boxesIn(seen).filter((box) => !moving.has(box.id) && box.is !== 'stroke')
  return { moved: rects.reduce(union), others: others.slice(0, MOST_NEIGHBOURS).map(({ rect }) => rect) }
}
const MOST_NEIGHBOURS = 400

function targetUnder(stage: Stage, id: Id, [dx, dy]: Point): TargetKey | null {
  const [box, element] = [stage.look.scene.boxes.get(id), stage.content.elements.get(id)]
  if (!box || !element) return null
  return targetAt(stage.content, stage.view, element, centreOf({ ...box.rect, x: box.rect.x + dx, y: box.rect.y + dy }))
}

/** A press beside everything: a click clears the selection, moving draws a marquee. */
export function pressEmpty({ look, choice }: Stage, start: PointerInput): Gesture {
  const before = start.shift ? choice.selection : new Set<Id>()
  const corner = look.toBoard(start.at)
  let marquee: Rect | null = null
  return {
    is: 'marquee',
    shown: () => ({ ...NOTHING, marquee }),
    move(input) {
      if (!marquee && !far(input.at, start.at, SLOP[input.kind])) return
      marquee = between(corner, look.toBoard(input.at))
      choice.select([...before, ...look.index.marquee(marquee)])
    },
    up() {
      if (!marquee) choice.select(before)
    },
    cancel: () => choice.select(before),
  }
}

/** From a card's handle to another card. */
export function arrowGesture(stage: Stage, from: Id): Gesture {
  const { look, choice } = stage
  let draft: Shown['draft'] = null
  const end = () => (choice.hover = null)
  return {
    is: 'arrow',
    shown: () => ({ ...NOTHING, draft }),
    move(input) {
      draft = { arrow: { from, to: look.toBoard(input.at) } }
      choice.hover = look.boxAt(input)?.id ?? null
    },
    up(input) {
      end()
      const to = look.boxAt(input)?.id
      if (!to || to === from) return
      const link = stage.connect(from, to)
      // Whoever draws one after the other looks at the cards: a sheet would open over them.
      if (link) choice.select(stage.options.opensBeside() ? [link] : [])
    },
    cancel: end,
  }
}
