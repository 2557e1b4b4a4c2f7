/** Browsers in which an account signed in before. */
import type { Db } from '../db/open.ts'

const PERSON = `SELECT person_id AS personId FROM device WHERE hash = ?`
const KEEP = `
  INSERT INTO device (hash, person_id, seen_at) VALUES (?, ?, ?)
  ON CONFLICT (hash) DO UPDATE SET person_id = excluded.person_id, seen_at = excluded.seen_at`
const PURGE = `DELETE FROM device WHERE hash IN (SELECT hash FROM device WHERE seen_at < ? LIMIT ?)`

export type Devices = ReturnType<typeof devices>

export function devices(db: Db) {
  const person = db.prepare<[Uint8Array], { personId: string }>(PERSON)
  const keep = db.prepare(KEEP)
  const purge = db.prepare(PURGE)
  return {
    /** Who signed in there last. */
    async personOf(hash: Uint8Array): Promise<string | null> {
      return person.get(hash)?.personId ?? null
    },
    async keep(hash: Uint8Array, personId: string, at: number): Promise<void> {
      keep.run(hash, personId, at)
    },
    /** How many went, `most` at most. */
    async purge(seenBefore: number, most: number): Promise<number> {
      return purge.run(seenBefore, most).changes
    },
  }
}
