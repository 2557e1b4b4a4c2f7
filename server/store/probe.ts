import type { Db } from '../db/open.ts'

const WRITE = `INSERT INTO probe (id, at) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET at = excluded.at`

export type Probe = ReturnType<typeof probe>

export function probe(db: Db) {
  const write = db.prepare(WRITE)
  return {
    /** Whether a write reaches the disk now. */
    async write(at: number): Promise<boolean> {
      try {
        write.run(at)
        return true
      } catch {
        return false
      }
    },
  }
}
