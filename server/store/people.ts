import type { Db } from '../db/open.ts'
import { newToken } from '../random.ts'

/** A guest has no account: a first name and a structure. */
export type Person = { readonly id: string; readonly name: string; readonly structure: string }
export type NewPerson = Pick<Person, 'name' | 'structure'>

const INSERT = `INSERT INTO person (id, name, structure, created_at) VALUES (?, ?, ?, ?)`
const READ = `SELECT id, name, structure FROM person WHERE id = ?`
const RENAME = `UPDATE person SET name = ?, structure = ? WHERE id = ?`

const LAST_OF_PIECE = `SELECT max(rowid) AS last FROM (SELECT rowid FROM person WHERE rowid > ? ORDER BY rowid LIMIT ?)`
// Without account or membership, and not seen since: nothing leads to them, and they lead to nothing. Their sessions go with them.
const PURGE = `
  DELETE FROM person WHERE rowid > :after AND rowid <= :last AND created_at < :createdBefore
    AND NOT EXISTS (SELECT 1 FROM account WHERE account.person_id = person.id)
    AND NOT EXISTS (SELECT 1 FROM membership WHERE membership.person_id = person.id)
    AND NOT EXISTS (SELECT 1 FROM session WHERE session.person_id = person.id AND session.seen_at >= :seenSince)`

export type People = ReturnType<typeof people>

export function people(db: Db) {
  const insert = db.prepare(INSERT)
  const read = db.prepare<[string], Person>(READ)
  const rename = db.prepare(RENAME)
  const lastOfPiece = db.prepare<[number, number], { last: number | null }>(LAST_OF_PIECE)
  const purge = db.prepare(PURGE)
  return {
    async create(person: NewPerson, at: number): Promise<Person> {
      const id = newToken()
      insert.run(id, person.name, person.structure, at)
      return { id, ...person }
    },
    async read(id: string): Promise<Person | null> {
      return read.get(id) ?? null
    },
    async rename(id: string, person: NewPerson): Promise<void> {
      rename.run(person.name, person.structure, id)
    },
    /** Guests of whom nothing is left, among the next `piece` people after `after`. Returns where to go on; null: that was all. */
    async purge(
      left: { createdBefore: number; seenSince: number },
      after: number,
      piece: number,
    ): Promise<number | null> {
      const { last } = lastOfPiece.get(after, piece)!
      if (last !== null) purge.run({ ...left, after, last })
      return last
    },
  }
}
