/** The canvas views, and what is asked of all of them. */
import type { Change } from '../change.ts'
import { placementOf, type Content, type Id, type Point, type ViewId } from '../content.ts'
import type { Rect } from '../geometry.ts'
import type { Element } from '../schema/element.ts'
import { circles } from './circles.ts'
import { ideas } from './ideas.ts'
import { influence } from './influence.ts'
import { stakeholders } from './stakeholders.ts'
import { tree } from './tree.ts'
import type { Room, TargetKey, View } from './view.ts'

export const VIEWS = { circles, influence, stakeholders, tree, ideas } as const satisfies Record<ViewId, View>
export const viewOf = (view: ViewId): View => VIEWS[view]

/** The rectangle of an element in a view, or null where it has no place yet: it waits in the tray. */
export const rectOf = (content: Content, view: ViewId, element: Element): Rect | null =>
  VIEWS[view].rectOf(content, element, placementOf(content, view, element.id))

/** Every placed rectangle of a view. */
export function rectsOf(content: Content, view: ViewId): ReadonlyMap<Id, Rect> {
  const rects = new Map<Id, Rect>()
  for (const element of content.elements.values()) {
    const rect = rectOf(content, view, element)
    if (rect) rects.set(element.id, rect)
  }
  return rects
}

/** Cards that belong to a view and have no place in it: the tray «À placer». */
export const waits = (content: Content, view: ViewId, element: Element): boolean =>
  VIEWS[view].holds(element) && rectOf(content, view, element) === null

export const targetAt = (content: Content, view: ViewId, element: Element, centre: Point): TargetKey | null =>
  VIEWS[view].targetAt(content, element, centre)

/** Drops one card with its top left corner at a point. */
export const dropAt = (content: Content, view: ViewId, element: Element, at: Point): readonly Change[] =>
  VIEWS[view].drop(content, element, at)

/** What setting a card's fields elsewhere does to its places. `before`: null, the card is new. */
export const follow = (content: Content, before: Element | null, after: Element, room: Room): readonly Change[] =>
  Object.values<View>(VIEWS).flatMap((view) => view.follow(content, before, after, room))

/** «Ranger»: automatic layout, run on demand and once by an import. Stable, one step of undo. */
export const tidy = (content: Content, view: ViewId): readonly Change[] => VIEWS[view].tidy?.(content) ?? []
