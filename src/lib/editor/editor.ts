/**
 * The editor without a screen: it decides, the canvas paints, Svelte shows. Everything a person does on a view passes here and leaves as a pure
 * command's changes. A running gesture only publishes a draft; release writes once.
 *
 * One class in four layers, each a file: `Looking` (scene and camera), `Choosing` (selection and tool), `Commanding` (what is done), and this
 * one, which turns pointers into gestures.
 */
import type { Draft, Presence } from '#lib/board/presence.ts'
import type { Pen } from '#lib/domain/commands/draw.ts'
import type { Id, Point, ViewId } from '#lib/domain/content.ts'
import type { Rect } from '#lib/domain/geometry.ts'
import type { TargetKey } from '#lib/domain/views/view.ts'
import type { Box } from '#lib/scene/scene.ts'
import { Commanding } from './commanding.ts'
import { eraserGesture, frameGesture, penGesture } from './drawing.ts'
import { arrowGesture, panGesture, pinchGesture, pressBox, pressEmpty } from './gestures.ts'
import type { EditorOptions } from './options.ts'
import type { Gesture, PointerInput } from './pointer.ts'
import { resizeGesture, resizeHandles, type Handle } from './resizing.ts'
import type { Guide } from './snapping.ts'
import { KINDS } from '#lib/domain/schema/element.ts'
import { viewOf } from '#lib/domain/views/views.ts'

export class Editor extends Commanding {
  gesture: Gesture | null = null
  draft: Draft | null = null
  marquee: Rect | null = null
  /** The column, zone or ring that a dragged card would fall into. */
  target: TargetKey | null = null
  /** What a drag takes along: the selection, and what lies in its frames. */
  moving: ReadonlySet<Id> = new Set()
  /** Edges and middles that a dragged card is held at. */
  guides: readonly Guide[] = []
  /** The stroke under the pen, whole: presence has room for an outline only. */
  drawn: { readonly pen: Pen; readonly points: readonly Point[] } | null = null
  /** Strokes that the eraser has crossed and that go on release. */
  erasing: ReadonlySet<Id> = new Set()
  readonly #pointers = new Map<number, PointerInput>()
  readonly #end: () => void

