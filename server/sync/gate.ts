/** So many at a time; the others wait in the order they came. */
export type Gate = <T>(work: () => Promise<T>) => Promise<T>

/** Rejects with `GateFull` what would wait behind `queue` others. */
export function createGate(atOnce: number, queue: number): Gate {
  const waiting: (() => void)[] = []
  let running = 0
  return async (work) => {
    if (running >= atOnce) {
      if (waiting.length >= queue) throw new GateFull()
      await new Promise<void>((go) => waiting.push(go))
    } else running++
    try {
      return await work()
    } finally {
      // The place is handed on, not given back: nobody slips in between.
      const next = waiting.shift()
      if (next) next()
      else running--
    }
  }
}

export class GateFull extends Error {}
