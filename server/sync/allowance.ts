/** A token bucket: so much a second, so much at once. */
export class Allowance {
  readonly #perSecond: number
  readonly #burst: number
  readonly #now: () => number
  #left: number
  #at: number

  /** `now` in milliseconds. */
  constructor(perSecond: number, burst: number, now: () => number = () => performance.now()) {
    this.#perSecond = perSecond
    this.#burst = burst
    this.#now = now
    this.#left = burst
    this.#at = now()
  }

  /** Takes it in any case; returns the milliseconds until what was taken too much has come in again, 0: none was. */
  take(amount: number): number {
    this.#refill()
    this.#left -= amount
    return this.#left >= 0 ? 0 : (-this.#left / this.#perSecond) * 1_000
  }

  /** Takes it only if there is enough. */
  afford(amount: number): boolean {
    this.#refill()
    if (this.#left < amount) return false
    this.#left -= amount
    return true
  }

  get isFull(): boolean {
    this.#refill()
    return this.#left === this.#burst
  }

  #refill() {
    const now = this.#now()
    this.#left = Math.min(this.#burst, this.#left + ((now - this.#at) / 1_000) * this.#perSecond)
    this.#at = now
  }
}
