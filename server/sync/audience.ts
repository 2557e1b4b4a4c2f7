/** Everybody who has a board open: what is sent to all of them, each as far as their line follows. */
import type * as Y from 'yjs'
import { CLOSE, type CloseCode } from '#lib/wire/closing.ts'
import { update as updateFrame } from '#lib/wire/frames.ts'
import type { Connection } from './connection.ts'
import type { Figures } from './figures.ts'
import { Laggards } from './laggards.ts'
import type { Limits } from './limits.ts'
import { SharedFrame } from './sharedFrame.ts'

type AudienceSetting = {
  readonly doc: Y.Doc
  readonly limits: Limits
  readonly figures: Figures
  /** Sends what a reader missed, from this state vector on. */
  readonly catchUp: (connection: Connection, stateVector: Uint8Array) => void
}

export class Audience {
  readonly #setting: AudienceSetting
  readonly #connections = new Set<Connection>()
  readonly #laggards: Laggards

  constructor(setting: AudienceSetting) {
    const { limits, catchUp } = setting
    this.#setting = setting
    this.#laggards = new Laggards({
      caughtUpBelow: limits.backlogUpdates / 4,
      patienceMs: limits.patienceSeconds * 1_000,
      catchUp,
      giveUp: (connection) => connection.close(CLOSE.later, 'not reading'),
    })
  }

  get connections(): ReadonlySet<Connection> {
    return this.#connections
  }

  join(connection: Connection): void {
    this.#connections.add(connection)
  }

  leave(connection: Connection): void {
    this.#connections.delete(connection)
    this.#laggards.leave(connection)
  }

  lags(connection: Connection): boolean {
    return this.#laggards.has(connection)
  }

  /** It has what it missed: updates make sense to it again. */
  caughtUp(connection: Connection): void {
    this.#laggards.leave(connection)
  }

  /** An update that is committed. `unsent`: what the document holds beyond it, which nobody was sent yet. */
  update(update: Uint8Array, unsent: () => readonly Uint8Array[]): void {
    const { doc, limits, figures } = this.#setting
    const frame = new SharedFrame(updateFrame(update))
    for (const connection of this.#connections) {
      if (!connection.ready) continue
      if (connection.buffered <= limits.backlogUpdates) connection.sendShared(frame)
      else {
        figures.count('lagging')
        this.#laggards.add(connection, doc, [update, ...unsent()])
      }
    }
  }

  presence(frame: Uint8Array): void {
    const { limits, figures } = this.#setting
    const shared = new SharedFrame(frame)
    for (const connection of this.#connections)
      if (connection.ready && connection.buffered < limits.backlogPresence) connection.sendShared(shared)
      else figures.count('presenceDropped', 'slow reader')
  }

  /** To everybody, whatever they have had. */
  send(frame: Uint8Array): void {
    const shared = new SharedFrame(frame)
    for (const connection of this.#connections) connection.sendShared(shared)
  }

  closeAll(code: CloseCode, reason: string): void {
    for (const connection of this.#connections) connection.close(code, reason)
  }

  end(): void {
    this.#laggards.end()
  }
}
