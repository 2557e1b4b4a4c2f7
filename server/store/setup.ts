import type { Db } from '../db/open.ts'
import { newToken } from '../random.ts'

const READ = `SELECT token FROM setup LIMIT 1`
const KNOWN = `SELECT token FROM setup WHERE token = ?`
const INSERT = `INSERT INTO setup (token, created_at) VALUES (?, ?)`

export type Setup = ReturnType<typeof setup>

/** The one-time link that makes the first account: the same at every start until it is spent (accounts.createFirst). */
export function setup(db: Db) {
  const read = db.prepare<[], { token: string }>(READ)
  const known = db.prepare<[string], { token: string }>(KNOWN)
  const insert = db.prepare(INSERT)
  const token = db.transaction((at: number): string => {
    const now = read.get()?.token
    if (now) return now
    const made = newToken()
    insert.run(made, at)
    return made
  })
  return {
    async token(at: number): Promise<string> {
      return token(at)
    },
    async isValid(candidate: string): Promise<boolean> {
      return known.get(candidate) !== undefined
    },
  }
}
