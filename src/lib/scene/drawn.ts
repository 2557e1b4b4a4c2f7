/** How frames, labels, strokes and pictures look as boxes. */
import type { Point } from '#lib/domain/content.ts'
import { labelLines } from '#lib/domain/drawn.ts'
import type { Rect } from '#lib/domain/geometry.ts'
import type { Element } from '#lib/domain/schema/element.ts'
import { distanceToSegment } from './routing.ts'
import type { Box, StrokeBox } from './scene.ts'
import type { SceneWords } from './words.ts'

/** Null for cards. */
export function drawnBox(element: Element, rect: Rect, words: SceneWords): Box | null {
  const { id } = element
  switch (element.is) {
    case 'frame':
      return { is: 'frame', id, rect, title: element.text }
    case 'label':
      return { is: 'label', id, rect, lines: element.text === '' ? [words.untitled] : labelLines(element) }
    case 'stroke': {
      const { colour, width, points } = element
      return { is: 'stroke', id, rect, points: points ?? [], pen: { colour: colour ?? 'ink', width: width ?? 'fine' } }
    }
    case 'image':
      return { is: 'image', id, rect, hash: element.hash, text: element.text }
    default:
      return null
  }
}

/** From a point of the board to the line that was drawn. */
export function distanceToStroke({ rect, points }: Pick<StrokeBox, 'rect' | 'points'>, [px, py]: Point): number {
  const [x, y] = [px - rect.x, py - rect.y]
  if (points.length === 2) return Math.hypot(x - points[0]!, y - points[1]!)
  let best = Infinity
  for (let i = 0; i + 3 < points.length; i += 2)
    best = Math.min(best, distanceToSegment(x, y, points[i]!, points[i + 1]!, points[i + 2]!, points[i + 3]!))
  return best
}
