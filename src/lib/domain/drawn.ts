/** Sizes of what is drawn, framed or shown rather than written on a card. Board units. */
import type { Size } from './geometry.ts'
import type { Element, ElementOf } from './schema/element.ts'
import { widthOf, wrap } from './text.ts'

export const LABEL = { size: 18, line: 24, width: 360, least: 60, lines: 60 } as const
const FRAME: Size = [400, 300]
const IMAGE: Size = [320, 240]

/** Null for cards: their height follows from their text alone. */
export function drawnSize(element: Element): Size | null {
  switch (element.is) {
    case 'frame':
      return element.size ?? FRAME
    case 'image':
      return element.size ?? IMAGE
    case 'label':
      return labelSize(element)
    case 'stroke':
      return extent(element.points ?? [])
    default:
      return null
  }
}

/** The lines of a label: as wide as a person made it, else as its longest line. */
export function labelLines({ text, size }: ElementOf<'label'>): readonly string[] {
  const width = size?.[0] ?? LABEL.width
  const key = `${width} ${text}`
  const lines = known.get(key) ?? wrap(text, LABEL.size, width, LABEL.lines)
  if (known.size > 1_000) known.clear()
  known.set(key, lines)
  return lines
}
const known = new Map<string, readonly string[]>()

function labelSize(label: ElementOf<'label'>): Size {
  const lines = labelLines(label)
  const widest = Math.ceil(Math.max(LABEL.least, ...lines.map((line) => widthOf(line, LABEL.size))))
  return [label.size?.[0] ?? widest, Math.max(1, lines.length) * LABEL.line]
}

/** Points count from the stroke's top left corner. */
function extent(points: readonly number[]): Size {
  let [width, height] = [1, 1]
  for (let i = 0; i + 1 < points.length; i += 2) {
    width = Math.max(width, points[i]!)
    height = Math.max(height, points[i + 1]!)
  }
  return [width, height]
}
