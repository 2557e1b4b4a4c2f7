/** «Placer dans…»: what dropping does, in words. Several cards of a kind go to the same place, beside one another. */
import { Steps } from '../apply.ts'
import type { Change } from '../change.ts'
import { placementKey, type Content, type Id, type Point } from '../content.ts'
import { centredAt, pointOfValues, sizeOf, TREE_ZONES, type Ring, type TreeZone } from '../geometry.ts'
import type { Element, ElementKind, ElementOf } from '../schema/element.ts'
import type { HORIZONS } from '../schema/enums.ts'
import { freeSpot, placeInColumn } from './create.ts'
import { setField } from './edit.ts'
import { spotIn } from './frames.ts'
import { dropAt, placeAtValues, placeInHorizon, placeInTreeZone } from './move.ts'
import { freeOffset, freeRingPlace } from './tidy.ts'

const PLACEABLE_KINDS: readonly ElementKind[] = ['stakeholder', 'activity', 'output', 'effect', 'note']

/** Cards of one kind that has a place somewhere. */
export const mayPlace = (cards: readonly Element[]): boolean => {
  const [first] = cards
  return first !== undefined && PLACEABLE_KINDS.includes(first.is) && cards.every(({ is }) => is === first.is)
}

/** What was chosen; what a kind has no use for is left out. */
export type Place = {
  readonly circle?: Ring
  readonly values?: { readonly power: number; readonly interest: number }
  /** A free spot in *Libre*. */
  readonly free?: boolean
  /** Of effects. */
  readonly column?: (typeof HORIZONS)[number] | TreeZone
  /** The zone of *Idées*; left out: outside of them. */
  readonly frame?: Id
  /** Where free spots are looked for first, board units. */
  readonly near: Point
}

export function placeCards(content: Content, ids: readonly Id[], place: Place): readonly Change[] {
  const steps = new Steps(content)
  for (const id of ids) {
    const element = steps.content.elements.get(id)
    if (element) steps.take(placeCard(steps.content, element, place))
  }
  return steps.changes
}

function placeCard(content: Content, element: Element, place: Place): readonly Change[] {
  const { id } = element
  switch (element.is) {
    case 'stakeholder':
      return placeStakeholder(content, element, place)
    case 'effect':
      if (!place.column) return []
      return isZone(place.column)
        ? placeInTreeZone(content, id, place.column)
        : placeInHorizon(content, id, place.column)
    case 'activity':
    case 'output':
      return [placeInColumn(content, id, element.is)]
    default: {
      const frame = content.elements.get(place.frame ?? '')
      const spot =
        frame?.is === 'frame'
          ? spotIn(content, frame, element.text)
          : freeSpot(content, 'ideas', place.near, element.text)
      return dropAt(content, 'ideas', element, spot)
    }
  }
}

const isZone = (column: string): column is TreeZone => (TREE_ZONES as readonly string[]).includes(column)

type Stakeholder = ElementOf<'stakeholder'>

function placeStakeholder(content: Content, element: Stakeholder, place: Place): readonly Change[] {
  const { circle, values, free, near } = place
  return [
    ...(circle && circle !== element.circle ? onRing(content, element, circle) : []),
    ...(values && (values.power !== element.power || values.interest !== element.interest)
      ? atValues(content, element, values)
      : []),
    ...(free ? dropAt(content, 'stakeholders', element, freeSpot(content, 'stakeholders', near, element.text)) : []),
  ]
}

function onRing(content: Content, element: Stakeholder, circle: Ring): readonly Change[] {
  const key = placementKey('circles', element.id)
  return [
    ...setField(content, 'elements', element.id, 'circle', circle),
    { do: 'patch', root: 'placements', key, point: freeRingPlace(content, circle, element) },
  ]
}

/** On its values, or beside the cards that are there. */
function atValues(content: Content, element: Stakeholder, values: NonNullable<Place['values']>): readonly Change[] {
  const home = centredAt(pointOfValues(values.power, values.interest), sizeOf(element))
  const point = freeOffset(content, element, home)
  const key = placementKey('influence', element.id)
  return [
    ...placeAtValues(element.id, values),
    ...(point ? [{ do: 'patch', root: 'placements', key, point } as const] : []),
  ]
}
