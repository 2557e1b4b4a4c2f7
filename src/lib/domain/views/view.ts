/** What a canvas view is to the board. A new view is a file beside this one and a line in `views.ts`, which the compiler asks for. */
import type { Change } from '../change.ts'
import { placementKey, type Content, type Id, type Point, type ViewId } from '../content.ts'
import type { Rect } from '../geometry.ts'
import type { Element, ElementKind, ElementOf } from '../schema/element.ts'
import type { Column, TreeZone } from './columns.ts'
import type { Ring } from './rings.ts'

/** The column, zone or ring that a card falls into. */
export type TargetKey = Column | TreeZone | `ring-${Ring}`

/** `id`: the card that takes the place; where it stands now is free for those after it. */
export type Room = {
  /** The y of the foot of a column, for a card of that height. */
  foot(id: Id, column: Column, height: number): number
  /** A placement in the first free place of a zone, two side by side. */
  inZone(id: Id, zone: TreeZone, height: number): Point
  /** The free spot nearest to a point, in rings of card-sized steps: a card is never put on top of another, nor into a zone that nobody chose. */
  spot(id: Id, view: ViewId, near: Point, text: string): Point
  /** The first free place in a zone of *Idées*, row by row; the nearest one below it where it is full. */
  inFrame(id: Id, frame: ElementOf<'frame'>, text: string): Point
}

export type Writes = { readonly key: string; readonly is: ElementKind; readonly zone?: TreeZone }

export type View = {
  /** Cards that belong here: without a place they wait in its tray, «À placer». */
  holds(element: Element): boolean
  /** Where a card stands; null: it has no place here yet. */
  rectOf(content: Content, element: Element, placement: Point | undefined): Rect | null
  /** What a drop with the card's top left corner at a point writes: place and fields together. Also what leaves the tray. */
  drop(content: Content, element: Element, at: Point): readonly Change[]
  /** What a card would fall into with its middle at a point; null: the place says nothing. */
  targetAt(content: Content, element: Element, centre: Point): TargetKey | null
  /** What a change of its fields, made elsewhere, does to a card's place here. `before`: null, the card is new. */
  follow(content: Content, before: Element | null, after: Element, room: Room): readonly Change[]
  /** «Ranger»; null: what stands here was put there by hand. */
  readonly tidy: ((content: Content) => readonly Change[]) | null
  /** A place says nothing here: it may be changed for the look of it, and what is pasted keeps its own. */
  readonly isFree: boolean
  /** A new card stands where it was written, whatever its kind. */
  readonly takesAll: boolean
  /** Where a copy's top left corner stands, `d` from its original; null: where its values say. */
  besides(original: Rect, d: Point): Point | null
  /** Kinds that are made on this canvas, as its rail offers them. */
  readonly makes: readonly ElementKind[]
  /** What its box writes; lines that are pasted become the first of them. `zone`: under the tree. */
  readonly writes: readonly [Writes, ...Writes[]]
  /** Where the first look begins, where the whole would be too small to read. */
  readonly begins: 'middle' | 'right' | 'top' | 'left'
  /** What a double press beside everything makes; null: nothing. */
  readonly pressed: ElementKind | null
}

/** Null: it has no place of its own there any more. */
export const placed = (view: ViewId, id: Id, point: Point | null): Change => ({
  do: 'patch',
  root: 'placements',
  key: placementKey(view, id),
  point,
})
