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

/** `whole`: all that somebody wrote without a network comes at once. */
export function decodeStructs(update: Uint8Array, whole: boolean): Decoded | 'malformed' | 'tooMany' {
  try {
    return Y.decodeUpdateV2(update, whole ? WholeDecoder : CountingDecoder) as Decoded
  } catch (error) {
    return error === TOO_MANY ? 'tooMany' : 'malformed'
  }
}

/** Gives up early: two bytes make a struct or a deleted range, and 8 MiB of them would keep the process busy for seconds. */
class CountingDecoder extends Y.UpdateDecoderV1 {
  readonly most: number = 20_000
  #structs = 0
  #deletes = 0
  override readInfo(): number {
    if (++this.#structs > this.most) throw TOO_MANY
    return super.readInfo()
  }
  override readDsClock(): number {
    if (++this.#deletes > MAX_DELETES) throw TOO_MANY
    return super.readDsClock()
  }
}

/** Some five thousand new cards: half a second of the process. */
class WholeDecoder extends CountingDecoder {
  override readonly most = 60_000
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
