import type { Db } from '../db/open.ts'

/** No more than `most` failures of a subject within `withinMs`. */
export type Limit = { readonly subject: string; readonly most: number; readonly withinMs: number }

const SINCE = `SELECT at FROM attempt WHERE subject = ? AND at > ? ORDER BY at DESC LIMIT ?`
const INSERT = `INSERT INTO attempt (subject, at) VALUES (?, ?)`
const FORGET = `DELETE FROM attempt WHERE subject = ?`
const FORGET_ONE = `DELETE FROM attempt WHERE rowid = (SELECT rowid FROM attempt WHERE subject = ? AND at = ? LIMIT 1)`
const PURGE = `DELETE FROM attempt WHERE at < ?`
const DAY = 86_400_000

export type Attempts = ReturnType<typeof attempts>

/** Failures, counted before the secret is looked at: a hundred tries at once count as a hundred. */
export function attempts(db: Db) {
  const since = db.prepare<[string, number, number], { at: number }>(SINCE)
  const insert = db.prepare(INSERT)
  const forget = db.prepare(FORGET)
  const forgetOne = db.prepare(FORGET_ONE)
  const purge = db.prepare(PURGE)

  const begin = db.transaction((limits: readonly Limit[], at: number): number => {
    purge.run(at - DAY)
    const waits = limits.map(({ subject, most, withinMs }) => {
      const recent = since.all(subject, at - withinMs, most)
      return recent.length < most ? 0 : recent.at(-1)!.at + withinMs - at
    })
    const wait = Math.max(0, ...waits)
    if (wait === 0) for (const { subject } of limits) insert.run(subject, at)
    return wait
  })

  return {
    /** Counts one try against every limit. Returns how long to wait (ms), 0 when it may go on. */
    async begin(limits: readonly Limit[], at: number): Promise<number> {
      return begin(limits, at)
    },
    /** The try begun at `at` was right: it does not count, and `clear` starts anew. */
    async succeed(limits: readonly Limit[], at: number, clear: string | null = null): Promise<void> {
      db.transaction(() => {
        for (const { subject } of limits) forgetOne.run(subject, at)
        if (clear) forget.run(clear)
      })()
    },
  }
}
