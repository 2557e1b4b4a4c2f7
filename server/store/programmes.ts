import type { Db } from '../db/open.ts'
import { newToken } from '../random.ts'

export type Programme = { readonly id: string; readonly name: string; readonly createdAt: number }

const INSERT = `INSERT INTO programme (id, name, created_at) VALUES (?, ?, ?)`
const JOIN = `INSERT INTO membership (id, person_id, programme_id, role, created_at) VALUES (?, ?, ?, 'facilitator', ?)`
const READ = `SELECT id, name, created_at AS createdAt FROM programme WHERE id = ?`
const RENAME = `UPDATE programme SET name = ? WHERE id = ?`

export function programmes(db: Db) {
  const insert = db.prepare(INSERT)
  const join = db.prepare(JOIN)
  const read = db.prepare<[string], Programme>(READ)
  const rename = db.prepare(RENAME)
  const create = db.transaction((name: string, by: string, at: number): Programme => {
    const id = newToken()
    insert.run(id, name, at)
    join.run(newToken(), by, id, at)
    return { id, name, createdAt: at }
  })
  return {
    /** With `by` as its first facilitator. */
    async create(name: string, by: string, at: number): Promise<Programme> {
      return create(name, by, at)
    },
    async read(id: string): Promise<Programme | null> {
      return read.get(id) ?? null
    },
    async rename(id: string, name: string): Promise<void> {
      rename.run(name, id)
    },
  }
}
