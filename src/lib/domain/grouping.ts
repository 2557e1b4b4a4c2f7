/** «Ranger par»: the same cards, sorted into groups to be read side by side. Nothing is written. */
import { elementsOf, linksOf, type Content } from './content.ts'
import { alike } from './likeness.ts'
import type { Element } from './schema/element.ts'

export const GROUPINGS = ['for_whom', 'likeness'] as const
export type Grouping = (typeof GROUPINGS)[number]
/** `name`: for whom, null for nobody yet; undefined where a group has no name. */
export type CardGroup = { readonly name?: string | null; readonly cards: readonly Element[] }

export const grouped = (content: Content, cards: readonly Element[], by: Grouping): readonly CardGroup[] =>
  by === 'for_whom' ? byStakeholder(content, cards) : byLikeness(cards)

/** A card for several stands with the first of them, as the list of stakeholders orders them; those for nobody yet come last. */
function byStakeholder(content: Content, cards: readonly Element[]): readonly CardGroup[] {
  const stakeholders = elementsOf(content, 'stakeholder')
  const rank = new Map(stakeholders.map(({ id }, at) => [id, at]))
  const first = new Map<string, number>()
  for (const { fromId, toId } of linksOf(content, 'concerns')) {
    const at = rank.get(fromId)
    if (at !== undefined) first.set(toId, Math.min(at, first.get(toId) ?? Infinity))
  }
  const groups = new Map<number, Element[]>()
  for (const card of cards) {
    const at = first.get(card.id) ?? Infinity
    const group = groups.get(at)
    if (group) group.push(card)
    else groups.set(at, [card])
  }
  const inOrder = [...groups].sort(([a], [b]) => (a < b ? -1 : 1))
  return inOrder.map(([at, cards]) => ({ name: stakeholders[at]?.text ?? null, cards }))
}

/** Wordings at least this much alike are read together: far less than twins, for it is people who judge. */
const LEAST = 0.45

/** Chains of likeness: what is like a card of a group belongs to it. Groups stand where their first card stood. */
function byLikeness(cards: readonly Element[]): readonly CardGroup[] {
  const first = cards.map((_, at) => at)
  const firstOf = (at: number): number => {
    // Ways are halved as they are walked: a chain of thousands is long only once.
    while (first[at] !== at) at = first[at] = first[first[at]!]!
    return at
  }
  const texts = cards.map(({ text }) => text)
  for (const [a, b] of alike(texts, LEAST)) {
    const [x, y] = [firstOf(a), firstOf(b)]
    first[Math.max(x, y)] = Math.min(x, y)
  }
  const groups = new Map<number, Element[]>()
  cards.forEach((card, at) => {
    const group = groups.get(firstOf(at))
    if (group) group.push(card)
    else groups.set(firstOf(at), [card])
  })
  return [...groups.values()].map((cards) => ({ cards }))
}
