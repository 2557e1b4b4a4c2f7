/** «Influence et intérêt» in board units: the point is the two values. */
import { placementOf, type Content, type Point } from '../content.ts'
import { centredAt, clamp, sizeOf, tenth, type Rect } from '../geometry.ts'
import type { Element } from '../schema/element.ts'

export const PLANE: Rect = { x: 0, y: 0, w: 1240, h: 860 }
const MARGIN = { x: 120, top: 70, bottom: 56 }

export type Values = { readonly power: number; readonly interest: number }

/** Where the two values stand, in board units. */
export function pointOfValues(power: number, interest: number): Point {
  return [
    PLANE.x + MARGIN.x + (interest / 5) * (PLANE.w - 2 * MARGIN.x),
    PLANE.y + PLANE.h - MARGIN.bottom - (power / 5) * (PLANE.h - MARGIN.top - MARGIN.bottom),
  ]
}

/** The values of a point, 0–5 with one decimal; outside the plane counts as its edge. */
export function valuesOfPoint([x, y]: Point): Values {
  const interest = ((x - PLANE.x - MARGIN.x) / (PLANE.w - 2 * MARGIN.x)) * 5
  const power = ((PLANE.y + PLANE.h - MARGIN.bottom - y) / (PLANE.h - MARGIN.top - MARGIN.bottom)) * 5
  return { power: tenth(clamp(power, 0, 5)), interest: tenth(clamp(interest, 0, 5)) }
}

/** On its values, or as far aside as «Ranger» moved it; null: a value is missing. */
export function planeRect(content: Content, element: Element): Rect | null {
  if (element.is !== 'stakeholder' || element.power === null || element.interest === null) return null
  const [dx, dy] = placementOf(content, 'influence', element.id) ?? [0, 0]
  const { x, y, w, h } = centredAt(pointOfValues(element.power, element.interest), sizeOf(element))
  return { x: x + dx, y: y + dy, w, h }
}
