import type { Db } from '../db/open.ts'
import { newToken } from '../random.ts'

/** A guest has no account: a first name and a structure. */
export type Person = { readonly id: string; readonly name: string; readonly structure: string }
export type NewPerson = Pick<Person, 'name' | 'structure'>

const INSERT = `INSERT INTO person (id, name, structure, created_at) VALUES (?, ?, ?, ?)`
const READ = `SELECT id, name, structure FROM person WHERE id = ?`
const RENAME = `UPDATE person SET name = ?, structure = ? WHERE id = ?`

// Without account, session or membership: nothing leads to them, and they lead to nothing.
const PURGE = `
  DELETE FROM person WHERE id IN (
    SELECT id FROM person
    WHERE created_at < ? AND NOT EXISTS (SELECT 1 FROM account WHERE account.person_id = person.id)
      AND NOT EXISTS (SELECT 1 FROM session WHERE session.person_id = person.id)
      AND NOT EXISTS (SELECT 1 FROM membership WHERE membership.person_id = person.id)
    LIMIT ?)`

export type People = ReturnType<typeof people>

export function people(db: Db) {
  const insert = db.prepare(INSERT)
  const read = db.prepare<[string], Person>(READ)
  const rename = db.prepare(RENAME)
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
    /** Guests of whom nothing is left: how many went, `most` at most. */
    async purge(createdBefore: number, most: number): Promise<number> {
      return purge.run(createdBefore, most).changes
    },
  }
}
