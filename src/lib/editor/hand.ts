/** Pointers become gestures. What a running gesture shows is its own; release writes once, and whatever else ends it writes nothing. */
import type { Id, Point } from '#lib/domain/content.ts'
import type { Rect } from '#lib/domain/geometry.ts'
import { KINDS } from '#lib/domain/schema/element.ts'
import { viewOf } from '#lib/domain/views/views.ts'
import type { Box } from '#lib/scene/scene.ts'
import { eraserGesture, frameGesture, penGesture } from './drawing.ts'
import { arrowGesture, panGesture, pinchGesture, pressBox, pressEmpty } from './gestures.ts'
import { NOTHING, type Gesture, type PointerInput, type Shown, type Stage } from './pointer.ts'
import { resizeGesture, resizeHandles, type Handle } from './resizing.ts'

export class Hand {
  gesture: Gesture | null = null
  /** Where one's own pointer is, board units. */
  cursor: Point | null = null
  readonly #stage: Stage
  readonly #changed: () => void
  readonly #pointers = new Map<number, PointerInput>()

  constructor(stage: Stage, changed: () => void) {
    this.#stage = stage
    this.#changed = changed
  }

  /** What is not written yet. */
  get shown(): Shown {
    return this.gesture?.shown() ?? NOTHING
  }

