/** An update as its structs and deletions, decoded without being applied. */
import * as Y from 'yjs'

export type Struct = Y.Item | Y.GC | Y.Skip
export type Range = { readonly clock: number; readonly len: number }
export type Decoded = {
  readonly structs: readonly Struct[]
  readonly ds: { readonly clients: Map<number, readonly Range[]> }
}

/** A complete sync lists every range that was ever deleted. */
const MAX_DELETES = 400_000
const TOO_MANY = Symbol('too many')

/** Gives up early, after `most` structs: two bytes make one, or a deleted range, and 8 MiB of them would keep the process busy for seconds. */
export function decodeStructs(update: Uint8Array, most: number): Decoded | 'malformed' | 'tooMany' {
  try {
    return Y.decodeUpdateV2(update, decoderOf(most)) as Decoded
  } catch (error) {
    return error === TOO_MANY ? 'tooMany' : 'malformed'
  }
}

/** Yjs makes the decoder, of a class: one for each limit, and not one for each update, which no engine would make fast. */
const decoders = new Map<number, typeof Y.UpdateDecoderV1>()

function decoderOf(most: number): typeof Y.UpdateDecoderV1 {
  const known = decoders.get(most)
  if (known) return known
  class CountingDecoder extends Y.UpdateDecoderV1 {
    #structs = 0
    #deletes = 0
    override readInfo(): number {
      if (++this.#structs > most) throw TOO_MANY
      return super.readInfo()
    }
    override readDsClock(): number {
      if (++this.#deletes > MAX_DELETES) throw TOO_MANY
      return super.readDsClock()
    }
  }
  decoders.set(most, CountingDecoder)
  return CountingDecoder
}

export const pointersOf = (struct: Struct): readonly Y.ID[] =>
  struct instanceof Y.Item
    ? [struct.origin, struct.rightOrigin, struct.parent].filter((pointer) => pointer instanceof Y.ID)
    : []

/** Sorted, overlapping ones joined: a forged set cannot make us walk the same structs twice. */
export function merged(ranges: readonly Range[]): readonly { from: number; to: number }[] {
  const sorted = ranges.map(({ clock, len }) => ({ from: clock, to: clock + len })).sort((a, b) => a.from - b.from)
  const out: { from: number; to: number }[] = []
  for (const range of sorted) {
    const last = out.at(-1)
    if (last && range.from <= last.to) last.to = Math.max(last.to, range.to)
    else if (range.to > range.from) out.push(range)
  }
  return out
}

/** The index of the struct that covers a clock; structs follow each other without a gap. */
export function indexAt(structs: readonly Struct[], clock: number): number {
  let [low, high] = [0, structs.length - 1]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (structs[middle]!.id.clock <= clock) low = middle
    else high = middle - 1
  }
  return low
}