  constructor(options: EditorOptions) {
    super(options)
    this.#end = options.board.onChange(() => {
      this.letGoOfRemoved()
      this.changed()
    })
  }

  override close(): void {
    this.cancel()
    this.#end()
    super.close()
  }

  show(view: ViewId): void {
    if (view === this.view) return
    this.cancel()
    this.tool = 'select'
    this.editing = null
    const chosen = [...this.selection]
    this.turnTo(view)
    // What was chosen in «Liste» stays so where it can be seen.
    this.select(chosen.filter((id) => this.scene.boxes.has(id) || this.scene.lines.has(id)))
  }

  /** What others see of this editor. */
  presence(): Presence {
    return {
      view: this.view,
      cursor: this.cursor,
      selection: [...this.selection].slice(0, 200),
      draft: this.draft,
      editing: this.editing === null ? null : `${this.editing}/text`,
    }
  }

  pointerDown(input: PointerInput): void {
    this.keepLook()
    this.#pointers.set(input.id, input)
    if (this.#pointers.size === 2) {
      this.gesture?.cancel()
      this.gesture = pinchGesture(this, [...this.#pointers.values()] as [PointerInput, PointerInput])
      return
    }
    if (this.gesture) return
    this.gesture = this.#begin(input)
    this.changed()
  }

  pointerMove(input: PointerInput): void {
    if (this.#pointers.has(input.id)) this.#pointers.set(input.id, input)
    this.cursor = this.toBoard(input.at)
    if (this.gesture) this.gesture.move(input)
    else
      this.hover =
        this.#onTheWay(this.cursor) ??
        this.boxAt(input)?.id ??
        this.index.lineAt(this.cursor, 6 / this.camera.zoom)?.id ??
        null
    this.changed()
  }

  pointerUp(input: PointerInput): void {
    this.#pointers.delete(input.id)
    const gesture = this.gesture
    if (!gesture) return
    if (gesture.is !== 'pinch' || this.#pointers.size === 0) this.gesture = null
    gesture.up(input)
    this.changed()
  }

  pointerLeave(): void {
    this.cursor = null
    this.hover = null
    this.changed()
  }

  /** Words are written where they stand; beside everything the view says what is made. */
  pressTwice(point: Point): void {
    const element = this.content.elements.get(this.index.boxAt(point)?.id ?? '')
    const made = viewOf(this.view).pressed
    if (element) {
      if (KINDS[element.is].isWrittenOn) this.edit(element.id)
    } else if (made && this.options.mayWrite()) this.createAt(made, point)
  }

  /** As a click in the middle of the screen. */
  makeInTheMiddle(): void {
    const { width, height } = this.viewport
    const at: Point = [width / 2, height / 2]
    const click: PointerInput = { id: 0, kind: 'mouse', at, button: 0, shift: false, alt: false, ctrl: false }
    this.pointerDown(click)
    this.pointerUp(click)
  }

  /** Escape, a lost pointer, a change of view: nothing of the gesture is written. */
  cancel(): void {
    this.#pointers.clear()
    this.gesture?.cancel()
    this.gesture = null
    this.draft = null
    this.marquee = null
    this.target = null
    this.changed()
  }

  /** Escape goes one step back at a time: gesture, text, tool, selection. */
  escape(): void {
    if (this.gesture) return this.cancel()
    if (this.editing) return this.edit(null)
    if (this.tool !== 'select') return this.use('select')
    this.select([])
  }

  #begin(input: PointerInput): Gesture {
    const { tool } = this
    if (input.button === 1 || tool === 'hand') return panGesture(this, input)
    const box = this.boxAt(input)
    if (tool === 'select' || (tool === 'arrow' && !box)) return this.#press(input, box)
    if (!this.allowed()) return panGesture(this, input)
    if (tool === 'arrow') return arrowGesture(this, box!.id)
    if (tool === 'pen') return penGesture(this, input)
    if (tool === 'eraser') return eraserGesture(this, input)
    this.tool = 'select'
    if (tool === 'frame') return frameGesture(this, input)
    this.createAt(tool, this.toBoard(input.at))
    return panGesture(this, input)
  }

  #press(input: PointerInput, box: Box | undefined): Gesture {
    const corner = this.cornerAt(input)
    if (corner) return resizeGesture(this, input, corner)
    const handle = this.handleAt(input)
    if (handle) return arrowGesture(this, handle)
    if (box) return pressBox(this, input, box.id)
    const line = this.index.lineAt(this.toBoard(input.at), (input.kind === 'touch' ? 14 : 7) / this.camera.zoom)
    const take = () => {
      if (!line) this.select([])
      else if (input.shift || input.ctrl) this.toggle(line.id)
      else this.select([line.id])
    }
    if (input.kind === 'touch') return panGesture(this, input, take)
    if (!line) return pressEmpty(this, input)
    take()
    return panGesture(this, input)
  }

  boxAt(input: PointerInput): Box | undefined {
    return this.index.boxAt(this.toBoard(input.at), input.kind === 'touch' ? 6 / this.camera.zoom : 0)
  }

  /** The resize handle under the pointer. */
  cornerAt(input: PointerInput): Handle | null {
    const reach = (input.kind === 'touch' ? 20 : 8) / this.camera.zoom
    const [x, y] = this.toBoard(input.at)
    return resizeHandles(this).find(({ at }) => Math.hypot(at[0] - x, at[1] - y) <= reach) ?? null
  }

  /** The rectangle that something being resized has for the moment. */
  resized(id: Id): Rect | null {
    if (!this.draft || !('resize' in this.draft) || this.draft.resize[0] !== id) return null
    const [, x, y, w, h] = this.draft.resize
    return { x, y, w, h }
  }

  /** What a menu opened at a point of the screen is about: what lies there is selected, unless it is already. */
  point(at: Point, kind: PointerInput['kind'] = 'mouse'): void {
    this.cancel()
    this.cursor = this.toBoard(at)
    const reach = (kind === 'touch' ? 14 : 7) / this.camera.zoom
    const id = (this.index.boxAt(this.cursor, kind === 'touch' ? reach : 0) ?? this.index.lineAt(this.cursor, reach))
      ?.id
    if (id === undefined) this.select([])
    else if (!this.selection.has(id)) this.select([id])
  }

  /** The hovered card, while the pointer is between it and its arrow handle. */
  #onTheWay([x, y]: Point): Id | null {
    const handle = this.hover === null ? null : this.handleOf(this.hover)
    if (!handle) return null
    const [dx, dy] = [(x - handle[0]) * this.camera.zoom, (y - handle[1]) * this.camera.zoom]
    return dx >= -12 && dx <= 14 && Math.abs(dy) <= 24 ? this.hover : null
  }

  /** The card whose arrow handle is under the pointer: a dot on the right edge of what is selected or hovered. */
  handleAt(input: PointerInput): Id | null {
    const reach = (input.kind === 'touch' ? 20 : 11) / this.camera.zoom
    const [x, y] = this.toBoard(input.at)
    for (const id of [...this.selection, ...(this.hover ? [this.hover] : [])]) {
      const point = this.handleOf(id)
      if (point && Math.hypot(point[0] - x, point[1] - y) <= reach) return id
    }
    return null
  }

  /** Where a card's arrow handle is, or null where arrows are not drawn. */
  handleOf(id: Id): Point | null {
    const box = this.scene.boxes.get(id)
    if (box?.is !== 'card' || !this.options.mayWrite()) return null
    return [box.rect.x + box.rect.w + 12 / this.camera.zoom, box.rect.y + box.rect.h / 2]
  }
}
