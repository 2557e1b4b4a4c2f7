import type { Db } from '../db/open.ts'

/** A client id of Yjs and who writes under it. */
export type Binding = { readonly clientId: number; readonly personId: string }
/** One committed batch of a board's edits: a Yjs update, format 1, and the client ids that are bound with it. */
export type LoggedUpdate = {
  readonly boardId: string
  readonly data: Uint8Array
  readonly bindings?: readonly Binding[]
}
export type LogRow = { readonly seq: number; readonly data: Uint8Array }
export type Unreadable = { readonly seq: number; readonly reason: string }
export type StoredBoard = {
  /** Yjs update, format 2, packed or not (packing.ts). */
  readonly checkpoint: Uint8Array | null
  readonly rows: readonly LogRow[]
  /** The number of the last update, 0 when there is none. */
  readonly upTo: number
  readonly clients: ReadonlyMap<number, string>
  /** Rows that were set aside earlier because they could not be read. */
  readonly unreadable: number
}
export type StoredState = Pick<StoredBoard, 'checkpoint' | 'rows' | 'upTo'>

const CHECKPOINT = `SELECT upto_seq AS upTo, state FROM board_checkpoint WHERE board_id = ?`
const AFTER = `SELECT seq, data FROM board_update WHERE board_id = ? AND seq > ? ORDER BY seq`
const LAST = `
  SELECT coalesce((SELECT max(seq) FROM board_update WHERE board_id = ?), (SELECT upto_seq FROM board_checkpoint WHERE board_id = ?), 0) AS seq`
const CLIENTS = `SELECT client_id AS clientId, person_id AS personId FROM board_client WHERE board_id = ?`
const UNREADABLE = `SELECT count(*) AS count FROM board_unreadable WHERE board_id = ?`
const INSERT = `INSERT INTO board_update (board_id, at, data) VALUES (?, ?, ?)`
const BIND = `INSERT OR IGNORE INTO board_client (board_id, client_id, person_id) VALUES (?, ?, ?)`
const REPLACE_CHECKPOINT = `
  INSERT INTO board_checkpoint (board_id, upto_seq, at, state) VALUES (?, ?, ?, ?)
  ON CONFLICT (board_id) DO UPDATE SET upto_seq = excluded.upto_seq, at = excluded.at, state = excluded.state`
const TRIM = `DELETE FROM board_update WHERE board_id = ? AND seq <= ?`
const COPY_UNREADABLE = `
  INSERT OR REPLACE INTO board_unreadable (seq, board_id, at, found_at, reason, data)
  SELECT seq, board_id, at, ?, ?, data FROM board_update WHERE board_id = ? AND seq = ?`
const TAKE_OUT = `DELETE FROM board_update WHERE board_id = ? AND seq = ?`
const EXISTS = `SELECT 1 FROM board WHERE id = ?`

export type Updates = ReturnType<typeof updates>

export function updates(db: Db) {
  const checkpointOf = db.prepare<[string], { upTo: number; state: Uint8Array }>(CHECKPOINT)
  const after = db.prepare<[string, number], LogRow>(AFTER)
  const last = db.prepare<[string, string], { seq: number }>(LAST)
  const clientsOf = db.prepare<[string], Binding>(CLIENTS)
  const unreadableOf = db.prepare<[string], { count: number }>(UNREADABLE)
  const insert = db.prepare(INSERT)
  const bind = db.prepare(BIND)
  const replaceCheckpoint = db.prepare(REPLACE_CHECKPOINT)
  const trim = db.prepare(TRIM)
  const copyUnreadable = db.prepare(COPY_UNREADABLE)
  const takeOut = db.prepare(TAKE_OUT)
  const exists = db.prepare(EXISTS)

  const append = db.transaction((batch: readonly LoggedUpdate[], at: number): readonly number[] =>
    batch.map(({ boardId, data, bindings = [] }) => {
      // A board removed while its last edits were on their way takes them with it, and no other board's.
      if (!exists.get(boardId)) return 0
      for (const { clientId, personId } of bindings) bind.run(boardId, clientId, personId)
      return Number(insert.run(boardId, at, data).lastInsertRowid)
    }),
  )
  const swap = db.transaction((boardId: string, state: Uint8Array, upTo: number, at: number) => {
    if (!exists.get(boardId)) return
    // One that comes late would bring an older board back, whose later rows are gone.
    if ((checkpointOf.get(boardId)?.upTo ?? 0) > upTo) return
    replaceCheckpoint.run(boardId, upTo, at, state)
    // The former checkpoint and the log are there again if what the disk gives back is not what was written.
    if (Buffer.compare(checkpointOf.get(boardId)!.state, state) !== 0)
      throw new Error('A checkpoint reads back changed.')
    trim.run(boardId, upTo)
  })
  const setAside = db.transaction((boardId: string, rows: readonly Unreadable[], at: number) => {
    for (const { seq, reason } of rows) {
      copyUnreadable.run(at, reason, boardId, seq)
      takeOut.run(boardId, seq)
    }
  })

  // Together: another thread reads while the log is folded.
  const stateOf = db.transaction((boardId: string): StoredState => {
    const checkpoint = checkpointOf.get(boardId)
    const rows = after.all(boardId, checkpoint?.upTo ?? 0)
    return {
      checkpoint: checkpoint?.state ?? null,
      rows,
      upTo: rows.at(-1)?.seq ?? checkpoint?.upTo ?? 0,
    }
  })

  return {
    /** The number of a board's last update, 0 when there is none. */
    async last(boardId: string): Promise<number> {
      return last.get(boardId, boardId)!.seq
    },
    async state(boardId: string): Promise<StoredState> {
      return stateOf(boardId)
    },
    async load(boardId: string): Promise<StoredBoard> {
      return {
        ...stateOf(boardId),
        clients: new Map(clientsOf.all(boardId).map(({ clientId, personId }) => [clientId, personId])),
        unreadable: unreadableOf.get(boardId)!.count,
      }
    },
    /** All boards' batches in one transaction, one fsync. Returns their numbers. */
    async append(batch: readonly LoggedUpdate[], at: number): Promise<readonly number[]> {
      return append(batch, at)
    },
    /** Puts the compacted state in and takes the updates that it holds out, together. */
    async checkpoint(boardId: string, state: Uint8Array, upTo: number, at: number): Promise<void> {
      swap(boardId, state, upTo, at)
    },
    /** Takes rows out of the log and keeps them where nobody reads them by accident. */
    async setAside(boardId: string, rows: readonly Unreadable[], at: number): Promise<void> {
      setAside(boardId, rows, at)
    },
  }
}
