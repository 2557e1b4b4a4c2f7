/** A pointer event without its DOM: what the editor understands, and what tests send; what a gesture may ask for, and what it shows while it runs. */
import type { Draft } from '#lib/board/presence.ts'
import type { Change } from '#lib/domain/change.ts'
import type { Pen } from '#lib/domain/commands/draw.ts'
import type { Content, Id, Point, ViewId } from '#lib/domain/content.ts'
import type { Rect } from '#lib/domain/geometry.ts'
import type { ElementKind } from '#lib/domain/schema/element.ts'
import type { TargetKey } from '#lib/domain/views/view.ts'
import type { Choice } from './choice.ts'
import type { Look } from './look.ts'
import type { Author, EditorOptions } from './options.ts'
import type { Guide } from './snapping.ts'

export type PointerInput = {
  readonly id: number
  readonly kind: 'mouse' | 'touch' | 'pen'
  /** CSS pixels from the canvas's top left corner. */
  readonly at: Point
  readonly button: number
  readonly shift: boolean
  readonly alt: boolean
  /** Ctrl, or Cmd on a Mac. */
  readonly ctrl: boolean
}

/** What gestures need of the editor. */
export type Stage = {
  readonly content: Content
  readonly view: ViewId
  readonly look: Look
  readonly choice: Choice
  readonly options: Pick<EditorOptions, 'mayWrite' | 'isToLookAt' | 'opensBeside'>
  /** Says why not, where this person may not write. */
  allowed(): boolean
  run(command: (content: Content, author: Author) => readonly Change[]): boolean
  createAt(is: ElementKind, at: Point): void
  connect(from: Id, to: Id): Id | null
  erase(ids: readonly Id[]): Promise<void>
  edit(id: Id | null): void
}

/** What a gesture shows and nobody has written: to others as `draft`, the rest to this person alone. */
export type Shown = {
  readonly draft: Draft | null
  readonly marquee: Rect | null
  /** The column, zone or ring that a dragged card would fall into. */
  readonly target: TargetKey | null
  /** What a drag takes along: the selection, and what lies in its frames. */
  readonly moving: ReadonlySet<Id>
  /** Edges and middles that a dragged card is held at. */
  readonly guides: readonly Guide[]
  /** The stroke under the pen, whole: presence has room for an outline only. */
  readonly drawn: { readonly pen: Pen; readonly points: readonly Point[] } | null
  /** Strokes that the eraser has crossed and that go on release. */
  readonly erasing: ReadonlySet<Id>
}
export const NOTHING: Shown = {
  draft: null,
  marquee: null,
  target: null,
  moving: new Set(),
  guides: [],
  drawn: null,
  erasing: new Set(),
}

/** A running interaction. It can always be abandoned: nothing is written before `up`. */
export type Gesture = {
  readonly is: 'pan' | 'pinch' | 'press' | 'drag' | 'marquee' | 'arrow' | 'resize' | 'pen' | 'erase' | 'frame'
  shown(): Shown
  move(input: PointerInput): void
  up(input: PointerInput): void
  /** What it did to the selection is taken back. */
  cancel(): void
}

/** CSS pixels that a press may wander and still be a click. */
export const SLOP: Record<PointerInput['kind'], number> = { mouse: 4, pen: 6, touch: 10 }
export const far = (a: Point, b: Point, slop: number): boolean => Math.hypot(a[0] - b[0], a[1] - b[1]) > slop
