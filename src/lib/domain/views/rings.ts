/** «Cercles» in board units: the ring is the field, the placement an angle. */
import { placementOf, type Content, type Id, type Point } from '../content.ts'
import { centredAt, clamp, sizeOf, tenth, type Rect } from '../geometry.ts'
import type { Element } from '../schema/element.ts'

/** Half axes across, from the middle out; the other axis is shorter by SQUASH. */
export const RINGS = [210, 375, 540, 705] as const
export const SQUASH = 0.72
export type Ring = 1 | 2 | 3 | 4

/** Degrees clockwise from three o'clock, and how far out within the ring, 0–1. */
export type RingPlace = Point

export function pointOnRing(ring: Ring, [angle, out]: RingPlace): Point {
  const inner = ring === 1 ? 0 : RINGS[ring - 2]!
  const across = inner + (RINGS[ring - 1]! - inner) * clamp(out, 0, 1)
  const turn = (angle * Math.PI) / 180
  return [across * Math.cos(turn), across * SQUASH * Math.sin(turn)]
}

/** The ring under a point and the place on it; outside the rings counts as the outermost. */
export function ringOfPoint([x, y]: Point): { readonly ring: Ring; readonly place: RingPlace } {
  const across = Math.hypot(x, y / SQUASH)
  const found = RINGS.findIndex((edge) => across <= edge)
  const ring = (found < 0 ? RINGS.length : found + 1) as Ring
  const inner = ring === 1 ? 0 : RINGS[ring - 2]!
  const out = clamp((across - inner) / (RINGS[ring - 1]! - inner), 0, 1)
  const angle = (Math.atan2(y / SQUASH, x) * 180) / Math.PI
  return { ring, place: [tenth((angle + 360) % 360), Math.round(out * 100) / 100] }
}

/** A card whose ring was chosen in words has no angle yet: it gets one from its id, the same for everyone. */
export function ringPlaceOf(id: Id, placement: Point | undefined): RingPlace {
  if (placement) return placement
  let hash = 2_166_136_261
  for (const character of id) hash = Math.imul(hash ^ character.charCodeAt(0), 16_777_619)
  // Ids that differ in their last letter alone would stand side by side.
  hash = Math.imul(hash ^ (hash >>> 15), 2_246_822_519) >>> 0
  return [(hash % 3600) / 10, 0.5]
}

/** Where a stakeholder stands whose circle was chosen; null: in none. */
export const ringRect = (content: Content, element: Element): Rect | null =>
  element.is === 'stakeholder' && element.circle !== null
    ? centredAt(
        pointOnRing(element.circle, ringPlaceOf(element.id, placementOf(content, 'circles', element.id))),
        sizeOf(element),
      )
    : null
