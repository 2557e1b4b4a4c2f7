import { unhurried, type Db } from '../db/open.ts'

/** What is remembered of a board's life: never a name or a content, at most ids and figures. */
export type Audited =
  | { readonly what: 'joined'; readonly detail: null }
  /** More than a few cards put into the bin, or cards of others. */
  | { readonly what: 'removed'; readonly detail: { readonly cards: number; readonly ofOthers: number } }
  | { readonly what: 'kept'; readonly detail: { readonly version: string } }
  | { readonly what: 'restored'; readonly detail: { readonly version: string; readonly keptBefore: string } }
  | {
      readonly what: 'exported'
      readonly detail: {
        readonly form: 'referentiel' | 'board'
        readonly version: string | null
        readonly whole: boolean
      }
    }
  | { readonly what: 'invited'; readonly detail: { readonly invitation: string; readonly role: string } }
  | { readonly what: 'revoked'; readonly detail: { readonly invitation: string } }
  | { readonly what: 'settings'; readonly detail: { readonly changed: readonly string[] } }
  /** Taken off the board by who leads it. */
  | { readonly what: 'sent_away'; readonly detail: { readonly person: string } }
  /** The whole database was put back from a backup. */
  | { readonly what: 'backup_restored'; readonly detail: null }
export type Entry = Audited & { readonly boardId: string; readonly by: string | null }
/** `times`: how often within a day, `at` the last time. `name`, `structure`: while they are kept. */
export type EntryRead = Audited & {
  readonly at: number
  readonly times: number
  readonly by: string | null
  readonly name: string | null
  readonly structure: string | null
}

const INSERT = `INSERT INTO audit (at, first_at, board_id, person_id, what, detail) VALUES (:at, :at, :board, :person, :what, :detail)`
const AGAIN = `
  UPDATE audit SET at = :at, times = times + 1 WHERE id = (
    SELECT id FROM audit
    WHERE board_id = :board AND at > :since AND first_at > :since AND person_id IS :person AND what = :what AND detail IS :detail
    ORDER BY at DESC LIMIT 1)`
const INSERT_JOINED = `
  INSERT INTO audit (at, board_id, person_id, what) SELECT :at, :board, :person, 'joined'
  WHERE NOT EXISTS (SELECT 1 FROM audit WHERE board_id = :board AND at > :since AND person_id = :person AND what = 'joined')`
const LAST = `SELECT id, person_id AS "by", what, detail FROM audit WHERE board_id = ? AND at > ? ORDER BY at DESC, id DESC LIMIT 1`
const AMEND = `UPDATE audit SET at = ?, detail = ? WHERE id = ?`
const INSERT_RESTORED = `INSERT INTO audit (at, board_id, what) SELECT ?, id, 'backup_restored' FROM board`
const OF_BOARD = `
  SELECT audit.at, audit.times, audit.person_id AS "by", audit.what, audit.detail, person.name, person.structure
  FROM audit LEFT JOIN person ON person.id = audit.person_id
  WHERE audit.board_id = ? ORDER BY audit.at DESC, audit.id DESC LIMIT ?`
const PURGE = `DELETE FROM audit WHERE id IN (SELECT id FROM audit WHERE at < ? LIMIT ?)`

type Written = { at: number; board: string; person: string | null; what: string; detail: string | null }
type Row = Omit<EntryRead, 'detail'> & { readonly detail: string | null }

export type Audit = ReturnType<typeof audit>

export function audit(db: Db) {
  const insert = db.prepare<[Written]>(INSERT)
  const again = db.prepare<[Written & { since: number }]>(AGAIN)
  const insertJoined = db.prepare<[{ at: number; board: string; person: string; since: number }]>(INSERT_JOINED)
  const insertRestored = db.prepare(INSERT_RESTORED)
  const ofBoard = db.prepare<[string, number], Row>(OF_BOARD)
  const purge = db.prepare(PURGE)
  const last = db.prepare<[string, number], { id: number; by: string; what: string; detail: string }>(LAST)
  const amend = db.prepare(AMEND)
  const record = db.transaction((entry: Written, since: number) => {
    if (again.run({ ...entry, since }).changes === 0) insert.run(entry)
  })
  return {
    /** The same of the same person, first written since the moment `since`, is counted there. */
    async record({ boardId, by, what, detail }: Entry, at: number, since: number): Promise<void> {
      const entry = { at, board: boardId, person: by, what, detail: detail && JSON.stringify(detail) }
      unhurried(db, () => record(entry, since))
    },
    /** Boxes are saved one by one: those that one person leaves one after the other, since the moment `since`, are one entry. */
    async settings(boardId: string, by: string, changed: readonly string[], at: number, since: number): Promise<void> {
      const before = last.get(boardId, since)
      if (before?.what !== 'settings' || before.by !== by)
        return void insert.run({
          at,
          board: boardId,
          person: by,
          what: 'settings',
          detail: JSON.stringify({ changed }),
        })
      const { changed: earlier } = JSON.parse(before.detail) as { changed: readonly string[] }
      amend.run(at, JSON.stringify({ changed: [...new Set([...earlier, ...changed])] }), before.id)
    },
    /** Once, however often the line is lost: not again when it is written since the moment `since`. */
    async joined(boardId: string, by: string, at: number, since: number): Promise<void> {
      unhurried(db, () => insertJoined.run({ at, board: boardId, person: by, since }))
    },
    async backupRestored(at: number): Promise<void> {
      insertRestored.run(at)
    },
    /** The newest first. */
    async ofBoard(boardId: string, most: number): Promise<readonly EntryRead[]> {
      return ofBoard
        .all(boardId, most)
        .map((row) => ({ ...row, detail: row.detail === null ? null : JSON.parse(row.detail) }) as EntryRead)
    },
    /** How many went, `most` at most. */
    async purge(before: number, most: number): Promise<number> {
      return purge.run(before, most).changes
    },
  }
}
