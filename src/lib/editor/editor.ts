/**
 * The editor without a screen: it decides, the canvas paints, Svelte shows. Everything a person does on a view passes here and leaves as a pure
 * command's changes. A running gesture only publishes a draft; release writes once.
 */
import type { Board } from '#lib/board/board.ts'
import type { Draft, Presence } from '#lib/board/presence.ts'
import type { Change } from '#lib/domain/change.ts'
import { connect } from '#lib/domain/commands/connect.ts'
import { createCard } from '#lib/domain/commands/create.ts'
import { duplicate } from '#lib/domain/commands/duplicate.ts'
import { setText } from '#lib/domain/commands/edit.ts'
import { dropAt, moveBy } from '#lib/domain/commands/move.ts'
import { remove } from '#lib/domain/commands/remove.ts'
import { tidy } from '#lib/domain/commands/tidy.ts'
import type { Content, Id, Point, ViewId } from '#lib/domain/content.ts'
import { COLUMNS, columnX, columnsFor, CARD, type Column, type Rect } from '#lib/domain/geometry.ts'
import type { ElementKind } from '#lib/domain/schema/element.ts'
import { SceneIndex } from '#lib/scene/index.ts'
import type { Box, Scene } from '#lib/scene/scene.ts'
import { rectUnderPointer, sceneOf } from '#lib/scene/views.ts'
import type { SceneWords } from '#lib/scene/words.ts'
import { fit, panBy, reveal, toBoard, zoomAt, ZOOM, type Camera, type Margins, type Viewport } from './camera.ts'
import { arrowGesture, panGesture, pinchGesture, pressBox, pressEmpty } from './gestures.ts'
import type { Gesture, PointerInput } from './pointer.ts'

/** `hand` pans; a kind creates one card where it is clicked; `arrow` draws from card to card. */
export type Tool = 'select' | 'hand' | 'arrow' | ElementKind

export type Said =
  | { readonly say: 'undone' | 'redone' | 'nothing_to_undo' | 'nothing_to_redo' | 'changed_by_others' }
  | { readonly say: 'removed'; readonly count: number }
  | { readonly say: 'cannot_connect'; readonly why: 'same' | 'exists' | 'impossible' }
  | { readonly say: 'for_whom'; readonly from: Id; readonly to: Id }
  | { readonly say: 'refused'; readonly why: 'newer' | 'too_long' | 'closed' }
  | { readonly say: 'read_only' }

export type EditorOptions = {
  readonly board: Board
  readonly words: SceneWords
  readonly me: () => Id | null
  readonly mayWrite: () => boolean
  readonly newId: () => Id
  readonly now: () => number
  /** Something to tell the person, once. */
  readonly say: (said: Said) => void
  /** Asks before others' work, or more than three cards, go to the bin; answers true to go on. */
  readonly confirmRemoval: (ids: readonly Id[]) => Promise<boolean>
}

const READABLE_AT_FIRST = 0.55
const NO_MARGINS: Margins = { top: 0, right: 0, bottom: 0, left: 0 }

export class Editor {
  readonly options: EditorOptions
  view: ViewId = 'influence'
  camera: Camera = { x: 0, y: 0, zoom: 1 }
  viewport: Viewport = { width: 800, height: 600 }
  margins: Margins = NO_MARGINS
  tool: Tool = 'select'
  selection: ReadonlySet<Id> = new Set()
  hover: Id | null = null
  /** The card whose text is being edited in place. */
  editing: Id | null = null
  draft: Draft | null = null
  marquee: Rect | null = null
  /** The column that a dragged card would fall into. */
  targetColumn: Column | null = null
  /** Where one's own pointer is, board units. */
  cursor: Point | null = null
  gesture: Gesture | null = null
  #scene: { content: Content; view: ViewId; scene: Scene; index: SceneIndex } | null = null
  /** The camera that a first look chose, until the person moves it. */
  #ownLook: Camera | null = null
  readonly #cameras = new Map<ViewId, Camera>()
  readonly #pointers = new Map<number, PointerInput>()
  readonly #listeners = new Set<() => void>()
  readonly #end: () => void

  constructor(options: EditorOptions) {
    this.options = options
    this.#end = options.board.onChange(() => this.#contentChanged())
  }

