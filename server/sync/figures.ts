/** What the sync server counts since it started, without names or contents: read by metrics, health and tests. */

export type Counted =
  /** A line closed by us: `4409 dossier`, `1013 storage` … */
  | 'closed'
  /** A frame that was not applied, its line left open. */
  | 'ignored'
  /** Presence that was not taken or not sent. */
  | 'presenceDropped'
  /** A line told to wait before it is read again. */
  | 'slowedDown'
  /** A reader that fell behind and is sent one difference later. */
  | 'lagging'
  /** A row of a log that cannot be read any more. */
  | 'unreadable'
  | 'commitFailed'
  | 'checkpoint'
  | 'roomLoaded'
  | 'roomUnloaded'

/** Upper bounds of the commit histogram, in milliseconds. */
export const COMMIT_BUCKETS = [0.5, 1, 2, 5, 10, 25, 50, 100, 250, 1_000] as const
const RECENT = 2_048

export type Figures = ReturnType<typeof createFigures>

export function createFigures() {
  const counts = new Map<string, { readonly what: Counted; readonly reason: string; times: number }>()
  const buckets = COMMIT_BUCKETS.map(() => 0)
  const recent = new Float64Array(RECENT)
  let [commits, rows, totalMs] = [0, 0, 0]

  return {
    count(what: Counted, reason = '', times = 1): void {
      const key = `${what} ${reason}`
      const entry = counts.get(key)
      if (entry) entry.times += times
      else counts.set(key, { what, reason, times })
    },

    /** One group commit, from the moment it was asked for until it was on disk. */
    committed(ms: number, batches: number): void {
      recent[commits % RECENT] = ms
      commits++
      rows += batches
      totalMs += ms
      COMMIT_BUCKETS.forEach((bound, i) => {
        if (ms <= bound) buckets[i]!++
      })
    },

    get counts(): readonly { readonly what: Counted; readonly reason: string; readonly times: number }[] {
      return [...counts.values()]
    },

    /** How often something was counted, whatever the reason, or for one. */
    times(what: Counted, reason?: string): number {
      return [...counts.values()]
        .filter((entry) => entry.what === what && (reason === undefined || entry.reason === reason))
        .reduce((sum, { times }) => sum + times, 0)
    },

    /** `buckets`: how many took at most so long (cumulative). Quantiles are those of the last two thousand. */
    get commits() {
      const sorted = recent.slice(0, Math.min(commits, RECENT)).sort()
      const quantile = (q: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? 0
      return {
        times: commits,
        rows,
        totalMs,
        p50: quantile(0.5),
        p99: quantile(0.99),
        buckets: COMMIT_BUCKETS.map((bound, i) => ({ bound, times: buckets[i]! })),
      }
    },
  }
}
