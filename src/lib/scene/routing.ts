/** Arrows as chains of cubic segments. In the tree they leave and enter by the sides and pass between cards, never behind them. */
import type { Id, Point } from '#lib/domain/content.ts'
import { centreOf, type Rect } from '#lib/domain/geometry.ts'
import { COLUMN_GAP } from '#lib/domain/views/columns.ts'

export type Path = readonly number[]

/** A straight arrow between two rectangles, from edge to edge. */
export function straight(from: Rect, to: Rect): Path {
  const [a, b] = [edgeTowards(from, centreOf(to)), edgeTowards(to, centreOf(from))]
  const third = (p: number, q: number) => p + (q - p) / 3
  return [...a, third(a[0], b[0]), third(a[1], b[1]), third(b[0], a[0]), third(b[1], a[1]), ...b]
}

function edgeTowards(rect: Rect, target: Point): Point {
  const [cx, cy] = centreOf(rect)
  const [dx, dy] = [target[0] - cx, target[1] - cy]
  if (dx === 0 && dy === 0) return [cx, cy]
  const scale = Math.min(
    dx === 0 ? Infinity : rect.w / 2 / Math.abs(dx),
    dy === 0 ? Infinity : rect.h / 2 / Math.abs(dy),
  )
  return [cx + dx * scale, cy + dy * scale]
}

export type TreeEdge = { readonly id: Id; readonly from: Id; readonly to: Id }
type Side = 'left' | 'right' | 'top'

/** Paths for all arrows of the tree. Cards from `zonesTop` down stand in the zones under the columns, where they are in nobody's way. */
export function treePaths(
  edges: readonly TreeEdge[],
  rects: ReadonlyMap<Id, Rect>,
  zonesTop = Infinity,
): ReadonlyMap<Id, Path> {
  const inZone = (rect: Rect) => rect.y >= zonesTop
  const columns = byColumn([...rects.values()].filter((rect) => !inZone(rect)))
  const ports = spreadPorts(edges, rects, inZone)
  const out = new Map<Id, Path>()
  for (const edge of edges) {
    const [from, to] = [rects.get(edge.from), rects.get(edge.to)]
    if (!from || !to) continue
    const [a, b] = [ports.get(`${edge.id}>`)!, ports.get(`${edge.id}<`)!]
    const [up, down] = [inZone(from), inZone(to)]
    if (up && down) out.set(edge.id, over(a, b))
    else if (up) out.set(edge.id, rise(a, b, b[0] - GUTTER, zonesTop - LANE))
    else if (down) out.set(edge.id, reversed(rise(b, a, a[0] + GUTTER, zonesTop - LANE)))
    else out.set(edge.id, from.x === to.x ? loop(a, b) : through(a, b, between(columns, from, to)))
  }
  return out
}

type Column = { readonly x: number; readonly w: number; readonly rects: readonly Rect[] }

function byColumn(rects: Iterable<Rect>): readonly Column[] {
  const columns = new Map<number, Rect[]>()
  for (const rect of rects) columns.set(rect.x, [...(columns.get(rect.x) ?? []), rect])
  return [...columns]
    .map(([x, list]) => ({ x, w: list[0]!.w, rects: list.sort((p, q) => p.y - q.y) }))
    .sort((p, q) => p.x - q.x)
}

const between = (columns: readonly Column[], from: Rect, to: Rect): readonly Column[] => {
  const [low, high] = [Math.min(from.x, to.x), Math.max(from.x, to.x)]
  const inside = columns.filter(({ x }) => x > low && x < high)
  return from.x < to.x ? inside : [...inside].reverse()
}

/** Where each arrow leaves and enters: the arrows of one side share its height, in the order of their other ends. */
function spreadPorts(
  edges: readonly TreeEdge[],
  rects: ReadonlyMap<Id, Rect>,
  inZone: (rect: Rect) => boolean,
): ReadonlyMap<string, Point> {
  const sides = new Map<string, { key: string; rect: Rect; side: Side; other: number }[]>()
  const add = (key: string, id: Id, rect: Rect, side: Side, other: Rect) => {
    const name = `${id} ${side}`
    const [x, y] = centreOf(other)
    sides.set(name, [...(sides.get(name) ?? []), { key, rect, side, other: side === 'top' ? x : y }])
  }
  for (const edge of edges) {
    const [from, to] = [rects.get(edge.from), rects.get(edge.to)]
    if (!from || !to) continue
    const [up, down] = [inZone(from), inZone(to)]
    add(`${edge.id}>`, edge.from, from, up ? 'top' : down || from.x <= to.x ? 'right' : 'left', to)
    add(`${edge.id}<`, edge.to, to, down ? 'top' : up || from.x < to.x ? 'left' : 'right', from)
  }
  const ports = new Map<string, Point>()
  for (const list of sides.values()) {
    list.sort((p, q) => p.other - q.other)
    const step = Math.min(9, (list[0]!.rect.h - 22) / list.length)
    list.forEach(({ key, rect, side }, i) => {
      const away = (i - (list.length - 1) / 2) * step
      const [x, y] = centreOf(rect)
      ports.set(key, side === 'top' ? [x + away, rect.y] : [side === 'right' ? rect.x + rect.w : rect.x, y + away])
    })
  }
  return ports
}

