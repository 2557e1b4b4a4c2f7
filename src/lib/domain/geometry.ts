/** Sizes and rectangles in board units, one unit being one CSS pixel at 100 %. Where a card stands is its view's (`views/`). */
import type { Point } from './content.ts'
import { drawnSize } from './drawn.ts'
import type { Element } from './schema/element.ts'
import { wrap } from './text.ts'

export type Rect = { readonly x: number; readonly y: number; readonly w: number; readonly h: number }
export type Size = readonly [width: number, height: number]

export const CARD = { width: 196, head: 24, side: 11, top: 7, bottom: 10, size: 14, line: 18, lines: 9 } as const

/** Remembered by text: a board asks for the same heights at every change. */
export function cardLines(text: string): readonly string[] {
  const lines = known.get(text) ?? wrap(text, CARD.size, CARD.width - 2 * CARD.side, CARD.lines)
  if (known.size > 5_000) known.clear()
  known.set(text, lines)
  return lines
}
const known = new Map<string, readonly string[]>()

export function sizeOf(element: Element): Size {
  const drawn = drawnSize(element)
  if (drawn) return drawn
  return [CARD.width, CARD.head + CARD.top + cardLines(element.text).length * CARD.line + CARD.bottom]
}

export const rectAt = ([x, y]: Point, [w, h]: Size): Rect => ({ x, y, w, h })
export const centreOf = ({ x, y, w, h }: Rect): Point => [x + w / 2, y + h / 2]
export const overlap = (a: Rect, b: Rect, gap = 0): boolean =>
  a.x < b.x + b.w + gap && b.x < a.x + a.w + gap && a.y < b.y + b.h + gap && b.y < a.y + a.h + gap
export const contains = (outer: Rect, inner: Rect): boolean =>
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.w <= outer.x + outer.w &&
  inner.y + inner.h <= outer.y + outer.h
/** With these two corners. */
export const between = ([x0, y0]: Point, [x1, y1]: Point): Rect => ({
  x: Math.min(x0, x1),
  y: Math.min(y0, y1),
  w: Math.abs(x1 - x0),
  h: Math.abs(y1 - y0),
})
export const union = (a: Rect, b: Rect): Rect => {
  const [x, y] = [Math.min(a.x, b.x), Math.min(a.y, b.y)]
  return { x, y, w: Math.max(a.x + a.w, b.x + b.w) - x, h: Math.max(a.y + a.h, b.y + b.h) - y }
}
export const clamp = (value: number, min: number, max: number) => Math.min(max, Math.max(min, value))
export const rounded = ([x, y]: Point): Point => [Math.round(x), Math.round(y)]
/** One decimal. */
export const tenth = (value: number) => Math.round(value * 10) / 10

export const centredAt = ([x, y]: Point, [w, h]: Size): Rect => ({ x: x - w / 2, y: y - h / 2, w, h })
