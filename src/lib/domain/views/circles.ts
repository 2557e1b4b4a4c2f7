/** «Cercles»: a drop writes the ring. */
import type { Change } from '../change.ts'
import { elementsOf, placementOf, type Content } from '../content.ts'
import { rectAt, centreOf, sizeOf } from '../geometry.ts'
import { ringSeats } from './ringSeats.ts'
import { ringOfPoint, ringRect } from './rings.ts'
import { placed, type View } from './view.ts'

export const circles: View = {
  holds: ({ is }) => is === 'stakeholder',
  rectOf: ringRect,
  drop(_, element, at) {
    if (element.is !== 'stakeholder') return []
    const { ring, place } = ringOfPoint(centreOf(rectAt(at, sizeOf(element))))
    const circle: Change = { do: 'patch', root: 'elements', id: element.id, fields: { circle: ring } }
    return [...(element.circle === ring ? [] : [circle]), placed('circles', element.id, place)]
  },
  follow: () => [],
  targetAt: (_, { is }, centre) => (is === 'stakeholder' ? `ring-${ringOfPoint(centre).ring}` : null),
  tidy,
  isFree: false,
  takesAll: false,
  besides: ({ x, y }, [dx, dy]) => [x + dx, y + dy],
  makes: ['stakeholder'],
  writes: [{ key: 'stakeholder', is: 'stakeholder' }],
  begins: 'middle',
  pressed: null,
}

/** On the same ring, as near to where they are as there is room. */
function tidy(content: Content): readonly Change[] {
  const seats = ringSeats(content)
  return ([1, 2, 3, 4] as const).flatMap((ring) => {
    const cards = elementsOf(content, 'stakeholder').filter(({ circle }) => circle === ring)
    return cards.map((element, i): Change => {
      // Those that nobody placed spread over the whole ring.
      const wanted = placementOf(content, 'circles', element.id) ?? ([((i + 0.5) * 360) / cards.length, 0.5] as const)
      return placed('circles', element.id, seats.take(ring, wanted, element))
    })
  })
}
