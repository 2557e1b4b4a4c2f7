/** What an arrow holds on to: conditions (assumptions) and what lies outside the group's hands (external factors). */
import type { Change, NewElement } from '../change.ts'
import type { Content, Id } from '../content.ts'
import { keysAtEnd } from '../order.ts'

export type Condition = { readonly id: Id; readonly text: string; readonly by: Id | null }

/** «À quelle condition ?»: a new assumption, tied to the arrow. */
export function addCondition(content: Content, linkId: Id, condition: Condition): readonly Change[] {
  const link = content.links.get(linkId)
  if (link?.is !== 'causal') return []
  const fields = { assumptionIds: [...link.assumptionIds, condition.id] }
  return [put(content, 'assumption', condition), { do: 'patch', root: 'links', id: linkId, fields }]
}

/** «De quoi cela dépend-il en dehors de nous ?»: a new factor that acts on the effect at the arrow's end. */
export function addFactor(content: Content, effectId: Id, factor: Condition): readonly Change[] {
  return [put(content, 'factor', factor, { affectsIds: [effectId] })]
}

const put = (
  content: Content,
  is: 'assumption' | 'factor',
  card: Condition,
  more: Readonly<Record<string, unknown>> = {},
): Change => ({
  do: 'put',
  root: 'elements',
  record: { ...card, ...more, is, order: keysAtEnd(content)[0]! } as unknown as NewElement,
})
