import { Allowance } from './allowance.ts'
import type { Limits } from './limits.ts'

/** Seconds' worth of presence that pass at once. */
const PRESENCE_BURST = 2
const FRAME_BURST = 2.5

/** How much one person may ask for, on all their lines and boards together. */
export class Account {
  readonly frames: Allowance
  readonly bytes: Allowance
  readonly presence: Allowance
  lines = 0

  constructor({ framesPerSecond, bytesPerSecond, burstBytes, presencePerSecond }: Limits) {
    this.frames = new Allowance(framesPerSecond, framesPerSecond * FRAME_BURST)
    this.bytes = new Allowance(bytesPerSecond, burstBytes)
    this.presence = new Allowance(presencePerSecond, presencePerSecond * PRESENCE_BURST)
  }

  get isFresh(): boolean {
    return this.lines === 0 && this.frames.isFull && this.bytes.isFull && this.presence.isFull
  }
}

/** Whoever is sent away and comes back at once has spent what they had spent. */
export class Accounts {
  readonly #limits: Limits
  readonly #people = new Map<string, Account>()

  constructor(limits: Limits) {
    this.#limits = limits
  }

  of(personId: string): Account {
    const account = this.#people.get(personId) ?? new Account(this.#limits)
    this.#people.set(personId, account)
    return account
  }

  /** Strangers of one network, as many as they are. */
  ofNetwork(network: string): Account {
    const key = `network ${network}`
    const account = this.#people.get(key) ?? new Account(strangersOf(this.#limits))
    this.#people.set(key, account)
    return account
  }

  /** Lets go of those that are like new. */
  forget(): void {
    for (const [personId, account] of this.#people) if (account.isFresh) this.#people.delete(personId)
  }

  get size(): number {
    return this.#people.size
  }
}

/** A class that tries the demonstration together sits behind one address. */
const PEOPLE_OF_A_NETWORK = 4
const strangersOf = (limits: Limits): Limits => ({
  ...limits,
  framesPerSecond: limits.framesPerSecond * PEOPLE_OF_A_NETWORK,
  bytesPerSecond: limits.bytesPerSecond * PEOPLE_OF_A_NETWORK,
  presencePerSecond: limits.presencePerSecond * PEOPLE_OF_A_NETWORK,
})
