/** One line over HTTP. What goes down is numbered and waits here until the other end says that it has it; what comes up is taken once, in order. */
import { CLOSE, type Closing } from '#lib/wire/closing.ts'
import type { Frames } from '#lib/wire/poll.ts'
import { Allowance } from '../allowance.ts'
import type { Transport } from '../connection.ts'

/** `closing`: nothing more will come. */
export type Down = Frames | { readonly closing: Closing }

/** A poll is answered after so long if there is nothing to say: proxies cut what stays silent for a minute. */
const LONGEST_POLL_MS = 25_000
/** What belongs together (an acknowledgement, an update, presence) leaves together. */
const GATHER_MS = 30
/** Answers a second: people see what happens within two seconds. A few at once, for opening. */
const [ANSWERS_PER_SECOND, ANSWERS_AT_ONCE] = [1, 4]
/** An answer takes its time on a slow network, and its reader is not heard of meanwhile: bytes a millisecond. */
const SLOW = 10
/** A request held back for longer is taken for lost on the way. */
const LONGEST_HOLD_MS = 20_000
/** Bodies that wait for one another. An honest client sends one at a time. */
const MOST_WAITING = 4
/** The other end fetches the reason why it was sent away. */
const FAREWELL_MS = 5_000

export class PollLine {
  readonly transport: Transport
  /** The session's token of who opened it: nobody else speaks on it. */
  readonly owner: string | undefined
  #frames: Uint8Array[] = []
  #bytes = 0
  /** The number of the first frame that waits. */
  #first = 1
  #taken = 0
  #closing: Closing | null = null
  #heldUntil = 0
  #seenAt = performance.now()
  #poll: { readonly answer: () => void; readonly readyAt: number; dueAt: number } | null = null
  #timer: NodeJS.Timeout | null = null
  #order: Promise<void> = Promise.resolve()
  #waiting = 0
  readonly #pace = new Allowance(ANSWERS_PER_SECOND, ANSWERS_AT_ONCE)
  readonly #left: () => void

  /** `left`: called when the other end knows that it is over, or has had the time to. */
  constructor(owner: string | undefined, backlogMost: number, left: () => void) {
    this.owner = owner
    this.#left = left
    this.transport = {
      send: (frame) => {
        if (this.#closing) return
        if (this.#bytes > backlogMost) return this.close({ code: CLOSE.later, reason: 'not reading' })
        this.#frames.push(frame)
        this.#bytes += frame.length
        this.#answerIn(GATHER_MS)
      },
      close: (code, reason) => this.close({ code, reason }),
      buffered: () => this.#bytes,
      hold: (ms) => {
        this.#heldUntil = Math.max(this.#heldUntil, performance.now() + ms)
      },
    }
  }

  get closing(): Closing | null {
    return this.#closing
  }

  /** Milliseconds since it was last heard of; 0: it is listening. */
  get silentFor(): number {
    return this.#poll || this.#waiting > 0 ? 0 : performance.now() - this.#seenAt
  }

  /** Answers when there is something to say. `after`: the frame up to which the other end has everything. */
  down(after: number): Promise<Down> {
    const has = after - this.#first + 1
    if (has > this.#frames.length) this.close({ code: CLOSE.refused, reason: 'number' })
    else if (has > 0) this.#forget(has)
    // Its former poll was cut on the way: whoever still waits for that one is told the same.
    this.#poll?.answer()
    return new Promise((resolve) => {
      const answer = () => {
        if (this.#timer) clearTimeout(this.#timer)
        this.#timer = this.#poll = null
        this.#seenAt = performance.now() + this.#bytes / SLOW
        resolve(this.#toSay())
      }
      this.#poll = { answer, readyAt: performance.now() + this.#pace.take(1), dueAt: Infinity }
      this.#answerIn(this.#closing || this.#frames.length > 0 ? 0 : LONGEST_POLL_MS)
    })
  }

  /** Takes the frames that were not taken before, by `receive`. `first`: the number of the first one. */
  async up(first: number, frames: readonly Uint8Array[], receive: (frame: Uint8Array) => void): Promise<void> {
    if (this.#waiting >= MOST_WAITING) return this.close({ code: CLOSE.later, reason: 'rate' })
    this.#waiting++
    const turn = this.#order.then(async () => {
      await this.#held()
      if (first > this.#taken + 1) this.close({ code: CLOSE.restart, reason: 'gap' })
      for (const frame of frames.slice(Math.max(0, this.#taken - first + 1))) {
        if (this.#closing) break
        this.#taken++
        receive(frame)
      }
      await this.#held()
    })
    this.#order = turn.catch(() => {})
    try {
      await turn
    } finally {
      this.#waiting--
      this.#seenAt = performance.now()
    }
  }

  close(closing: Closing): void {
    if (this.#closing) return
    this.#closing = closing
    this.#poll?.answer()
    setTimeout(this.#left, FAREWELL_MS).unref()
  }

  /** Nobody waits for its poll any more, or what it waits for will not come. */
  readonly abandon = (): void => this.#poll?.answer()

  #toSay(): Down {
    if (this.#frames.length === 0 && this.#closing) {
      setImmediate(this.#left)
      return { closing: this.#closing }
    }
    return { first: this.#first, frames: [...this.#frames] }
  }

  #forget(count: number) {
    for (const { length } of this.#frames.splice(0, count)) this.#bytes -= length
    this.#first += count
  }

  /** Not before its turn, and not later than was said before. */
  #answerIn(ms: number) {
    if (!this.#poll) return
    const now = performance.now()
    const dueAt = Math.max(now + ms, this.#poll.readyAt)
    if (dueAt >= this.#poll.dueAt) return
    this.#poll.dueAt = dueAt
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = setTimeout(this.#poll.answer, dueAt - now)
    this.#timer.unref()
  }

  async #held() {
    const ms = Math.min(this.#heldUntil - performance.now(), LONGEST_HOLD_MS)
    if (ms > 0) await new Promise((resolve) => setTimeout(resolve, ms).unref())
  }
}
