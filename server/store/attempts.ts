/** Failed tries, each a row. Times in the future count for nothing: the clock was ahead when they were written. */
import type { Db } from '../db/open.ts'

/** Whoever failed `free` times within `withinMs` waits after each further failure: ten seconds, then twice as long each time, `mostMs` at most. */
export type Patience = {
  readonly subject: string
  readonly free: number
  readonly withinMs: number
  readonly mostMs: number
}

const COUNT = `SELECT count(*) AS n FROM (SELECT 1 FROM attempt WHERE subject = ? AND at > ? AND at <= ? LIMIT ?)`
const LAST = `SELECT count(*) AS n, max(at) AS last FROM (
  SELECT at FROM attempt WHERE subject = ? AND at > ? AND at <= ? ORDER BY at DESC LIMIT ?)`
const INSERT = `INSERT INTO attempt (subject, at) VALUES (?, ?)`
const FORGET = `DELETE FROM attempt WHERE subject = ?`
const FORGET_ONE = `DELETE FROM attempt WHERE rowid = (SELECT rowid FROM attempt WHERE subject = ? AND at = ? LIMIT 1)`
const PURGE = `DELETE FROM attempt WHERE rowid IN (SELECT rowid FROM attempt WHERE at < ? OR at > ? LIMIT ?)`

const FIRST_WAIT = 10_000
/** Doubled more often than this, every wait is longer than any that is asked for. */
const MOST_DOUBLINGS = 12

export type Attempts = ReturnType<typeof attempts>

export function attempts(db: Db) {
  const count = db.prepare<[string, number, number, number], { n: number }>(COUNT)
  const last = db.prepare<[string, number, number, number], { n: number; last: number | null }>(LAST)
  const insert = db.prepare(INSERT)
  const forget = db.prepare(FORGET)
  const forgetOne = db.prepare(FORGET_ONE)
  const purge = db.prepare(PURGE)

  const waitOf = ({ subject, free, withinMs, mostMs }: Patience, at: number): number => {
    const failed = last.get(subject, at - withinMs, at, free + MOST_DOUBLINGS)!
    if (failed.n < free || failed.last === null) return 0
    return Math.max(0, failed.last + Math.min(FIRST_WAIT * 2 ** (failed.n - free), mostMs) - at)
  }
  const wait = (patiences: readonly Patience[], at: number) => Math.max(0, ...patiences.map((one) => waitOf(one, at)))
  const begin = db.transaction((patiences: readonly Patience[], also: readonly string[], at: number): number => {
    const left = wait(patiences, at)
    if (left === 0) for (const subject of [...patiences.map((one) => one.subject), ...also]) insert.run(subject, at)
    return left
  })
  const succeed = db.transaction((subjects: readonly string[], at: number, clear: readonly string[]) => {
    for (const subject of subjects) forgetOne.run(subject, at)
    for (const subject of clear) forget.run(subject)
  })

  return {
    /** Counts a failure before the secret is looked at, for each of them and for the subjects of `also`: a hundred tries at once count as a hundred. Returns how long to wait (ms); 0: it may go on. */
    async begin(patiences: readonly Patience[], at: number, also: readonly string[] = []): Promise<number> {
      return begin(patiences, also, at)
    },
    /** How long to wait (ms), without counting anything. */
    async wait(patiences: readonly Patience[], at: number): Promise<number> {
      return wait(patiences, at)
    },
    /** The try begun at `at` was right: it does not count, and those of `clear` start anew. */
    async succeed(subjects: readonly string[], at: number, clear: readonly string[] = []): Promise<void> {
      succeed(subjects, at, clear)
    },
    /** How often it failed of late; `most` at most. */
    async count(subject: string, withinMs: number, most: number, at: number): Promise<number> {
      return count.get(subject, at - withinMs, at, most)!.n
    },
    /** Those before and those of the future. How many went, `most` at most. */
    async purge(before: number, now: number, most: number): Promise<number> {
      return purge.run(before, now, most).changes
    },
  }
}
