/**
 * So many at a time; those who wait are served by turns, one of each party after the other, so that whoever asks a hundred times makes the others wait
 * for one turn of theirs.
 */
import { GateFull } from '../sync/gate.ts'

export type FairGate = <T>(party: string, work: () => Promise<T>) => Promise<T>
type Waiting = { readonly go: () => void; readonly refuse: (why: GateFull) => void }

/** Rejects with `GateFull` what would be more than `mostEach` of a party, or more than `most` of all: then who has asked most often gives up a place. */
export function createFairGate({
  atOnce,
  most,
  mostEach,
}: {
  atOnce: number
  most: number
  mostEach: number
}): FairGate {
  const parties = new Map<string, Waiting[]>()
  let [running, waiting] = [0, 0]

  /** The place is handed on, not given back: nobody slips in between. */
  function handOn(): void {
    const [first] = parties
    if (!first) return void running--
    const [party, queue] = first
    parties.delete(party)
    const next = queue.shift()!
    if (queue.length > 0) parties.set(party, queue)
    waiting--
    next.go()
  }

  function makeRoomFor(place: number): boolean {
    const longest = [...parties.values()].reduce((a, b) => (b.length > a.length ? b : a))
    if (longest.length <= place) return false
    longest.pop()!.refuse(new GateFull())
    waiting--
    return true
  }

  return async (party, work) => {
    if (running < atOnce) running++
    else {
      const place = (parties.get(party)?.length ?? 0) + 1
      if (place > mostEach || (waiting >= most && !makeRoomFor(place))) throw new GateFull()
      await new Promise<void>((go, refuse) => {
        parties.set(party, [...(parties.get(party) ?? []), { go, refuse }])
        waiting++
      })
    }
    try {
      return await work()
    } finally {
      handOn()
    }
  }
}