/** Within one column: out on the right and back in. */
function loop([x1, y1]: Point, [x2, y2]: Point): Path {
  const out = Math.min(COLUMN_GAP * 0.75, 26 + Math.abs(y2 - y1) * 0.12)
  return [x1, y1, x1 + out, y1, x2 + out, y2, x2, y2]
}

/** The middle of the space between two columns, and how far above the zones an arrow turns into it. */
const GUTTER = COLUMN_GAP / 2
const LANE = 24

/** From the top of a card in a zone, below the columns to the gutter, and up it to a card's side. */
function rise([x1, y1]: Point, [x2, y2]: Point, gutter: number, lane: number): Path {
  const pull = Math.max(30, (y1 - lane) * 0.7)
  return [
    x1,
    y1,
    x1,
    y1 - pull,
    gutter,
    lane + pull,
    gutter,
    lane,
    gutter,
    lane + (y2 - lane) * 0.6,
    gutter,
    y2,
    x2,
    y2,
  ]
}

/** Between two cards of the zones: over those between them. */
function over([x1, y1]: Point, [x2, y2]: Point): Path {
  const top = Math.min(y1, y2) - 50
  return [x1, y1, x1, top, x2, top, x2, y2]
}

function reversed(path: Path): Path {
  const out: number[] = []
  for (let i = path.length - 2; i >= 0; i -= 2) out.push(path[i]!, path[i + 1]!)
  return out
}

const CLEAR = 10

/** Level through the gap of every column on the way, with an S in each gutter. */
function through(a: Point, b: Point, columns: readonly Column[]): Path {
  const path = [...a]
  const to = b[0] > a[0] ? 1 : -1
  let [x, y] = a
  const bend = (x2: number, y2: number) => {
    const pull = Math.max(24, Math.abs(x2 - x) * 0.5)
    path.push(x + to * pull, y, x2 - to * pull, y2, x2, y2)
    ;[x, y] = [x2, y2]
  }
  for (const column of columns) {
    const wish = a[1] + ((column.x + column.w / 2 - a[0]) / (b[0] - a[0])) * (b[1] - a[1])
    const level = gapNear(column, wish)
    const [enter, leave] = to > 0 ? [column.x - 6, column.x + column.w + 6] : [column.x + column.w + 6, column.x - 6]
    bend(enter, level)
    path.push(x + (leave - x) / 3, level, x + ((leave - x) * 2) / 3, level, leave, level)
    x = leave
  }
  bend(b[0], b[1])
  return path
}

/** The height nearest to `wish` at which a column can be crossed between two cards. */
function gapNear({ rects }: Column, wish: number): number {
  let best = Infinity
  let answer = wish
  const consider = (low: number, high: number) => {
    if (high - low < CLEAR) return
    const room = Math.min(CLEAR / 2, (high - low) / 2)
    const y = Math.min(Math.max(wish, low + room), high - room)
    if (Math.abs(y - wish) < best) [best, answer] = [Math.abs(y - wish), y]
  }
  let foot = -Infinity
  for (const rect of rects) {
    consider(Number.isFinite(foot) ? foot : rect.y - 400, rect.y)
    foot = Math.max(foot, rect.y + rect.h)
  }
  if (Number.isFinite(foot)) consider(foot, foot + 400)
  return answer
}

/** The box around a path's points. */
export function boundsOfPath(path: Path): Rect {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity]
  for (let i = 0; i < path.length; i += 2) {
    left = Math.min(left, path[i]!)
    right = Math.max(right, path[i]!)
    top = Math.min(top, path[i + 1]!)
    bottom = Math.max(bottom, path[i + 1]!)
  }
  return { x: left, y: top, w: right - left, h: bottom - top }
}

/** The distance from a point to a path, for hits and for handles. */
export function distanceToPath(path: Path, [px, py]: Point): number {
  let best = Infinity
  let [x0, y0] = [path[0]!, path[1]!]
  for (let i = 2; i + 5 < path.length; i += 6) {
    const [x1, y1, x2, y2, x3, y3] = path.slice(i, i + 6) as [number, number, number, number, number, number]
    let [qx, qy] = [x0, y0]
    for (let step = 1; step <= 16; step++) {
      const t = step / 16
      const u = 1 - t
      const x = u * u * u * x0 + 3 * u * u * t * x1 + 3 * u * t * t * x2 + t * t * t * x3
      const y = u * u * u * y0 + 3 * u * u * t * y1 + 3 * u * t * t * y2 + t * t * t * y3
      best = Math.min(best, distanceToSegment(px, py, qx, qy, x, y))
      ;[qx, qy] = [x, y]
    }
    ;[x0, y0] = [x3, y3]
  }
  return best
}

export function distanceToSegment(px: number, py: number, ax: number, ay: number, bx: number, by: number): number {
  const [dx, dy] = [bx - ax, by - ay]
  const length = dx * dx + dy * dy
  const t = length === 0 ? 0 : Math.max(0, Math.min(1, ((px - ax) * dx + (py - ay) * dy) / length))
  return Math.hypot(px - ax - t * dx, py - ay - t * dy)
}
