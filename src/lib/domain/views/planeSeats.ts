/** Where stakeholders stand clear of one another beside the point of their values; from `SEATED` on nobody is moved aside any more, as on rings. */
import type { Content, Id, Point } from '../content.ts'
import { crowdOf } from '../crowd.ts'
import { centreOf, type Rect } from '../geometry.ts'
import type { ElementOf } from '../schema/element.ts'
import { PLANE, planeRect } from './plane.ts'

type Stakeholder = ElementOf<'stakeholder'>

const SEATED = 150
const GAP = 10

export type PlaneSeats = {
  /** How far from its point a card stands clear of those that took a place before it; null: on it. */
  take(card: Stakeholder, home: Rect): Point | null
}

/** `seated`: as for rings. */
export function planeSeats(content: Content, seated: Iterable<Stakeholder> = []): PlaneSeats {
  const crowd = crowdOf()
  const taken = new Map<Id, Rect>()
  const sit = (id: Id, rect: Rect) => {
    if (taken.size >= SEATED) return
    crowd.add(rect)
    taken.set(id, rect)
  }
  for (const card of seated) {
    const rect = planeRect(content, card)
    if (rect) sit(card.id, rect)
  }
  return {
    take(card, home) {
      const before = taken.get(card.id)
      if (before) crowd.remove(before)
      taken.delete(card.id)
      if (taken.size >= SEATED) return null
      const rect = tries(home).find((candidate) => !crowd.holds(candidate, GAP)) ?? home
      sit(card.id, rect)
      return rect === home ? null : [Math.round(rect.x - home.x), Math.round(rect.y - home.y)]
    },
  }
}

/** Home first, then places around it, those of its own corner before others, by distance, inside the plane. */
function tries(home: Rect): readonly Rect[] {
  const out: { readonly rect: Rect; readonly strays: number; readonly away: number }[] = []
  // Two steps are as far as two cards side by side need.
  const [across, down] = [Math.ceil((home.w + GAP) / 2), Math.ceil((home.h + GAP) / 2)]
  const corner = cornerOf(home)
  for (let row = -10; row <= 10; row++)
    for (let column = -6; column <= 6; column++) {
      const rect = { ...home, x: home.x + column * across, y: home.y + row * down }
      if (!isInside(rect) || (row === 0 && column === 0)) continue
      const away = Math.hypot((rect.x - home.x) / home.w, (rect.y - home.y) / home.h)
      // Whoever reads the map reads the corner that a card lies in.
      out.push({ rect, strays: Number(cornerOf(rect) !== corner), away })
    }
  out.sort((a, b) => a.strays - b.strays || a.away - b.away)
  return [home, ...out.map(({ rect }) => rect)]
}

const isInside = ({ x, y, w, h }: Rect): boolean =>
  x >= PLANE.x + 8 && x + w <= PLANE.x + PLANE.w - 8 && y >= PLANE.y + 34 && y + h <= PLANE.y + PLANE.h - 8

function cornerOf(rect: Rect): string {
  const [x, y] = centreOf(rect)
  const [middleX, middleY] = centreOf(PLANE)
  return `${x < middleX} ${y < middleY}`
}
