/** Sizes and places in board units, one unit being one CSS pixel at 100 %. Pure functions of a card's own fields (DESIGN §6.5). */
import type { Content, Id, Point } from './content.ts'
import { placementOf, type ViewId } from './content.ts'
import { drawnSize } from './drawn.ts'
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
export const COLUMN_GAP = 64
export const COLUMN_STEP = CARD.width + COLUMN_GAP
/** Cards of a column start here; the headings stand above. */
export const COLUMN_TOP = 0
export const HEADING = { height: 112, line: 19, size: 14.5, width: COLUMN_STEP - 20 } as const
export const ROW_GAP = 22

export function columnOf(element: Element): Column | null {
  if (element.is === 'activity' || element.is === 'output') return element.is
  return element.is === 'effect' ? element.horizon : null
}
export const columnX = (column: Column): number => COLUMNS.indexOf(column) * COLUMN_STEP

/** Columns in which a card of this kind can be dropped: an effect changes its horizon, an action stays an action. */
export const columnsFor = (is: ElementKind): readonly Column[] =>
  is === 'effect' ? ['short', 'medium', 'long'] : is === 'activity' || is === 'output' ? [is] : []

// ── under the columns: effects that nobody wanted, and those that wait ──

/** A zone gives its value to what is dropped or written in it; the horizon stays what it is. */
export const TREE_ZONES = ['negative', 'surprise', 'parked'] as const
export type TreeZone = (typeof TREE_ZONES)[number]
const ZONE_GAP = 12
/** Between a zone's border and its cards, and between two of them: there is room for two side by side. */
export const ZONE_SIDE = 6
const ZONE_WIDTH = 2 * CARD.width + 3 * ZONE_SIDE
/** Room for a zone's title. */
export const ZONE_HEAD = 60
const ZONE_LEAST = 250

/** A placement's y from here on counts from the foot of the columns: cards of the zones go down with it, without being written. */
const IN_ZONE = 400_000
export const isInZone = (placement: Point | undefined): boolean => placement !== undefined && placement[1] >= IN_ZONE
export const zoneX = (zone: TreeZone): number => ZONES_LEFT + TREE_ZONES.indexOf(zone) * (ZONE_WIDTH + ZONE_GAP)
/** Their middle is that of the columns. */
const ZONES_LEFT = Math.round(
  (COLUMNS.length * COLUMN_STEP - COLUMN_GAP - TREE_ZONES.length * (ZONE_WIDTH + ZONE_GAP) + ZONE_GAP) / 2,
)

/** Where the zones begin. In steps, so that they seldom move when a column grows. */
export function zonesTop(content: Content): number {
  const known = tops.get(content)
  if (known !== undefined) return known
  let foot = 0
  for (const element of content.elements.values()) {
    const placement = columnOf(element) && placementOf(content, 'tree', element.id)
    if (placement && !isInZone(placement)) foot = Math.max(foot, placement[1] + sizeOf(element)[1])
  }
  const top = Math.max(520, Math.ceil((foot + 60) / 120) * 120)
  tops.set(content, top)
  return top
}
const tops = new WeakMap<Content, number>()

/** The zones' rectangles, as high as what they hold. */
export function zoneRects(content: Content): ReadonlyMap<TreeZone, Rect> {
  const y = zonesTop(content)
  let foot = y + ZONE_LEAST
  for (const element of content.elements.values()) {
    const placement = element.is === 'effect' ? placementOf(content, 'tree', element.id) : undefined
    if (isInZone(placement)) foot = Math.max(foot, y + placement![1] - IN_ZONE + sizeOf(element)[1] + 20)
  }
  return new Map(TREE_ZONES.map((zone) => [zone, { x: zoneX(zone), y, w: ZONE_WIDTH, h: foot - y }]))
}

