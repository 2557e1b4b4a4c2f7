/**
 * What one line sent and the room has not looked at yet, in order. A few frames a turn of the event loop: whoever sends thousands at once is
 * served as fast as everybody else has their turn in between, and whoever has sent too much waits until that is made up for.
 */
import type { Connection } from './connection.ts'

const A_TURN = 16

export class Inbox {
  readonly #connection: Connection
  readonly #take: (frame: Uint8Array) => void
  #waiting: Uint8Array[] = []
  #taken = 0
  #turn = false
  #timer: NodeJS.Timeout | null = null
  #ended: (() => void) | null = null

  constructor(connection: Connection, take: (frame: Uint8Array) => void) {
    this.#connection = connection
    this.#take = take
  }

  receive(frame: Uint8Array): void {
    if (this.#waiting.length === 0 && this.#taken < A_TURN && this.#connection.owes === 0) {
      this.#taken++
      this.#take(frame)
    } else {
      this.#waiting.push(frame)
      this.#connection.backlog(this.#waiting.length)
    }
    this.#nextTurn()
  }

  /** The other end has gone: what it had sent is still looked at, then `left` is called. */
  end(left: () => void): void {
    this.#ended = left
    if (this.#waiting.length === 0) return this.#leave()
    this.#nextTurn()
  }

  #nextTurn() {
    if (this.#turn) return
    this.#turn = true
    setImmediate(() => {
      this.#turn = false
      this.#taken = 0
      this.#look()
    })
  }

  #look() {
    const owes = this.#ended ? 0 : this.#connection.owes
    if (owes > 0) {
      if (this.#waiting.length > 0) this.#timer ??= setTimeout(() => this.#resume(), owes)
      return
    }
    const turn = this.#waiting.slice(0, A_TURN)
    this.#waiting = this.#waiting.slice(turn.length)
    for (const [i, frame] of turn.entries()) {
      if (!this.#ended && this.#connection.owes > 0) {
        this.#waiting = [...turn.slice(i), ...this.#waiting]
        break
      }
      this.#taken++
      this.#take(frame)
    }
    if (this.#waiting.length > 0 || this.#taken > 0) this.#nextTurn()
    if (this.#waiting.length === 0 && this.#ended) this.#leave()
  }

  #resume() {
    this.#timer = null
    this.#nextTurn()
  }

  #leave() {
    if (this.#timer) clearTimeout(this.#timer)
    const left = this.#ended
    this.#ended = null
    left?.()
  }
}
