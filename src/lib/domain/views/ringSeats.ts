/**
 * Where stakeholders stand clear of one another on a ring. It has room for some dozens of cards; from `SEATED` on nobody is moved aside any more, so that
 * a thousand cards cost a thousand times what one costs.
 */
import type { Content, Id } from '../content.ts'
import { crowdOf, type Crowd } from '../crowd.ts'
import { sizeOf, type Rect, type Size } from '../geometry.ts'
import type { ElementOf } from '../schema/element.ts'
import { pointOnRing, ringRect, RINGS, SQUASH, type Ring, type RingPlace } from './rings.ts'

type Stakeholder = ElementOf<'stakeholder'>

const SEATED = 150
const GAP = 10

/** A ring's name stands on top of it. */
const RING_NAMES: readonly Rect[] = RINGS.map((across) => ({ x: -150, y: -across * SQUASH - 16, w: 300, h: 32 }))

export type RingSeats = {
  /** The place nearest to the one that is wanted where a card stands clear of those that took theirs before it. */
  take(ring: Ring, wanted: RingPlace, card: Stakeholder): RingPlace
}

/** `seated`: who has a place already; a card that takes another leaves the one it had. */
export function ringSeats(content: Content, seated: Iterable<Stakeholder> = []): RingSeats {
  const crowd = crowdOf(RING_NAMES)
  const taken = new Map<Id, { readonly ring: Ring; readonly rect: Rect }>()
  const counts: Record<Ring, number> = { 1: 0, 2: 0, 3: 0, 4: 0 }
  const isFull = (ring: Ring) => counts[ring] >= SEATED
  const sit = (id: Id, ring: Ring, rect: Rect) => {
    if (isFull(ring)) return
    counts[ring]++
    crowd.add(rect)
    taken.set(id, { ring, rect })
  }
  for (const card of seated) {
    const rect = ringRect(content, card)
    if (rect) sit(card.id, card.circle!, rect)
  }
  return {
    take(ring, wanted, card) {
      const before = taken.get(card.id)
      if (before) {
        counts[before.ring]--
        crowd.remove(before.rect)
        taken.delete(card.id)
      }
      if (isFull(ring)) return wanted
      const size = sizeOf(card)
      const place = ringPlaceIn(crowd, ring, wanted, size)
      sit(card.id, ring, onRing(ring, place, size))
      return place
    },
  }
}

const ANGLES = Array.from({ length: 72 }, (_, i) => i * 5)
const OUT = [0.5, 0.72, 0.28, 0.9] as const

function ringPlaceIn(crowd: Crowd, ring: Ring, wanted: RingPlace, size: Size): RingPlace {
  const away = (angle: number) => Math.min(Math.abs(angle - wanted[0]), 360 - Math.abs(angle - wanted[0]))
  const angles = ANGLES.toSorted((a, b) => away(a) - away(b))
  const places = [wanted, ...angles.flatMap((angle) => OUT.map((out): RingPlace => [angle, out]))]
  const isFree = (place: RingPlace) => !crowd.holds(onRing(ring, place, size), GAP)
  return places.find(isFree) ?? leastHidden(places, (place, enough) => crowd.covered(onRing(ring, place, size), enough))
}

function onRing(ring: Ring, place: RingPlace, [w, h]: Size): Rect {
  const [x, y] = pointOnRing(ring, place)
  return { x: x - w / 2, y: y - h / 2, w, h }
}

/** A ring that is full: what covers others least. */
function leastHidden(places: readonly RingPlace[], cost: (place: RingPlace, enough: number) => number): RingPlace {
  let [best, least] = [places[0]!, Infinity]
  for (const place of places) {
    const here = cost(place, least)
    if (here < least) [best, least] = [place, here]
  }
  return best
}
