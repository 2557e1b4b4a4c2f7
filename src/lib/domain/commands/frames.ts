/** Zones of *Idées*: what is written in one takes its kind; what is moved into one is only offered it (USE §4). */
import type { Content, Id, Point } from '../content.ts'
import { centreOf, overlap, rectOf, rectsOf, sizeOf, CARD } from '../geometry.ts'
import type { Element, ElementOf } from '../schema/element.ts'
import { freeSpot } from './create.ts'

type Frame = ElementOf<'frame'>

/** The zone that a card is, or the smallest that its middle lies in. */
export function frameAround(content: Content, id: Id): Frame | null {
  const element = content.elements.get(id)
  const rect = element && rectOf(content, 'ideas', element)
  if (!element || !rect) return null
  if (element.is === 'frame') return element
  const [x, y] = centreOf(rect)
  const around = [...rectsOf(content, 'ideas')].flatMap(([frame, outer]) => {
    const each = content.elements.get(frame)
    const holds = x >= outer.x && x <= outer.x + outer.w && y >= outer.y && y <= outer.y + outer.h
    return each?.is === 'frame' && holds ? [{ each, room: outer.w * outer.h }] : []
  })
  return around.sort((a, b) => a.room - b.room)[0]?.each ?? null
}

/** The kind that a card could become to be like its zone; null where it is already, or the zone says nothing. */
export function kindOffered(content: Content, id: Id): Frame['makes'] {
  const element = content.elements.get(id)
  const makes = element && element.is !== 'frame' ? (frameAround(content, id)?.makes ?? null) : null
  return makes === element?.is ? null : makes
}

/** The first free place in a zone, row by row; the nearest one below it where it is full. */
export function spotIn(content: Content, frame: Frame, text: string): Point {
  const outer = rectOf(content, 'ideas', frame)
  if (!outer) return [0, 0]
  const [w, h] = sizeOf({ is: 'note', text } as Element)
  const taken = [...rectsOf(content, 'ideas')].filter(([id]) => content.elements.get(id)?.is !== 'frame')
  const across = Math.max(1, Math.floor((outer.w - 16) / (CARD.width + 16)))
  const down = Math.max(1, Math.floor((outer.h - 40 - h) / 24) + 1)
  for (let i = 0; i < across * down; i++) {
    const [x, y] = [outer.x + 16 + (i % across) * (CARD.width + 16), outer.y + 40 + Math.floor(i / across) * 24]
    if (!taken.some(([, rect]) => overlap(rect, { x, y, w, h }, 6))) return [x, y]
  }
  return freeSpot(content, 'ideas', [outer.x + 16, outer.y + outer.h + 16], text)
}
