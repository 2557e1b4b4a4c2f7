/**
 * What the privacy page says is kept for a time goes once that time is over, by itself: a little every hour, in pieces that hold nobody up. What cannot
 * be thrown away now, on a full disk for instance, is an hour later.
 */
const HOUR = 3_600_000
const DAY = 24 * HOUR
/** Failed tries, with the address and the e-mail that they were made with. */
const ATTEMPTS_KEPT_FOR = DAY
/** Known browsers of accounts. */
const DEVICES_KEPT_FOR = 400 * DAY
/** Whoever is just coming in has no membership yet. */
const NEWCOMER = HOUR
/** Rows a piece: a few milliseconds. */
const PIECE = 500

/** Each deletes so many at most and says how many went. */
type Stores = {
  readonly sessions: { readonly purge: (most: number) => Promise<number> }
  readonly audit: { readonly purge: (most: number) => Promise<number> }
  readonly attempts: { readonly purge: (before: number, now: number, most: number) => Promise<number> }
  readonly devices: { readonly purge: (seenBefore: number, most: number) => Promise<number> }
  readonly people: { readonly purge: (createdBefore: number, most: number) => Promise<number> }
}

export function createPurge(stores: Stores, now: () => number, report: (error: unknown) => void) {
  const { sessions, audit, attempts, devices, people } = stores
  // Sessions first: a guest whose last one is over may be one of whom nothing is left.
  const kinds: readonly (() => Promise<number>)[] = [
    () => sessions.purge(PIECE),
    () => attempts.purge(now() - ATTEMPTS_KEPT_FOR, now(), PIECE),
    () => devices.purge(now() - DEVICES_KEPT_FOR, PIECE),
    () => audit.purge(PIECE),
    () => people.purge(now() - NEWCOMER, PIECE),
  ]
  let stopped = false

  async function run(): Promise<void> {
    for (const purge of kinds)
      while (!stopped && (await purge()) >= PIECE) await new Promise((resolve) => setImmediate(resolve))
  }

  const timer = setInterval(() => void run().catch(report), HOUR)
  timer.unref()
  return {
    run,
    stop(): void {
      stopped = true
      clearInterval(timer)
    },
  }
}
