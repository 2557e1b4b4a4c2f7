/**
 * What one line sent and the room has not looked at yet, in order. A millisecond of work a turn of the event loop: whoever sends thousands of
 * frames at once is served as fast as everybody else has their turn in between, and whoever has sent too much waits until that is made up for.
 */
import type { Connection } from './connection.ts'

const A_TURN_MS = 1
/** Whoever is over their allowance is looked at so often at most: what they send then shares commits, and frames to the others. */
const REST_MS = 50

export class Inbox {
  readonly #connection: Pick<Connection, 'owes' | 'backlog'>
  readonly #take: (frame: Uint8Array) => void
  readonly #now: () => number
  readonly #waiting: Uint8Array[] = []
  /** How much of this turn is used up, in milliseconds. */
  #used = 0
  #turn = false
  #timer: NodeJS.Timeout | null = null
  #ended: (() => void) | null = null

  constructor(
    connection: Pick<Connection, 'owes' | 'backlog'>,
    take: (frame: Uint8Array) => void,
    now: () => number = () => performance.now(),
  ) {
    this.#connection = connection
    this.#take = take
    this.#now = now
  }

  receive(frame: Uint8Array): void {
    this.#waiting.push(frame)
    if (this.#waiting.length === 1) this.#look()
    else this.#connection.backlog(this.#waiting.length)
    this.#nextTurn()
  }

  /** The other end has gone: what it had sent is still looked at, then `left` is called. */
  end(left: () => void): void {
    this.#ended = left
    if (this.#waiting.length === 0) return this.#leave()
    this.#nextTurn()
  }

  #look() {
    let taken = 0
    for (; taken < this.#waiting.length && this.#used < A_TURN_MS && !this.#owes(); taken++) {
      const begun = this.#now()
      this.#take(this.#waiting[taken]!)
      this.#used += this.#now() - begun
    }
    this.#waiting.splice(0, taken)
    if (this.#waiting.length === 0 && this.#ended) this.#leave()
  }

  /** Whoever is gone cannot send more: what is left of theirs does not wait. */
  #owes(): boolean {
    return !this.#ended && this.#connection.owes > 0
  }

  #nextTurn() {
    if (this.#turn || this.#timer) return
    if (this.#waiting.length > 0 && this.#owes()) {
      this.#timer = setTimeout(
        () => {
          this.#timer = null
          this.#nextTurn()
        },
        Math.max(this.#connection.owes, REST_MS),
      )
      return
    }
    this.#turn = true
    setImmediate(() => {
      this.#turn = false
      this.#used = 0
      this.#look()
      if (this.#waiting.length > 0 || this.#used > 0) this.#nextTurn()
    })
  }

  #leave() {
    if (this.#timer) clearTimeout(this.#timer)
    const left = this.#ended
    this.#ended = null
    left?.()
  }
}
