/** What is on screen: the scene of the present view, and the camera over it. */
import type { Content, Id, Point, ViewId } from '#lib/domain/content.ts'
import { SceneIndex } from '#lib/scene/index.ts'
import type { Box, Scene } from '#lib/scene/scene.ts'
import type { PointerInput } from './pointer.ts'
import { sceneOf } from '#lib/scene/views.ts'
import type { SceneWords } from '#lib/scene/words.ts'
import { fit, panBy, reveal, toBoard, zoomAt, ZOOM, type Camera, type Margins, type Viewport } from './camera.ts'
import { viewOf } from '#lib/domain/views/views.ts'

const READABLE = 0.58
/** The tree is made of sentences. */
const COMFORTABLE = 0.7
/** So much smaller than what is readable passes, where it shows all columns or corners. */
const NEARLY = 0.8
const NO_MARGINS: Margins = { top: 0, right: 0, bottom: 0, left: 0 }

export type LookSetting = {
  readonly content: () => Content
  readonly words: SceneWords
  readonly changed: () => void
}

export class Look {
  view: ViewId = 'influence'
  camera: Camera = { x: 0, y: 0, zoom: 1 }
  viewport: Viewport = { width: 800, height: 600 }
  margins: Margins = NO_MARGINS
  /** What lies over the view: CSS pixels from each side. A panel opens over it for what is chosen. */
  readonly covers = new Set<(forChosen: boolean) => Partial<Margins>>()
  #words: SceneWords
  #scene: { content: Content; view: ViewId; words: SceneWords; scene: Scene; index: SceneIndex } | null = null
  /** The camera that nobody has moved yet. */
  #ownLook: Camera | null = this.camera
  /** What was brought on screen last, and the camera that shows it. */
  #brought: { readonly id: Id; readonly camera: Camera; readonly isChosen: boolean } | null = null
  readonly #cameras = new Map<ViewId, Camera>()
  readonly #setting: LookSetting

  constructor(setting: LookSetting) {
    this.#setting = setting
    this.#words = setting.words
  }

  get content(): Content {
    return this.#setting.content()
  }
  get scene(): Scene {
    return this.#current().scene
  }
  get index(): SceneIndex {
    return this.#current().index
  }

  #current() {
    const { content, view } = this
    const words = this.#words
    if (this.#scene?.content !== content || this.#scene.view !== view || this.#scene.words !== words) {
      const scene = sceneOf(content, view, words)
      this.#scene = { content, view, words, scene, index: new SceneIndex(scene) }
    }
    return this.#scene
  }

  /** From now on the scene says more, or says it otherwise. */
  speak(words: SceneWords): void {
    this.#words = words
    this.#setting.changed()
  }

  /** Every view keeps the camera that the person gave it. */
  turnTo(view: ViewId): void {
    if (this.camera !== this.#ownLook) this.#cameras.set(this.view, this.camera)
    this.view = view
    this.camera = this.#cameras.get(view) ?? this.#readableLook()
    this.#ownLook = this.#cameras.has(view) ? null : this.camera
    this.#setting.changed()
  }

  setViewport(viewport: Viewport, margins: Margins): void {
    const same = JSON.stringify([viewport, margins]) === JSON.stringify([this.viewport, this.margins])
    if (same) return
    this.viewport = viewport
    this.margins = margins
    this.firstLook()
  }
  /** The person has begun to work here: the view stays where it is. */
  keepLook(): void {
    this.#ownLook = null
    this.#brought = null
  }
  /** From here. */
  at(camera: Camera): void {
    this.camera = camera
    this.#setting.changed()
  }
  pan(d: Point): void {
    this.at(panBy(this.camera, d))
  }
  zoom(factor: number, around: Point = [this.viewport.width / 2, this.viewport.height / 2]): void {
    this.at(zoomAt(this.camera, around, factor))
  }
  zoomIn(): void {
    this.zoom(ZOOM.step)
  }
  zoomOut(): void {
    this.zoom(1 / ZOOM.step)
  }
  /** As long as the person has not moved the view, it follows the room that it has, and keeps in sight what was brought there. */
  firstLook(): void {
    const brought = this.#brought?.camera === this.camera ? this.#brought : null
    if (this.camera === this.#ownLook) this.camera = this.#ownLook = this.#readableLook()
    if (brought !== null) this.bring(brought.id, brought.isChosen)
    this.#setting.changed()
  }
  /** Everything, but readable: on half a screen the first look is the beginning of the view rather than the whole of it. */
  #readableLook(): Camera {
    const { bounds } = this.scene
    const { view, viewport, margins } = this
    const { begins } = viewOf(view)
    const isTall = begins === 'top'
    const whole = fit(bounds, viewport, margins, 1, isTall)
    // Rings and columns have names that are there before any card.
    const empty = !isTall && begins !== 'middle' && this.scene.boxes.size === 0
    if (empty || whole.zoom >= (isTall ? COMFORTABLE : READABLE)) return whole
    // As wide as the screen, from the top down.
    const wide = fit({ ...bounds, h: 1 }, viewport, margins, 1, true)
    const zoom = isTall ? COMFORTABLE : READABLE
    const beginning = { zoom, x: bounds.x - margins.left / zoom, y: bounds.y - margins.top / zoom }
    if (begins === 'middle') return fit({ x: 0, y: 0, w: 1, h: 1 }, viewport, margins, zoom)
    // Whoever matters stands on the right side of it.
    const right = { ...beginning, x: bounds.x + bounds.w - (viewport.width - margins.right) / zoom }
    if (begins === 'right') return wide.zoom >= zoom * NEARLY ? wide : right
    const now = whole.zoom >= READABLE ? whole : beginning
    // A tall tree goes on below the screen sooner than its words get small: all columns are there, and one scrolls down.
    return isTall && wide.zoom >= now.zoom ? wide : now
  }
  /** Brings a card or an arrow on screen, beside what lies over the view. */
  bring(id: Id, isChosen = true): void {
    const line = this.scene.lines.get(id)
    const box = this.scene.boxes.get(line ? line.from : id)
    if (!box) return
    const margins = { ...this.margins }
    for (const cover of this.covers)
      for (const [side, covered] of Object.entries(cover(isChosen)) as [keyof Margins, number][])
        margins[side] = Math.max(margins[side], covered)
    this.camera = reveal(this.camera, box.rect, this.viewport, margins)
    this.#brought = { id, camera: this.camera, isChosen }
  }
  boxAt({ at, kind }: PointerInput): Box | undefined {
    return this.index.boxAt(this.toBoard(at), kind === 'touch' ? 6 / this.camera.zoom : 0)
  }
  /** «Tout voir» */
  fit(): void {
    this.at(fit(this.scene.bounds, this.viewport, this.margins, 1.2))
  }

  /** Where a new card goes that nobody pointed a place for: its top left corner, so that it stands in the middle of the screen. */
  get middle(): Point {
    return this.toBoard([this.viewport.width / 2 - 98, this.viewport.height / 2 - 40])
  }

  toBoard(at: Point): Point {
    return toBoard(this.camera, at)
  }
}
