/**
 * What the privacy page says is kept for a time goes once that time is over, by itself: a little every hour, in pieces that hold nobody up. What cannot
 * be thrown away now, on a full disk for instance, is an hour later.
 */
import type { People } from './store/people.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
/** Failed tries, with the address and the e-mail that they were made with. */
const ATTEMPTS_KEPT_FOR = DAY
/** Known browsers of accounts. */
const DEVICES_KEPT_FOR = 400 * DAY
/** Guests whose demonstration is gone. Whoever is just coming in has no membership yet. */
const GUESTS_KEPT_FOR = 30 * DAY
const NEWCOMER = HOUR
/** Rows a piece: a few milliseconds. Other work has its turn between two of them. */
const PIECE = 500

/** Each deletes so many at most and says how many went; people are looked through piece by piece. */
type Stores = {
  readonly sessions: { readonly purge: (most: number) => Promise<number> }
  readonly audit: { readonly purge: (most: number) => Promise<number> }
  readonly attempts: { readonly purge: (before: number, now: number, most: number) => Promise<number> }
  readonly devices: { readonly purge: (seenBefore: number, most: number) => Promise<number> }
  readonly people: Pick<People, 'purge'>
}

const others = () => new Promise((resolve) => setImmediate(resolve))

export function createPurge(stores: Stores, now: () => number, report: (error: unknown) => void, everyMs = HOUR) {
  const { sessions, audit, attempts, devices, people } = stores
  // Sessions first: a guest whose last one is over may be one of whom nothing is left.
  const kinds: readonly (() => Promise<number>)[] = [
    () => sessions.purge(PIECE),
    () => attempts.purge(now() - ATTEMPTS_KEPT_FOR, now(), PIECE),
    () => devices.purge(now() - DEVICES_KEPT_FOR, PIECE),
    () => audit.purge(PIECE),
  ]
  let stopped = false

  async function run(): Promise<void> {
    for (const purge of kinds) while (!stopped && (await purge()) >= PIECE) await others()
    const left = { createdBefore: now() - NEWCOMER, seenSince: now() - GUESTS_KEPT_FOR }
    for (let at: number | null = 0; !stopped && at !== null; await others()) at = await people.purge(left, at, PIECE)
  }

  const timer = setInterval(() => void run().catch(report), everyMs)
  timer.unref()
  return {
    run,
    stop(): void {
      stopped = true
      clearInterval(timer)
    },
  }
}