  get content(): Content {
    return this.options.board.content
  }
  get scene(): Scene {
    return this.#current().scene
  }
  get index(): SceneIndex {
    return this.#current().index
  }

  #current() {
    const { content, view } = this
    if (this.#scene?.content !== content || this.#scene.view !== view) {
      const scene = sceneOf(content, view, this.options.words)
      this.#scene = { content, view, scene, index: new SceneIndex(scene) }
    }
    return this.#scene
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Tells canvas, panels and presence that something of the editor's own state changed. */
  changed(): void {
    for (const listener of [...this.#listeners]) listener()
  }

  close(): void {
    this.cancel()
    this.#end()
    this.#listeners.clear()
  }

  // ── state ──

  show(view: ViewId): void {
    if (view === this.view) return
    this.cancel()
    this.#cameras.set(this.view, this.camera)
    this.view = view
    this.tool = 'select'
    this.editing = null
    this.select([])
    const camera = this.#cameras.get(view)
    if (camera) this.camera = camera
    else this.firstLook()
    this.changed()
  }

  select(ids: Iterable<Id>): void {
    this.selection = new Set(ids)
    this.changed()
  }

  toggle(id: Id): void {
    const next = new Set(this.selection)
    if (!next.delete(id)) next.add(id)
    this.select(next)
  }

  selectAll(): void {
    this.select(this.scene.stack)
  }

  use(tool: Tool): void {
    this.tool = tool
    this.changed()
  }

  edit(id: Id | null): void {
    if (id !== null && !this.#mayWrite()) return
    this.editing = id
    if (id !== null) this.selection = new Set([id])
    this.changed()
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

  // ── camera ──

  setViewport(viewport: Viewport, margins: Margins): void {
    const same = JSON.stringify([viewport, margins]) === JSON.stringify([this.viewport, this.margins])
    if (same) return
    this.viewport = viewport
    this.margins = margins
    // As long as the person has not moved the view, it follows the room that it has.
    if (this.camera === this.#ownLook) this.firstLook()
    this.changed()
  }
  look(camera: Camera): void {
    this.camera = camera
    this.changed()
  }
  pan(d: Point): void {
    this.look(panBy(this.camera, d))
  }
  zoom(factor: number, around: Point = [this.viewport.width / 2, this.viewport.height / 2]): void {
    this.look(zoomAt(this.camera, around, factor))
  }
  zoomIn(): void {
    this.zoom(ZOOM.step)
  }
  zoomOut(): void {
    this.zoom(1 / ZOOM.step)
  }
  /** Everything, but readable: on half a screen the first look is the beginning of the view rather than the whole of it. */
  firstLook(): void {
    const { bounds } = this.scene
    const whole = fit(bounds, this.viewport, this.margins, 1, this.view === 'tree')
    const zoom = READABLE_AT_FIRST
    const beginning = { zoom, x: bounds.x - this.margins.left / zoom, y: bounds.y - this.margins.top / zoom }
    this.#ownLook = whole.zoom >= zoom ? whole : beginning
    this.look(this.#ownLook)
  }
  /** «Tout voir» */
  fit(): void {
    this.look(fit(this.scene.bounds, this.viewport, this.margins, 1.2))
  }
  /** «Montrer»: selects a card or an arrow and brings it on screen. */
  reveal(id: Id): void {
    const line = this.scene.lines.get(id)
    const box = this.scene.boxes.get(line ? line.from : id)
    if (box) this.camera = reveal(this.camera, box.rect, this.viewport, this.margins)
    this.select([id])
  }

  toBoard(at: Point): Point {
    return toBoard(this.camera, at)
  }

  // ── pointer ──

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
    this.targetColumn = null
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
    if (this.tool === 'arrow' && box && this.#mayWrite()) return arrowGesture(this, box.id)
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

  // ── commands ──

  /** Applies changes if this person may write; tells why not otherwise. */
  apply(changes: readonly Change[], typing?: string): boolean {
    if (!this.#mayWrite()) return false
    const result = this.options.board.apply(changes, typing)
    if (!result.ok) this.options.say({ say: 'refused', why: result.why })
    return result.ok
  }

  create(is: ElementKind, text: string, fields: Readonly<Record<string, unknown>> = {}, at?: Point): Id | null {
    const id = this.options.newId()
    const card = { id, is, text, by: this.options.me(), fields, ...(at ? { at } : {}) }
    const near = this.toBoard([this.viewport.width / 2 - 98, this.viewport.height / 2 - 40])
    return this.apply(createCard(this.content, this.view, card, near)) ? id : null
  }

  /** A card where the pointer is, its text ready to be typed. */
  createAt(is: ElementKind, at: Point): void {
    const corner: Point = [at[0] - CARD.width / 2, at[1] - 24]
    const column = this.view === 'tree' && is === 'effect' ? nearest(columnsFor('effect'), at[0]) : null
    const id = this.create(is, '', column ? { horizon: column } : {}, corner)
    if (id === null) return
    const element = this.content.elements.get(id)
    if (element && this.view === 'influence') this.apply(dropAt('influence', element, corner))
    this.edit(id)
  }

  /** Drops a card of the tray at a point of the screen. */
  dropFromTray(id: Id, at: Point): void {
    const element = this.content.elements.get(id)
    if (!element) return
    const { x, y } = rectUnderPointer(element, this.toBoard(at))
    if (this.apply(dropAt(this.view, element, [x, y]))) this.select([id])
  }

  moveSelection(d: Point): void {
    this.apply(moveBy(this.content, this.view, this.selection, d))
  }

  setText(id: Id, field: string, text: string, root: 'elements' | 'links' = 'elements'): void {
    this.apply(setText(this.content, root, id, field, text), `${id}/${field}`)
  }

  connect(from: Id, to: Id, agreed = false): Id | null {
    const { newId, me, say } = this.options
    const result = connect(this.content, { id: newId(), from, to, by: me() }, agreed)
    if (result.ok) return this.apply(result.changes) ? result.link : null
    if (result.why === 'for_whom') say({ say: 'for_whom', from, to })
    else say({ say: 'cannot_connect', why: result.why })
    return null
  }

  async removeSelection(): Promise<void> {
    await this.remove([...this.selection])
  }

  async remove(ids: readonly Id[]): Promise<void> {
    if (ids.length === 0 || !this.#mayWrite()) return
    if (!(await this.options.confirmRemoval(ids))) return
    const { me, now, say } = this.options
    const changes = remove(this.content, ids, { by: me(), at: now() })
    if (changes.length > 0 && this.apply(changes)) {
      this.select([...this.selection].filter((id) => !ids.includes(id)))
      say({ say: 'removed', count: changes.length })
    }
  }

  duplicateSelection(): void {
    const { me, newId } = this.options
    const { changes, ids } = duplicate(this.content, this.view, this.selection, me(), newId)
    if (this.apply(changes)) this.select(ids)
  }

  /** «Ranger» */
  tidy(): void {
    if (this.apply(tidy(this.content, this.view))) this.fit()
  }

  undo(): void {
    this.#step('undo')
  }
  redo(): void {
    this.#step('redo')
  }

  #step(way: 'undo' | 'redo'): void {
    this.cancel()
    if (!this.#mayWrite()) return
    const result = this.options.board.history[way]()
    const nothing = way === 'undo' ? 'nothing_to_undo' : 'nothing_to_redo'
    const done = way === 'undo' ? 'undone' : 'redone'
    this.options.say({ say: result.is === 'nothing' ? nothing : result.is === 'done' ? done : 'changed_by_others' })
    this.changed()
  }

  #mayWrite(): boolean {
    if (this.options.mayWrite()) return true
    this.options.say({ say: 'read_only' })
    return false
  }

  #contentChanged(): void {
    const alive = (id: Id) => this.content.elements.has(id) || this.content.links.has(id)
    if ([...this.selection].some((id) => !alive(id))) this.selection = new Set([...this.selection].filter(alive))
    if (this.hover && !alive(this.hover)) this.hover = null
    this.changed()
  }
}

const nearest = (columns: readonly Column[], x: number): Column =>
  [...columns].sort(
    (a, b) => Math.abs(columnX(a) + CARD.width / 2 - x) - Math.abs(columnX(b) + CARD.width / 2 - x),
  )[0] ?? COLUMNS[0]
