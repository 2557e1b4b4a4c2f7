/**
 * Readers that are too far behind for more updates. They get none until what waits for them has left; then one difference, from what they
 * were last sent to what is stored. Never some updates and not others: what follows a missing one would wait for it for ever.
 */
import * as Y from 'yjs'
import type { Connection } from './connection.ts'

const LOOK_EVERY_MS = 200

type Laggard = { readonly since: number; readonly stateVector: Uint8Array; answered: boolean }

export class Laggards {
  readonly #laggards = new Map<Connection, Laggard>()
  readonly #setting: LaggardsSetting
  #timer: NodeJS.Timeout | null = null

  constructor(setting: LaggardsSetting) {
    this.#setting = setting
  }

  /** `unsent`: the update that it does not get, and those that are not committed yet. */
  add(connection: Connection, doc: Y.Doc, unsent: readonly Uint8Array[]): void {
    connection.ready = false
    const stateVector = Y.encodeStateVector(vectorBefore(doc, unsent))
    this.#laggards.set(connection, { since: performance.now(), stateVector, answered: false })
    this.#timer ??= setInterval(() => this.#look(), LOOK_EVERY_MS)
  }

  has(connection: Connection): boolean {
    return this.#laggards.has(connection)
  }

  leave(connection: Connection): void {
    this.#laggards.delete(connection)
    this.#rest()
  }

  end(): void {
    this.#laggards.clear()
    this.#rest()
  }

  #look() {
    const { caughtUpBelow, patienceMs, catchUp, giveUp } = this.#setting
    for (const [connection, laggard] of this.#laggards) {
      const { since, stateVector, answered } = laggard
      // Its difference waits for a commit.
      if (answered) continue
      if (connection.buffered < caughtUpBelow) {
        laggard.answered = true
        catchUp(connection, stateVector)
      } else if (performance.now() - since > patienceMs) {
        this.#laggards.delete(connection)
        giveUp(connection)
      }
    }
    this.#rest()
  }

  #rest() {
    if (this.#laggards.size > 0 || !this.#timer) return
    clearInterval(this.#timer)
    this.#timer = null
  }
}

type LaggardsSetting = {
  /** Bytes waiting. */
  readonly caughtUpBelow: number
  readonly patienceMs: number
  readonly catchUp: (connection: Connection, stateVector: Uint8Array) => void
  readonly giveUp: (connection: Connection) => void
}

/** What a document held before some updates. */
function vectorBefore(doc: Y.Doc, updates: readonly Uint8Array[]): Map<number, number> {
  const vector = Y.decodeStateVector(Y.encodeStateVector(doc))
  for (const update of updates)
    for (const [client, clock] of Y.parseUpdateMeta(update).from)
      vector.set(client, Math.min(clock, vector.get(client) ?? 0))
  return vector
}
