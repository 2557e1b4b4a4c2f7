/** So many at a time; the others wait in the order they came, strangers behind everybody else. */
export type Gate = <T>(work: () => Promise<T>, isTrying?: boolean) => Promise<T>

/** Rejects with `GateFull` what would wait behind `queue` others. */
export function createGate(atOnce: number, queue: number): Gate {
  const waiting: (() => void)[] = []
  const strangers: (() => void)[] = []
  let running = 0
  return async (work, isTrying = false) => {
    if (running >= atOnce) {
      const line = isTrying ? strangers : waiting
      if (line.length >= queue) throw new GateFull()
      await new Promise<void>((go) => line.push(go))
    } else running++
    try {
      return await work()
    } finally {
      // The place is handed on, not given back: nobody slips in between.
      const next = waiting.shift() ?? strangers.shift()
      if (next) next()
      else running--
    }
  }
}

export class GateFull extends Error {}
