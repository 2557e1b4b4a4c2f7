/** Zones of *Idées*: what is written in one takes its kind; what is moved into one is only offered it (USE §4). */
import type { Content, Id } from '../content.ts'
import { centreOf } from '../geometry.ts'
import { rectOf, rectsOf } from './views.ts'
import type { ElementOf } from '../schema/element.ts'

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
