import type { Db } from '../db/open.ts'
import { newToken } from '../random.ts'
import { streamSafe } from '#lib/domain/plain.ts'

export type Account = {
  readonly personId: string
  readonly email: string
  /** An argon2id hash, see auth/password.ts. */
  readonly password: string
  readonly admin: boolean
}
export type NewAccount = { name: string; structure: string; email: string; password: string; admin: boolean }

const COUNT = `SELECT count(*) AS n FROM account`
const BY_EMAIL = `SELECT person_id AS personId, email, password, admin FROM account WHERE email = ?`
const BY_PERSON = `SELECT person_id AS personId, email, password, admin FROM account WHERE person_id = ?`
const INSERT_PERSON = `INSERT INTO person (id, name, structure, created_at) VALUES (?, ?, ?, ?)`
const INSERT = `INSERT INTO account (person_id, email, password, admin, created_at) VALUES (?, ?, ?, ?, ?)`
const SPEND_SETUP = `DELETE FROM setup WHERE token = ?`

type Row = Omit<Account, 'admin'> & { admin: number }

export type Accounts = ReturnType<typeof accounts>

export function accounts(db: Db) {
  const count = db.prepare<[], { n: number }>(COUNT)
  const byEmail = db.prepare<[string], Row>(BY_EMAIL)
  const byPerson = db.prepare<[string], Row>(BY_PERSON)
  const insertPerson = db.prepare(INSERT_PERSON)
  const insert = db.prepare(INSERT)
  const spendSetup = db.prepare(SPEND_SETUP)

  const create = db.transaction((account: NewAccount, at: number): { personId: string } | null => {
    if (byEmail.get(normalEmail(account.email))) return null
    const personId = newToken()
    insertPerson.run(personId, account.name, account.structure, at)
    insert.run(personId, normalEmail(account.email), account.password, account.admin ? 1 : 0, at)
    return { personId }
  })
  const createFirst = db.transaction((token: string, account: NewAccount, at: number) =>
    spendSetup.run(token).changes === 1 ? create({ ...account, admin: true }, at) : null,
  )

  return {
    async none(): Promise<boolean> {
      return count.get()!.n === 0
    },
    async byEmail(email: string): Promise<Account | null> {
      return accountOf(byEmail.get(normalEmail(email)))
    },
    async byPerson(personId: string): Promise<Account | null> {
      return accountOf(byPerson.get(personId))
    },
    /** Null: the e-mail already has an account. */
    async create(account: NewAccount, at: number): Promise<{ personId: string } | null> {
      return create(account, at)
    },
    /** Spends the one-time setup link and makes the first facilitator. Null: the link is spent or unknown. */
    async createFirst(token: string, account: NewAccount, at: number): Promise<{ personId: string } | null> {
      return createFirst(token, account, at)
    },
  }
}

const accountOf = (row: Row | undefined): Account | null => (row ? { ...row, admin: row.admin === 1 } : null)

export const normalEmail = (email: string): string => streamSafe(email.trim()).normalize('NFC').toLowerCase()
