/** «Ces 2 fiches se ressemblent»: pairs to merge or to keep apart. */
import type { Change } from '../change.ts'
import { elementsOf, type Content, type Id } from '../content.ts'
import { alike } from '../referentiel/rules/likeness.ts'
import type { Element, ElementKind } from '../schema/element.ts'

export type Twins = readonly [Element, Element]

/** Texts at least this much alike are shown: more than for a point to check, for asking costs nothing. */
const LEAST = 0.72
const KINDS = ['stakeholder', 'effect', 'activity', 'output', 'note'] as const satisfies readonly ElementKind[]

export function twinsOf(content: Content): readonly Twins[] {
  return KINDS.flatMap((is) => {
    const cards = elementsOf(content, is)
    const pairs = alike(
      cards.map(({ text }) => text),
      LEAST,
    )
    return pairs.flatMap(([a, b]): readonly Twins[] => {
      const [first, second] = [cards[a]!, cards[b]!]
      return areApart(first, second) ? [] : [[first, second]]
    })
  })
}

const areApart = (a: Element, b: Element) => a.distinctFrom.includes(b.id) || b.distinctFrom.includes(a.id)

/** «Garder les deux», for everyone. */
export function keepApart(content: Content, a: Id, b: Id): readonly Change[] {
  const element = content.elements.get(a)
  if (!element) return []
  const fields = { distinctFrom: [...new Set([...element.distinctFrom, b])].sort() }
  return [{ do: 'patch', root: 'elements', id: a, fields }]
}
