/** The R-tree over a scene: what is in a rectangle, what is under the pointer. */
import RBush from 'rbush'
import type { Id, Point } from '#lib/domain/content.ts'
import { contains, type Rect } from '#lib/domain/geometry.ts'
import { distanceToStroke } from './drawn.ts'
import { boundsOfPath, distanceToPath } from './routing.ts'
import type { Box, Line, Scene } from './scene.ts'

type Entry = { minX: number; minY: number; maxX: number; maxY: number; id: Id; order: number }

export class SceneIndex {
  readonly #scene: Scene
  readonly #boxes = new RBush<Entry>()
  readonly #lines = new RBush<Entry>()

  constructor(scene: Scene) {
    this.#scene = scene
    this.#boxes.load(scene.stack.map((id, order) => entry(id, order, scene.boxes.get(id)!.rect)))
    this.#lines.load([...scene.lines.values()].map((line, order) => entry(line.id, order, boundsOfPath(line.path))))
  }

  /** Boxes that meet a rectangle, back to front. */
  boxesIn(rect: Rect): readonly Box[] {
    return search(this.#boxes, rect).map(({ id }) => this.#scene.boxes.get(id)!)
  }

  linesIn(rect: Rect): readonly Line[] {
    return search(this.#lines, rect).map(({ id }) => this.#scene.lines.get(id)!)
  }

  /** The box in front at a point; `reach` widens it, in board units. */
  boxAt([x, y]: Point, reach = 0): Box | undefined {
    // A level stroke has no height: it is looked for in a small square around the point.
    const around = Math.max(reach, NEAR)
    const near = this.boxesIn({ x: x - around, y: y - around, w: 2 * around, h: 2 * around })
    const found = near.filter(({ is, rect }) => is === 'stroke' || holds(rect, [x, y], reach))
    // A frame is taken by its edge or title, so that a marquee can start inside it.
    return found.findLast((box) => {
      if (box.is === 'frame') return onFrame(box.rect, [x, y])
      return box.is !== 'stroke' || distanceToStroke(box, [x, y]) <= Math.max(reach, NEAR)
    })
  }

  lineAt(point: Point, reach: number): Line | undefined {
    const near = { x: point[0] - reach, y: point[1] - reach, w: 2 * reach, h: 2 * reach }
    return this.linesIn(near)
      .map((line) => ({ line, away: distanceToPath(line.path, point) }))
      .filter(({ away }) => away <= reach)
      .sort((a, b) => a.away - b.away)[0]?.line
  }

  /** What a marquee takes: cards it touches, frames it holds whole. */
  marquee(rect: Rect): readonly Id[] {
    return this.boxesIn(rect)
      .filter((box) => box.is !== 'frame' || contains(rect, box.rect))
      .map(({ id }) => id)
  }
}

const entry = (id: Id, order: number, { x, y, w, h }: Rect): Entry => ({
  minX: x,
  minY: y,
  maxX: x + w,
  maxY: y + h,
  id,
  order,
})

const search = (tree: RBush<Entry>, { x, y, w, h }: Rect): readonly Entry[] =>
  tree.search({ minX: x, minY: y, maxX: x + w, maxY: y + h }).sort((a, b) => a.order - b.order)

const holds = ({ x, y, w, h }: Rect, [px, py]: Point, reach: number): boolean =>
  px >= x - reach && px <= x + w + reach && py >= y - reach && py <= y + h + reach

const EDGE = 8
/** Board units beside a stroke that still take it. */
const NEAR = 6
const onFrame = ({ x, y, w, h }: Rect, [px, py]: Point): boolean =>
  py < y + 28 || px < x + EDGE || px > x + w - EDGE || py > y + h - EDGE
