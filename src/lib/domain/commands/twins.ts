/** «Ces 2 fiches se ressemblent»: pairs to merge or to keep apart. */
import type { Change } from '../change.ts'
import { elementsOf, type Content, type Id } from '../content.ts'
import { alike } from '../likeness.ts'
import type { Element, ElementKind } from '../schema/element.ts'

export type Twins = readonly [Element, Element]

/** Texts at least this much alike are shown: more than for a point to check, for asking costs nothing. */
const LEAST = 0.72
const KINDS = ['stakeholder', 'effect', 'activity', 'output', 'note'] as const satisfies readonly ElementKind[]

/** As many as one looks through at a time: of two hundred near copies of one card, each pair alone is a question. */
const MOST = 50

/** `among`: the kinds that are asked about. */
export function twinsOf(
  content: Content,
  among: readonly ElementKind[] = KINDS,
): { readonly pairs: readonly Twins[]; readonly more: boolean } {
  const found: Twins[] = []
  for (const is of KINDS.filter((kind) => among.includes(kind))) {
    const cards = elementsOf(content, is)
    const apart = keptApart(cards)
    const pairs = alike(
      cards.map(({ text }) => text),
      LEAST,
      {
        most: MOST + 1 - found.length,
        wanted: (a, b) => !apart(cards[a]!, cards[b]!) && !areNumbered(cards[a]!.text, cards[b]!.text),
      },
    )
    for (const [a, b] of pairs) found.push([cards[a]!, cards[b]!])
  }
  return { pairs: found.slice(0, MOST), more: found.length > MOST }
}

/** Whether somebody decided that two of these cards are not the same. */
export function keptApart(cards: readonly Element[]): (a: Element, b: Element) => boolean {
  const known = new Map(
    cards.flatMap(({ id, distinctFrom }) => (distinctFrom.length > 0 ? [[id, new Set(distinctFrom)]] : [])),
  )
  return (a, b) => known.get(a.id)?.has(b.id) === true || known.get(b.id)?.has(a.id) === true
}

/** «Atelier 1» and «Atelier 2» are two. */

function areNumbered(a: string, b: string): boolean {
  const [x, y] = [numbersIn(a), numbersIn(b)]
  return x !== '' && y !== '' && x !== y
}
const numbersIn = (text: string) => (text.match(/\d+/g) ?? []).join(' ')

/** «Garder les deux», for everyone. */
export function keepApart(content: Content, a: Id, b: Id): readonly Change[] {
  const element = content.elements.get(a)
  if (!element) return []
  const fields = { distinctFrom: [...new Set([...element.distinctFrom, b])].sort() }
  return [{ do: 'patch', root: 'elements', id: a, fields }]
}