  down(input: PointerInput): void {
    this.#stage.look.keepLook()
    this.#pointers.set(input.id, input)
    if (this.#pointers.size === 2) {
      this.gesture?.cancel()
      this.gesture = pinchGesture(this.#stage, [...this.#pointers.values()] as [PointerInput, PointerInput])
      return
    }
    if (this.gesture) return
    this.gesture = this.#begin(input)
    this.#changed()
  }

  move(input: PointerInput): void {
    const { look, choice } = this.#stage
    if (this.#pointers.has(input.id)) this.#pointers.set(input.id, input)
    this.cursor = look.toBoard(input.at)
    if (this.gesture) this.gesture.move(input)
    else
      choice.hover =
        this.#onTheWay(this.cursor) ??
        look.boxAt(input)?.id ??
        look.index.lineAt(this.cursor, 6 / look.camera.zoom)?.id ??
        null
    this.#changed()
  }

  up(input: PointerInput): void {
    this.#pointers.delete(input.id)
    const gesture = this.gesture
    if (!gesture) return
    if (gesture.is !== 'pinch' || this.#pointers.size === 0) this.gesture = null
    gesture.up(input)
    this.#changed()
  }

  leave(): void {
    this.cursor = null
    this.#stage.choice.hover = null
    this.#changed()
  }

  /** Escape, a lost pointer, a change of view: nothing of the gesture is written. */
  cancel(): void {
    this.#pointers.clear()
    this.gesture?.cancel()
    this.gesture = null
    this.#changed()
  }

  /** Words are written where they stand; beside everything the view says what is made. */
  pressTwice(point: Point): void {
    const { content, look, view, options } = this.#stage
    const element = content.elements.get(look.index.boxAt(point)?.id ?? '')
    const made = viewOf(view).pressed
    if (element) {
      if (KINDS[element.is].isWrittenOn) this.#stage.edit(element.id)
    } else if (made && options.mayWrite()) this.#stage.createAt(made, point)
  }

  /** As a click in the middle of the screen. */
  makeInTheMiddle(): void {
    const { width, height } = this.#stage.look.viewport
    const at: Point = [width / 2, height / 2]
    const click: PointerInput = { id: 0, kind: 'mouse', at, button: 0, shift: false, alt: false, ctrl: false }
    this.down(click)
    this.up(click)
  }

  /** What a menu opened at a point of the screen is about: what lies there is selected, unless it is already. */
  point(at: Point, kind: PointerInput['kind'] = 'mouse'): void {
    const { look, choice } = this.#stage
    this.cancel()
    this.cursor = look.toBoard(at)
    const reach = (kind === 'touch' ? 14 : 7) / look.camera.zoom
    const { index } = look
    const id = (index.boxAt(this.cursor, kind === 'touch' ? reach : 0) ?? index.lineAt(this.cursor, reach))?.id
    if (id === undefined) choice.select([])
    else if (!choice.selection.has(id)) choice.select([id])
  }

  /** The rectangle that something being resized has for the moment. */
  resized(id: Id): Rect | null {
    const { draft } = this.shown
    if (!draft || !('resize' in draft) || draft.resize[0] !== id) return null
    const [, x, y, w, h] = draft.resize
    return { x, y, w, h }
  }

  /** Of the one thing that is selected. */
  get resizeHandles(): readonly Handle[] {
    return resizeHandles(this.#stage, (id) => this.resized(id))
  }

  /** Where a card's arrow handle is, or null where arrows are not drawn. */
  handleOf(id: Id): Point | null {
    const { look, options } = this.#stage
    const box = look.scene.boxes.get(id)
    if (box?.is !== 'card' || !options.mayWrite()) return null
    return [box.rect.x + box.rect.w + 12 / look.camera.zoom, box.rect.y + box.rect.h / 2]
  }

  #begin(input: PointerInput): Gesture {
    const stage = this.#stage
    const { tool } = stage.choice
    if (input.button === 1 || tool === 'hand') return panGesture(stage, input)
    const box = stage.look.boxAt(input)
    if (tool === 'select' || (tool === 'arrow' && !box)) return this.#press(input, box)
    if (!stage.allowed()) return panGesture(stage, input)
    if (tool === 'arrow') return arrowGesture(stage, box!.id)
    if (tool === 'pen') return penGesture(stage, input)
    if (tool === 'eraser') return eraserGesture(stage, input)
    stage.choice.tool = 'select'
    if (tool === 'frame') return frameGesture(stage, input)
    stage.createAt(tool, stage.look.toBoard(input.at))
    return panGesture(stage, input)
  }

  #press(input: PointerInput, box: Box | undefined): Gesture {
    const stage = this.#stage
    const { look, choice } = stage
    const corner = this.#cornerAt(input)
    if (corner) return resizeGesture(stage, input, corner)
    const handle = this.#handleAt(input)
    if (handle) return arrowGesture(stage, handle)
    if (box) return pressBox(stage, input, box.id)
    const line = look.index.lineAt(look.toBoard(input.at), (input.kind === 'touch' ? 14 : 7) / look.camera.zoom)
    const take = () => {
      if (!line) choice.select([])
      else if (input.shift || input.ctrl) choice.toggle(line.id)
      else choice.select([line.id])
    }
    if (input.kind === 'touch') return panGesture(stage, input, take)
    if (!line) return pressEmpty(stage, input)
    take()
    return panGesture(stage, input)
  }

  /** The resize handle under the pointer. */
  #cornerAt(input: PointerInput): Handle | null {
    const { look } = this.#stage
    const reach = (input.kind === 'touch' ? 20 : 8) / look.camera.zoom
    const [x, y] = look.toBoard(input.at)
    return this.resizeHandles.find(({ at }) => Math.hypot(at[0] - x, at[1] - y) <= reach) ?? null
  }

  /** The hovered card, while the pointer is between it and its arrow handle. */
  #onTheWay([x, y]: Point): Id | null {
    const { look, choice } = this.#stage
    const handle = choice.hover === null ? null : this.handleOf(choice.hover)
    if (!handle) return null
    const [dx, dy] = [(x - handle[0]) * look.camera.zoom, (y - handle[1]) * look.camera.zoom]
    return dx >= -12 && dx <= 14 && Math.abs(dy) <= 24 ? choice.hover : null
  }

  /** The card whose arrow handle is under the pointer: a dot on the right edge of what is selected or hovered. */
  #handleAt(input: PointerInput): Id | null {
    const { look, choice } = this.#stage
    const reach = (input.kind === 'touch' ? 20 : 11) / look.camera.zoom
    const [x, y] = look.toBoard(input.at)
    for (const id of [...choice.selection, ...(choice.hover ? [choice.hover] : [])]) {
      const point = this.handleOf(id)
      if (point && Math.hypot(point[0] - x, point[1] - y) <= reach) return id
    }
    return null
  }
}
