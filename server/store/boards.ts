import type { Role } from '#lib/domain/rights.ts'
import type { Db } from '../db/open.ts'
import { newToken } from '../random.ts'

export type Board = {
  readonly id: string
  readonly programmeId: string
  readonly epoch: number
  readonly title: string
  readonly demo: boolean
  readonly createdAt: number
  readonly lastUsedAt: number
}
export type NewBoard = {
  title: string
  demo: boolean
  by: string
  /** Null: a programme of its own, with `by` as facilitator. */
  programmeId: string | null
  /** The first checkpoint, a Yjs update of format 2. */
  state: Uint8Array | null
}

const COLUMNS = `board.id, board.programme_id AS programmeId, epoch, title, demo, board.created_at AS createdAt, last_used_at AS lastUsedAt`
const READ = `SELECT ${COLUMNS} FROM board WHERE id = ?`
const OF_PERSON = `
  SELECT ${COLUMNS}, group_concat(membership.role) AS roles FROM board
  JOIN membership ON membership.programme_id = board.programme_id AND (membership.board_id IS NULL OR membership.board_id = board.id)
  WHERE membership.person_id = ? AND membership.ended_at IS NULL
  GROUP BY board.id ORDER BY last_used_at DESC`
const INSERT_PROGRAMME = `INSERT INTO programme (id, name, created_at) VALUES (?, ?, ?)`
const INSERT_FACILITATOR = `INSERT INTO membership (id, person_id, programme_id, role, created_at) VALUES (?, ?, ?, 'facilitator', ?)`
const INSERT = `INSERT INTO board (id, programme_id, title, demo, created_at, last_used_at) VALUES (?, ?, ?, ?, ?, ?)`
const INSERT_CHECKPOINT = `INSERT INTO board_checkpoint (board_id, upto_seq, at, state) VALUES (?, 0, ?, ?)`
const RENAME = `UPDATE board SET title = ? WHERE id = ?`
// To the second: a hundred people who come in at once are one write.
const USED = `UPDATE board SET last_used_at = :at WHERE id = :id AND last_used_at < :at - 900`
const BEGIN_ANEW = `UPDATE board SET epoch = max(epoch + 1, ?)`
const REMOVE = `DELETE FROM board WHERE id = ?`
const REMOVE_EMPTY_PROGRAMME = `DELETE FROM programme WHERE id = ? AND NOT EXISTS (SELECT 1 FROM board WHERE programme_id = programme.id)`
const DEMOS = `SELECT id FROM board WHERE demo = 1 ORDER BY last_used_at DESC, rowid DESC`

type Row = Omit<Board, 'demo'> & { demo: number }

export type Boards = ReturnType<typeof boards>

export function boards(db: Db) {
  const read = db.prepare<[string], Row>(READ)
  const ofPerson = db.prepare<[string], Row & { roles: string }>(OF_PERSON)
  const insertProgramme = db.prepare(INSERT_PROGRAMME)
  const insertFacilitator = db.prepare(INSERT_FACILITATOR)
  const insert = db.prepare(INSERT)
  const insertCheckpoint = db.prepare(INSERT_CHECKPOINT)
  const rename = db.prepare(RENAME)
  const used = db.prepare(USED)
  const beginAnew = db.prepare(BEGIN_ANEW)
  const remove = db.prepare(REMOVE)
  const removeEmptyProgramme = db.prepare(REMOVE_EMPTY_PROGRAMME)
  const demos = db.prepare<[], { id: string }>(DEMOS)

  const create = db.transaction((board: NewBoard, at: number): Board => {
    const programmeId = board.programmeId ?? newToken()
    if (board.programmeId === null) {
      insertProgramme.run(programmeId, board.title, at)
      insertFacilitator.run(newToken(), board.by, programmeId, at)
    }
    const id = newToken()
    insert.run(id, programmeId, board.title, board.demo ? 1 : 0, at, at)
    if (board.state) insertCheckpoint.run(id, at, board.state)
    return boardOf(read.get(id)!)
  })
  const removeWhole = db.transaction((id: string) => {
    const board = read.get(id)
    if (!board) return
    remove.run(id)
    removeEmptyProgramme.run(board.programmeId)
  })

  return {
    async read(id: string): Promise<Board | null> {
      const row = read.get(id)
      return row ? boardOf(row) : null
    },
    /** Boards that a person may open, the last used first, with every role held there. */
    async ofPerson(personId: string): Promise<readonly (Board & { roles: readonly Role[] })[]> {
      return ofPerson.all(personId).map(({ roles, ...row }) => ({ ...boardOf(row), roles: roles.split(',') as Role[] }))
    },
    async create(board: NewBoard, at: number): Promise<Board> {
      return create(board, at)
    },
    async rename(id: string, title: string): Promise<void> {
      rename.run(title, id)
    },
    async used(id: string, at: number): Promise<void> {
      used.run({ id, at })
    },
    /** Every board gets a new epoch. From the clock: the database that a backup replaces may be lost, and its epochs with it. */
    async beginAnew(at: number): Promise<void> {
      beginAnew.run(at)
    },
    /** With everything on it, and its programme when that was its last board. */
    async remove(id: string): Promise<void> {
      removeWhole(id)
    },
    /** Every demonstration, the last used first. */
    async demos(): Promise<readonly string[]> {
      return demos.all().map(({ id }) => id)
    },
  }
}

const boardOf = (row: Row): Board => ({ ...row, demo: row.demo === 1 })
