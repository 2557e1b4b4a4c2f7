/** Sizes and places in board units, one unit being one CSS pixel at 100 %. Pure functions of a card's own fields (DESIGN §6.5). */
import type { Content, Id, Point } from './content.ts'
import { placementOf, type ViewId } from './content.ts'
import type { Element, ElementKind, ElementOf } from './schema/element.ts'
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
  if (element.is === 'frame') return element.size ?? [400, 300]
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
export const union = (a: Rect, b: Rect): Rect => {
  const [x, y] = [Math.min(a.x, b.x), Math.min(a.y, b.y)]
  return { x, y, w: Math.max(a.x + a.w, b.x + b.w) - x, h: Math.max(a.y + a.h, b.y + b.h) - y }
}
const clamp = (value: number, min: number, max: number) => Math.min(max, Math.max(min, value))
const tenth = (value: number) => Math.round(value * 10) / 10

// ── Influence et intérêt: the point is the two values ──

export const PLANE: Rect = { x: 0, y: 0, w: 1240, h: 860 }
const MARGIN = { x: 120, top: 70, bottom: 56 }

/** Where the two values stand, in board units. */
export function pointOfValues(power: number, interest: number): Point {
  return [
    PLANE.x + MARGIN.x + (interest / 5) * (PLANE.w - 2 * MARGIN.x),
    PLANE.y + PLANE.h - MARGIN.bottom - (power / 5) * (PLANE.h - MARGIN.top - MARGIN.bottom),
  ]
}

/** The values of a point, 0–5 with one decimal; outside the plane counts as its edge. */
export function valuesOfPoint([x, y]: Point): { readonly power: number; readonly interest: number } {
  const interest = ((x - PLANE.x - MARGIN.x) / (PLANE.w - 2 * MARGIN.x)) * 5
  const power = ((PLANE.y + PLANE.h - MARGIN.bottom - y) / (PLANE.h - MARGIN.top - MARGIN.bottom)) * 5
  return { power: tenth(clamp(power, 0, 5)), interest: tenth(clamp(interest, 0, 5)) }
}

// ── Arbre des effets: the column is the kind or the horizon ──

export const COLUMNS = ['activity', 'output', 'short', 'medium', 'long'] as const
export type Column = (typeof COLUMNS)[number]
export const COLUMN_GAP = 96
export const COLUMN_STEP = CARD.width + COLUMN_GAP
/** Cards of a column start here; the headings stand above. */
export const COLUMN_TOP = 0
export const ROW_GAP = 22

export function columnOf(element: Element): Column | null {
  if (element.is === 'activity' || element.is === 'output') return element.is
  return element.is === 'effect' ? element.horizon : null
}
export const columnX = (column: Column): number => COLUMNS.indexOf(column) * COLUMN_STEP

/** Columns in which a card of this kind can be dropped: an effect changes its horizon, an action stays an action. */
export const columnsFor = (is: ElementKind): readonly Column[] =>
  is === 'effect' ? ['short', 'medium', 'long'] : is === 'activity' || is === 'output' ? [is] : []

// ── one question for all views: where does this card stand? ──

/** The rectangle of an element in a view, or null where it has no place yet: it waits in the tray. */
export function rectOf(content: Content, view: ViewId, element: Element): Rect | null {
  const placement = placementOf(content, view, element.id)
  switch (view) {
    case 'influence':
      return element.is === 'stakeholder' ? influenceRect(element, placement) : null
    case 'tree': {
      const column = columnOf(element)
      return column && placement ? rectAt([columnX(column), placement[1]], sizeOf(element)) : null
    }
    default:
      return placement ? rectAt(placement, sizeOf(element)) : null
  }
}

function influenceRect(element: ElementOf<'stakeholder'>, offset: Point | undefined): Rect | null {
  if (element.power === null || element.interest === null) return null
  const [x, y] = pointOfValues(element.power, element.interest)
  const [w, h] = sizeOf(element)
  return { x: x - w / 2 + (offset?.[0] ?? 0), y: y - h / 2 + (offset?.[1] ?? 0), w, h }
}

const KINDS_IN: Record<ViewId, (element: Element) => boolean> = {
  influence: (element) => element.is === 'stakeholder',
  circles: (element) => element.is === 'stakeholder',
  stakeholders: (element) => element.is === 'stakeholder',
  tree: (element) => element.is === 'activity' || element.is === 'output' || element.is === 'effect',
  ideas: (element) => element.is === 'note',
}

/** Cards that belong to a view and have no place in it: the tray «À placer». */
export const waits = (content: Content, view: ViewId, element: Element): boolean =>
  KINDS_IN[view](element) && rectOf(content, view, element) === null

/** Every placed rectangle of a view. */
export function rectsOf(content: Content, view: ViewId): ReadonlyMap<Id, Rect> {
  const rects = new Map<Id, Rect>()
  for (const element of content.elements.values()) {
    const rect = rectOf(content, view, element)
    if (rect) rects.set(element.id, rect)
  }
  return rects
}
