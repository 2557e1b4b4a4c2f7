import type { Db } from '../db/open.ts'
import type { Person } from './people.ts'

export type SessionKind = 'account' | 'guest'
export type StoredSession = {
  readonly id: string
  readonly secretHash: Uint8Array
  readonly kind: SessionKind
  readonly seenAt: number
  readonly person: Person
}

const INSERT = `INSERT INTO session (id, secret_hash, person_id, kind, created_at, seen_at) VALUES (?, ?, ?, ?, ?, ?)`
const READ = `
  SELECT session.id, secret_hash AS secretHash, kind, seen_at AS seenAt, person.id AS personId, name, structure
  FROM session JOIN person ON person.id = session.person_id WHERE session.id = ?`
const TOUCH = `UPDATE session SET seen_at = ? WHERE id = ?`
const END = `DELETE FROM session WHERE id = ?`
const PURGE = `DELETE FROM session WHERE id IN (SELECT id FROM session WHERE kind = ? AND seen_at < ? LIMIT ?)`

type Row = Omit<StoredSession, 'person'> & { personId: string; name: string; structure: string }

export type Sessions = ReturnType<typeof sessions>

export function sessions(db: Db) {
  const insert = db.prepare(INSERT)
  const read = db.prepare<[string], Row>(READ)
  const touch = db.prepare(TOUCH)
  const end = db.prepare(END)
  const purge = db.prepare(PURGE)
  return {
    async create(session: { id: string; secretHash: Uint8Array; personId: string; kind: SessionKind }, at: number) {
      insert.run(session.id, session.secretHash, session.personId, session.kind, at, at)
    },
    async read(id: string): Promise<StoredSession | null> {
      const row = read.get(id)
      if (!row) return null
      const { personId, name, structure, ...session } = row
      return { ...session, person: { id: personId, name, structure } }
    },
    async touch(id: string, at: number): Promise<void> {
      touch.run(at, id)
    },
    async end(id: string): Promise<void> {
      end.run(id)
    },
    /** How many went, `most` at most. */
    async purge(kind: SessionKind, seenBefore: number, most: number): Promise<number> {
      return purge.run(kind, seenBefore, most).changes
    },
  }
}
