/** How alike two wordings are, and which pairs of a list are nearly the same. */

import { fold } from '#lib/domain/plain.ts'

/** Dice's coefficient over pairs of letters: 0 nothing in common, 1 the same. Case, accents and punctuation do not count. */
export function likeness(a: string, b: string): number {
  const [x, y] = [pairsOf(a), pairsOf(b)]
  return x.length === 0 || y.length === 0 ? 0 : (2 * common(x, y, 0)) / (x.length + y.length)
}

/** Of so many shorter ones each text is compared with the nearest: all of them on a real board. */
const COMPARED = 150

/**
 * Pairs of texts at least this much alike, by place in the list, the earlier first. Two texts that are so much alike share one of their rarest pairs
 * of letters: each is compared only with those of about its own length that do, and a comparison stops as soon as too much differs. Stops where `most`
 * pairs that are `wanted` are found.
 */
export function alike(
  texts: readonly string[],
  least: number,
  { wanted = () => true, most = Infinity }: Wish = {},
): readonly Pair[] {
  const all = texts
    .map((text, at) => ({ at, pairs: pairsOf(text) }))
    .filter(({ pairs }) => pairs.length > 0)
    .sort((a, b) => a.pairs.length - b.pairs.length)
  const found: Pair[] = []
  const candidates = shorterOnes(
    all.map(({ pairs }) => pairs),
    least,
  )
  for (let i = 0; i < all.length && found.length < most; i++) {
    const { at, pairs } = all[i]!
    for (const j of candidates(i)) {
      const other = all[j]!
      const needed = (least * (pairs.length + other.pairs.length)) / 2
      if (common(pairs, other.pairs, needed) < needed) continue
      const pair: Pair = at < other.at ? [at, other.at] : [other.at, at]
      if (wanted(...pair) && found.push(pair) >= most) break
    }
  }
  return found.sort((a, b) => a[0] - b[0] || a[1] - b[1])
}

/**
 * Asked for one after the other, the shortest first: the texts before it that may be alike. Prefix filtering (Chaudhuri et al. 2006): of so many
 * pairs that two texts must share, one is among the rarest of each.
 */
function shorterOnes(all: readonly Uint32Array[], least: number): (at: number) => Iterable<number> {
  const counts = new Map<number, number>()
  for (const pairs of all) for (const pair of pairs) counts.set(pair, (counts.get(pair) ?? 0) + 1)
  /** The share of its own pairs that a text needs in common with any other. */
  const share = least / (2 - least)
  const known = new Map<number, number[]>()
  return (at) => {
    const pairs = all[at]!
    const shortest = Math.ceil(pairs.length * share - 1e-9)
    const rarest = [...pairs].sort((a, b) => counts.get(a)! - counts.get(b)! || a - b)
    const found = new Set<number>()
    let left = COMPARED
    // A pair that stands in a text twice is one step of this: more are kept than needed, never fewer.
    for (const pair of new Set(rarest.slice(0, pairs.length - shortest + 1))) {
      const there = known.get(pair) ?? []
      known.set(pair, there)
      for (let i = there.length - 1; i >= 0 && left > 0 && all[there[i]!]!.length >= shortest; i--) {
        if (found.has(there[i]!)) continue
        found.add(there[i]!)
        left--
      }
      there.push(at)
    }
    return found
  }
}

type Pair = readonly [first: number, second: number]
type Wish = { readonly wanted?: (first: number, second: number) => boolean; readonly most?: number }

/** Sorted pairs of neighbouring letters, word by word, as numbers; remembered, for the same texts come back after each change. */
function pairsOf(text: string): Uint32Array {
  const before = known.get(text)
  if (before) return before
  const words = fold(text).split(/[^\p{L}\p{N}]+/u)
  const pairs: number[] = []
  for (const word of words) {
    if (word.length === 1) pairs.push(word.charCodeAt(0))
    for (let i = 1; i < word.length; i++) pairs.push(word.charCodeAt(i - 1) * 0x10000 + word.charCodeAt(i))
  }
  const sorted = Uint32Array.from(pairs).sort()
  if (known.size > MOST_KNOWN) known.clear()
  known.set(text, sorted)
  return sorted
}
const known = new Map<string, Uint32Array>()
const MOST_KNOWN = 4_000

/** How many members two sorted lists share, repeats counted; less where it is clear that `needed` is out of reach. */
function common(x: Uint32Array, y: Uint32Array, needed: number): number {
  let [i, j, count] = [0, 0, 0]
  while (i < x.length && j < y.length) {
    const [a, b] = [x[i]!, y[j]!]
    if (a === b) {
      count++
      i++
      j++
    } else {
      if (a < b) i++
      else j++
      if (count + Math.min(x.length - i, y.length - j) < needed) return count
    }
  }
  return count
}
