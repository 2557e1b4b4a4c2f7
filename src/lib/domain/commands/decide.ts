/** Retained, parked, set aside: several effects at once, and what was decided as a card of its own, with its reason or without (USE §4). */
import type { Change } from '../change.ts'
import type { Content, Id } from '../content.ts'
import type { ElementOf } from '../schema/element.ts'
import { createCard } from './create.ts'

export type Deciding = {
  readonly ids: readonly Id[]
  readonly status: NonNullable<ElementOf<'effect'>['status']>
  /** The decision's own card: what it says, how and in which atelier it was decided. */
  readonly record: { readonly id: Id; readonly by: Id | null; readonly text: string } & Pick<
    ElementOf<'decision'>,
    'kind' | 'workshopId'
  >
}

/** One step of undo: the effects and the decision belong together. */
export function decide(content: Content, { ids, status, record }: Deciding): readonly Change[] {
  if (ids.length === 0) return []
  const { id, by, text, ...rest } = record
  return [
    ...ids.map((effect): Change => ({ do: 'patch', root: 'elements', id: effect, fields: { status } })),
    ...createCard(content, null, { id, is: 'decision', text, by, fields: { ...rest, subjectIds: ids } }),
  ]
}
