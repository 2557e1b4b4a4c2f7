/** «Influence et intérêt»: a drop writes the two values. */
import type { Change } from '../change.ts'
import { elementsOf, type Content, type Id } from '../content.ts'
import { centredAt, centreOf, rectAt, sizeOf } from '../geometry.ts'
import { planeRect, pointOfValues, valuesOfPoint, type Values } from './plane.ts'
import { planeSeats } from './planeSeats.ts'
import { placed, type View } from './view.ts'

export const influence: View = {
  holds: ({ is }) => is === 'stakeholder',
  rectOf: planeRect,
  drop: (_, element, at) =>
    element.is === 'stakeholder' ? placeAtValues(element.id, valuesOfPoint(centreOf(rectAt(at, sizeOf(element))))) : [],
  // The card goes to its new values: the offset that «Ranger» gave it belonged to the old ones.
  follow: (_, before, after) =>
    before?.is === 'stakeholder' &&
    after.is === 'stakeholder' &&
    (before.power !== after.power || before.interest !== after.interest)
      ? [placed('influence', after.id, null)]
      : [],
  targetAt: () => null,
  tidy,
  isFree: false,
  takesAll: false,
  besides: () => null,
  makes: ['stakeholder'],
  writes: [{ key: 'stakeholder', is: 'stakeholder' }],
  begins: 'right',
  pressed: null,
}

/** Writes influence and interest and lets the card stand on its values: what «Ranger» moved aside comes back to them. */
export function placeAtValues(id: Id, values: Values): readonly Change[] {
  return [{ do: 'patch', root: 'elements', id, fields: values }, placed('influence', id, null)]
}

/** Cards beside their point, none on another. */
function tidy(content: Content): readonly Change[] {
  const seats = planeSeats(content)
  return elementsOf(content, 'stakeholder').flatMap((element): readonly Change[] => {
    const { power, interest } = element
    if (power === null || interest === null) return []
    const home = centredAt(pointOfValues(power, interest), sizeOf(element))
    return [placed('influence', element.id, seats.take(element, home))]
  })
}