/** The zone at a point of the tree, or null above them. */
export function zoneAt(content: Content, [x, y]: Point): TreeZone | null {
  if (y < zonesTop(content)) return null
  const away = (zone: TreeZone) => Math.abs(zoneX(zone) + ZONE_WIDTH / 2 - x)
  return [...TREE_ZONES].sort((a, b) => away(a) - away(b))[0]!
}

/** The placement of a card whose top left corner stands at a point of a zone: it stays inside. */
export function placementInZone(content: Content, zone: TreeZone, [x, y]: Point): Point {
  const left = zoneX(zone) + ZONE_SIDE
  const inside = clamp(x, left, zoneX(zone) + ZONE_WIDTH - CARD.width - ZONE_SIDE)
  return [Math.round(inside), IN_ZONE + Math.max(ZONE_HEAD, Math.round(y - zonesTop(content)))]
}

// ── Cercles: the ring is the field, the placement an angle ──

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

// ── what a dragged card would fall into ──

export type TargetKey = Column | TreeZone | `ring-${Ring}`

/** The column, zone or ring at a card's middle, or null where the place says nothing. */
export function targetAt(content: Content, view: ViewId, element: Element, centre: Point): TargetKey | null {
  if (view === 'circles' && element.is === 'stakeholder') return `ring-${ringOfPoint(centre).ring}`
  if (view !== 'tree' || element.is !== 'effect') return null
  return zoneAt(content, centre) ?? nearestColumn(element, centre[0])
}

/** The column in which a card would stand with its middle at `x`. */
export function nearestColumn(element: Element, x: number): Column | null {
  const away = (column: Column) => Math.abs(columnX(column) + CARD.width / 2 - x)
  return [...columnsFor(element.is)].sort((a, b) => away(a) - away(b))[0] ?? null
}

// ── one question for all views: where does this card stand? ──

/** The rectangle of an element in a view, or null where it has no place yet: it waits in the tray. */
export function rectOf(content: Content, view: ViewId, element: Element): Rect | null {
  const placement = placementOf(content, view, element.id)
  switch (view) {
    case 'influence':
      return element.is === 'stakeholder' ? influenceRect(element, placement) : null
    case 'circles':
      return element.is === 'stakeholder' && element.circle !== null
        ? centredAt(pointOnRing(element.circle, ringPlaceOf(element.id, placement)), sizeOf(element))
        : null
    case 'tree':
      return placement ? treeRect(content, element, placement) : null
    case 'stakeholders':
      return element.is === 'stakeholder' && placement ? rectAt(placement, sizeOf(element)) : null
    case 'ideas':
      return placement ? rectAt(placement, sizeOf(element)) : null
  }
}

export const centredAt = ([x, y]: Point, [w, h]: Size): Rect => ({ x: x - w / 2, y: y - h / 2, w, h })

function treeRect(content: Content, element: Element, placement: Point): Rect | null {
  if (isInZone(placement))
    return element.is === 'effect'
      ? rectAt([placement[0], zonesTop(content) + placement[1] - IN_ZONE], sizeOf(element))
      : null
  const column = columnOf(element)
  return column ? rectAt([columnX(column), placement[1]], sizeOf(element)) : null
}

function influenceRect(element: ElementOf<'stakeholder'>, offset: Point | undefined): Rect | null {
  if (element.power === null || element.interest === null) return null
  const { x, y, w, h } = centredAt(pointOfValues(element.power, element.interest), sizeOf(element))
  return { x: x + (offset?.[0] ?? 0), y: y + (offset?.[1] ?? 0), w, h }
}

const KINDS_IN: Record<ViewId, (element: Element) => boolean> = {
  influence: (element) => element.is === 'stakeholder',
  circles: (element) => element.is === 'stakeholder',
  stakeholders: (element) => element.is === 'stakeholder',
  tree: (element) => element.is === 'activity' || element.is === 'output' || element.is === 'effect',
  // A note of *Mission* has its place there.
  ideas: (element) => element.is === 'note' && element.zone === null,
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
