/** What is on screen: the scene of the present view, and the camera over it. */
import type { Content, Point, ViewId } from '#lib/domain/content.ts'
import { SceneIndex } from '#lib/scene/index.ts'
import type { Scene } from '#lib/scene/scene.ts'
import { sceneOf } from '#lib/scene/views.ts'
import { fit, panBy, toBoard, zoomAt, ZOOM, type Camera, type Margins, type Viewport } from './camera.ts'
import type { EditorOptions } from './options.ts'

const READABLE_AT_FIRST = 0.58
/** The tree is read from its beginning: where it is not readable whole, that is comfortably so. */
const BEGINNING_OF_TREE = 0.7
const NO_MARGINS: Margins = { top: 0, right: 0, bottom: 0, left: 0 }

export abstract class Looking {
  readonly options: EditorOptions
  view: ViewId = 'influence'
  camera: Camera = { x: 0, y: 0, zoom: 1 }
  viewport: Viewport = { width: 800, height: 600 }
  margins: Margins = NO_MARGINS
  #scene: { content: Content; view: ViewId; scene: Scene; index: SceneIndex } | null = null
  /** The camera that a first look chose, until the person moves it. */
  #ownLook: Camera | null = null
  readonly #cameras = new Map<ViewId, Camera>()
  readonly #listeners = new Set<() => void>()

  constructor(options: EditorOptions) {
    this.options = options
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
    this.#listeners.clear()
  }

  /** Every view keeps its own camera. */
  protected turnTo(view: ViewId): void {
    this.#cameras.set(this.view, this.camera)
    this.view = view
    const camera = this.#cameras.get(view)
    if (camera) this.camera = camera
    else this.firstLook()
  }

  setViewport(viewport: Viewport, margins: Margins): void {
    const same = JSON.stringify([viewport, margins]) === JSON.stringify([this.viewport, this.margins])
    if (same) return
    this.viewport = viewport
    this.margins = margins
    // As long as the person has not moved the view, it follows the room that it has.
    if (this.camera === this.#ownLook) this.firstLook()
    this.changed()
  }
  /** The person has begun to work here: the view stays where it is. */
  protected keepLook(): void {
    this.#ownLook = null
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
    const zoom = this.view === 'tree' ? BEGINNING_OF_TREE : READABLE_AT_FIRST
    const middle = { zoom, x: -this.viewport.width / 2 / zoom, y: -this.viewport.height / 2 / zoom }
    const beginning =
      this.view === 'circles'
        ? middle
        : { zoom, x: bounds.x - this.margins.left / zoom, y: bounds.y - this.margins.top / zoom }
    this.#ownLook = whole.zoom >= READABLE_AT_FIRST ? whole : beginning
    this.look(this.#ownLook)
  }
  /** «Tout voir» */
  fit(): void {
    this.look(fit(this.scene.bounds, this.viewport, this.margins, 1.2))
  }

  /** Where a new card goes that nobody pointed a place for: its top left corner, so that it stands in the middle of the screen. */
  get middle(): Point {
    return this.toBoard([this.viewport.width / 2 - 98, this.viewport.height / 2 - 40])
  }

  toBoard(at: Point): Point {
    return toBoard(this.camera, at)
  }
}
