/**
 * The editor without a screen: it decides, the canvas paints, Svelte shows. Everything a person does on a view passes here and leaves as a pure
 * command's changes. A running gesture only publishes a draft; release writes once.
 *
 * One class in four layers, each a file: `Looking` (scene and camera), `Choosing` (selection and tool), `Commanding` (what is done), and this
 * one, which turns pointers into gestures.
 */
import type { Draft, Presence } from '#lib/board/presence.ts'
import type { Id, Point, ViewId } from '#lib/domain/content.ts'
import type { Rect, TargetKey } from '#lib/domain/geometry.ts'
import type { Box } from '#lib/scene/scene.ts'
import { Commanding } from './commanding.ts'
import { arrowGesture, panGesture, pinchGesture, pressBox, pressEmpty } from './gestures.ts'
import type { EditorOptions } from './options.ts'
import type { Gesture, PointerInput } from './pointer.ts'

export class Editor extends Commanding {
  gesture: Gesture | null = null
  draft: Draft | null = null
  marquee: Rect | null = null
  /** The column, zone or ring that a dragged card would fall into. */
  target: TargetKey | null = null
  /** Where one's own pointer is, board units. */
  cursor: Point | null = null
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
    this.turnTo(view)
    this.select([])
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
    else this.hover = this.boxAt(input)?.id ?? this.index.lineAt(this.cursor, 6 / this.camera.zoom)?.id ?? null
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
    const at = this.toBoard(input.at)
    if (input.button === 1 || this.tool === 'hand') return panGesture(this, input)
    const box = this.boxAt(input)
    if (this.tool === 'arrow' && box && this.allowed()) return arrowGesture(this, box.id)
    if (this.tool !== 'select' && this.tool !== 'arrow') {
      const is = this.tool
      this.tool = 'select'
      this.createAt(is, at)
      return panGesture(this, input)
    }
    const handle = this.handleAt(input)
    if (handle && this.options.mayWrite()) return arrowGesture(this, handle)
    if (box) return pressBox(this, input, box.id)
    const line = this.index.lineAt(at, (input.kind === 'touch' ? 14 : 7) / this.camera.zoom)
    if (line) {
      if (input.shift || input.ctrl) this.toggle(line.id)
      else this.select([line.id])
      return panGesture(this, input)
    }
    return input.kind === 'touch' ? panGesture(this, input, () => this.select([])) : pressEmpty(this, input)
  }

  boxAt(input: PointerInput): Box | undefined {
    return this.index.boxAt(this.toBoard(input.at), input.kind === 'touch' ? 6 / this.camera.zoom : 0)
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
