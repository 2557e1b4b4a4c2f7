/** «Arbre des effets» in board units: the column is the kind or the horizon; under the columns are three zones. */
import { placementOf, type Content, type Point } from '../content.ts'
import { CARD, clamp, sizeOf, type Rect } from '../geometry.ts'
import type { Element, ElementKind } from '../schema/element.ts'

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

/** The column in which a card would stand with its middle at `x`. */
export function nearestColumn(element: Element, x: number): Column | null {
  const away = (column: Column) => Math.abs(columnX(column) + CARD.width / 2 - x)
  return [...columnsFor(element.is)].sort((a, b) => away(a) - away(b))[0] ?? null
}

/** The y in the view of a placement in a zone. */
export const yInZone = (content: Content, placement: Point): number => zonesTop(content) + placement[1] - IN_ZONE

/** What a zone says of the effects in it. */
export const ZONE_FIELDS = {
  negative: { polarity: 'negative' },
  surprise: { intentionality: 'unexpected' },
  parked: { status: 'parked' },
} as const satisfies Record<TreeZone, Readonly<Record<string, string>>>
