import type { Db } from '../db/open.ts'

/** One committed batch of a board's edits: a Yjs update, format 1. */
export type LoggedUpdate = { readonly boardId: string; readonly data: Uint8Array }
export type StoredBoard = {
  /** Yjs update, format 2. */
  readonly checkpoint: Uint8Array | null
  readonly updates: readonly Uint8Array[]
  /** The number of the last update, 0 when there is none. */
  readonly upTo: number
}

const CHECKPOINT = `SELECT upto_seq AS upTo, state FROM board_checkpoint WHERE board_id = ?`
const AFTER = `SELECT seq, data FROM board_update WHERE board_id = ? AND seq > ? ORDER BY seq`
const INSERT = `INSERT INTO board_update (board_id, at, data) VALUES (?, ?, ?)`
const REPLACE_CHECKPOINT = `
  INSERT INTO board_checkpoint (board_id, upto_seq, at, state) VALUES (?, ?, ?, ?)
  ON CONFLICT (board_id) DO UPDATE SET upto_seq = excluded.upto_seq, at = excluded.at, state = excluded.state`
const TRIM = `DELETE FROM board_update WHERE board_id = ? AND seq <= ?`
const EXISTS = `SELECT 1 FROM board WHERE id = ?`

export type Updates = ReturnType<typeof updates>

export function updates(db: Db) {
  const checkpointOf = db.prepare<[string], { upTo: number; state: Uint8Array }>(CHECKPOINT)
  const after = db.prepare<[string, number], { seq: number; data: Uint8Array }>(AFTER)
  const insert = db.prepare(INSERT)
  const replaceCheckpoint = db.prepare(REPLACE_CHECKPOINT)
  const trim = db.prepare(TRIM)
  const exists = db.prepare(EXISTS)

  const append = db.transaction((rows: readonly LoggedUpdate[], at: number): readonly number[] =>
    // A board removed while its last edits were on their way takes them with it, and no other board's.
    rows.map(({ boardId, data }) => (exists.get(boardId) ? Number(insert.run(boardId, at, data).lastInsertRowid) : 0)),
  )
  const swap = db.transaction((boardId: string, state: Uint8Array, upTo: number, at: number) => {
    if (!exists.get(boardId)) return
    replaceCheckpoint.run(boardId, upTo, at, state)
    trim.run(boardId, upTo)
  })

  return {
    async load(boardId: string): Promise<StoredBoard> {
      const checkpoint = checkpointOf.get(boardId)
      const rows = after.all(boardId, checkpoint?.upTo ?? 0)
      return {
        checkpoint: checkpoint?.state ?? null,
        updates: rows.map(({ data }) => data),
        upTo: rows.at(-1)?.seq ?? checkpoint?.upTo ?? 0,
      }
    },
    /** All boards' batches in one transaction, one fsync. Returns their numbers. */
    async append(rows: readonly LoggedUpdate[], at: number): Promise<readonly number[]> {
      return append(rows, at)
    },
    /** Puts the compacted state in and takes the updates that it holds out, together. */
    async checkpoint(boardId: string, state: Uint8Array, upTo: number, at: number): Promise<void> {
      swap(boardId, state, upTo, at)
    },
  }
}
