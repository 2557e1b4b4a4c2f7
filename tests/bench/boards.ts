/** Boards of a given size, as the states of new rooms: Yjs updates of format 2. */
import { newState } from '#lib/board/newState.ts'
import type { Change } from '#lib/domain/change.ts'
import { blankDossier } from '#lib/domain/schema/dossier.ts'
import { generateNKeysBetween } from 'fractional-indexing'

const WORDS =
  'coopération territoire habitants réemploi mobilité alimentation énergie emploi lien culture eau jardin'.split(' ')
const words = (i: number, count: number): string =>
  Array.from({ length: count }, (_, k) => WORDS[(i * 7 + k * 5) % WORDS.length]!).join(' ')

/** On *Idées*, in rows that fill a screen of 1440 × 900; arrows to a neighbour two rows below. */
export function spread(cards: number, arrows: number): Uint8Array {
  const columns = Math.round(Math.sqrt(cards * 0.55))
  const orders = generateNKeysBetween(null, null, cards)
  const changes: Change[] = []
  for (let i = 0; i < cards; i++) {
    const polarity = (['positive', 'negative', 'neutral'] as const)[i % 3]!
    const record = { id: `c${i}`, is: 'effect' as const, text: words(i, 2), polarity, order: orders[i]! }
    const point = [(i % columns) * 201, Math.floor(i / columns) * 86] as const
    changes.push({ do: 'put', root: 'elements', record })
    changes.push({ do: 'patch', root: 'placements', key: `ideas:c${i}`, point })
  }
  for (let i = 0; i < arrows; i++) {
    const to = (i + 2 * columns + (i % 3)) % cards
    changes.push({ do: 'put', root: 'links', record: { id: `l${i}`, is: 'causal', fromId: `c${i}`, toId: `c${to}` } })
  }
  return newState(blankDossier('ref-banc', 'Banc'), changes)
}

/** A group's board after atelier 2: stakeholders placed, a tree of actions, outputs and effects. */
export function ordinary(cards: number, arrows: number): Uint8Array {
  return newState(blankDossier('ref-banc', 'Banc'), changesOf(cards, arrows))
}

/** The same, with no card in its place: more cards than anybody would lay out. */
export function unplaced(cards: number, arrows: number): Uint8Array {
  return newState(blankDossier('ref-banc', 'Banc'), changesOf(cards, arrows), true)
}

export const crowded = (cards: number): Uint8Array => ordinary(cards, Math.round(cards * 1.2))

const KINDS = ['stakeholder', 'activity', 'output', 'effect', 'effect', 'effect'] as const
const HORIZONS = ['short', 'medium', 'long'] as const

function changesOf(cards: number, arrows: number): readonly Change[] {
  const orders = generateNKeysBetween(null, null, cards)
  const changes: Change[] = []
  const chain: { readonly id: string; readonly rank: number }[] = []
  for (let i = 0; i < cards; i++) {
    const is = KINDS[i % KINDS.length]!
    const id = `c${i}`
    const base = { id, is, text: words(i, 3 + (i % 6)), order: orders[i]! }
    const horizon = HORIZONS[(i % KINDS.length) - 3]
    const fields =
      is === 'stakeholder'
        ? { power: (i * 7) % 6, interest: (i * 11) % 6, circle: 1 + (i % 4) }
        : is === 'effect'
          ? { horizon, polarity: i % 4 === 0 ? 'negative' : 'positive' }
          : {}
    changes.push({ do: 'put', root: 'elements', record: { ...base, ...fields } })
    if (is !== 'stakeholder') chain.push({ id, rank: (i % KINDS.length) - 1 })
  }
  let made = 0
  for (let step = 1; made < arrows && step < chain.length; step++)
    for (let i = 0; i + step < chain.length && made < arrows; i++) {
      const [from, to] = [chain[i]!, chain[i + step]!]
      if (to.rank !== from.rank + 1) continue
      const record = { id: `l${made++}`, is: 'causal' as const, fromId: from.id, toId: to.id }
      changes.push({ do: 'put', root: 'links', record })
    }
  return changes
}
