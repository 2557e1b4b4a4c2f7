/**
 * What processes that serve the same boards tell each other: a port. Every adapter passes `tests/server/contracts/bus.ts`. One process now, so
 * the adapter is a table of listeners; between processes a message may be lost, and rooms then catch up from the log by its numbers.
 */
export type Committed = {
  /** The room that committed it: it has it already. */
  readonly from: symbol | string
  /** Its number in the log. */
  readonly seq: number
  /** A Yjs update, format 1. */
  readonly update: Uint8Array
}

export type Bus = {
  /** To everyone who listens to the board, in the order published; what a listener throws is nobody else's trouble. */
  publish(boardId: string, committed: Committed): void
  /** Returns how to stop listening. */
  subscribe(boardId: string, listener: (committed: Committed) => void): () => void
}

export function inProcessBus(report: (error: unknown) => void): Bus {
  const listeners = new Map<string, Set<(committed: Committed) => void>>()
  return {
    publish(boardId, committed) {
      for (const listener of [...(listeners.get(boardId) ?? [])])
        try {
          listener(committed)
        } catch (error) {
          report(error)
        }
    },
    subscribe(boardId, listener) {
      const here = listeners.get(boardId) ?? new Set()
      listeners.set(boardId, here.add(listener))
      return () => {
        here.delete(listener)
        if (here.size === 0 && listeners.get(boardId) === here) listeners.delete(boardId)
      }
    },
  }
}
