import type { Db } from '../db/open.ts'
import { newToken } from '../random.ts'

export type SnapshotKind = 'kept' | 'auto' | 'before_restore' | 'before_import'
/** What a list shows. */
export type SnapshotSummary = {
  readonly id: string
  readonly boardId: string
  readonly label: string
  readonly kind: SnapshotKind
  readonly takenAt: number
  /** The person's id, and the name while it is kept. */
  readonly takenBy: string | null
  readonly takenByName: string | null
  /** SHA-256 of the référentiel's canonical text without its export stamp. */
  readonly hash: string
}
export type Snapshot = SnapshotSummary & {
  /** Yjs update, format 2, packed or not (packing.ts). */
  readonly state: Uint8Array
  /** The référentiel's canonical text as it is served, packed by gzip; as it is in versions kept before version 5 of the database. */
  readonly referentiel: Uint8Array | string
}
export type NewSnapshot = Pick<
  Snapshot,
  'id' | 'boardId' | 'label' | 'kind' | 'takenAt' | 'takenBy' | 'hash' | 'state'
> & { readonly referentiel: Uint8Array }

const SUMMARY = `snapshot.id, board_id AS boardId, label, kind, taken_at AS takenAt, taken_by AS takenBy, person.name AS takenByName, hash`
const LIST = `
  SELECT ${SUMMARY} FROM snapshot LEFT JOIN person ON person.id = taken_by WHERE board_id = ? ORDER BY taken_at DESC, snapshot.rowid DESC`
const SUMMARY_OF = `
  SELECT ${SUMMARY} FROM snapshot LEFT JOIN person ON person.id = taken_by WHERE snapshot.id = ? AND board_id = ?`
const STATE = `SELECT state FROM snapshot WHERE id = ? AND board_id = ?`
const READ = `
  SELECT ${SUMMARY}, state, coalesce(packed, referentiel) AS referentiel FROM snapshot LEFT JOIN person ON person.id = taken_by WHERE snapshot.id = ? AND board_id = ?`
const USED = `
  SELECT count(*) FILTER (WHERE kind = 'kept') AS kept, coalesce(sum(octet_length(state) + octet_length(coalesce(packed, referentiel))), 0) AS bytes
  FROM snapshot WHERE board_id = ?`
const FORGET_OLDEST = `
  DELETE FROM snapshot WHERE id IN (
    SELECT id FROM snapshot WHERE board_id = ? AND kind <> 'kept' ORDER BY taken_at DESC, rowid DESC LIMIT -1 OFFSET ?)`
const INSERT = `
  INSERT INTO snapshot (id, board_id, label, kind, taken_at, taken_by, state, packed, referentiel, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, '', ?)`

export type Snapshots = ReturnType<typeof snapshots>

export function snapshots(db: Db) {
  const list = db.prepare<[string], SnapshotSummary>(LIST)
  const read = db.prepare<[string, string], Snapshot>(READ)
  const summary = db.prepare<[string, string], SnapshotSummary>(SUMMARY_OF)
  const state = db.prepare<[string, string], { state: Uint8Array }>(STATE)
  const used = db.prepare<[string], { kept: number; bytes: number }>(USED)
  const forgetOldest = db.prepare<[string, number]>(FORGET_OLDEST)
  const insert = db.prepare(INSERT)

  const create = db.transaction((made: NewSnapshot, automatic: number) => {
    const { id, boardId, label, kind, takenAt, takenBy, state, referentiel, hash } = made
    insert.run(id, boardId, label, kind, takenAt, takenBy, state, referentiel, hash)
    forgetOldest.run(boardId, automatic)
  })

  return {
    newId: newToken,
    /** The newest first. */
    async list(boardId: string): Promise<readonly SnapshotSummary[]> {
      return list.all(boardId)
    },
    async read(boardId: string, id: string): Promise<Snapshot | null> {
      return read.get(id, boardId) ?? null
    },
    async summary(boardId: string, id: string): Promise<SnapshotSummary | null> {
      return summary.get(id, boardId) ?? null
    },
    /** As it is stored. */
    async state(boardId: string, id: string): Promise<Uint8Array | null> {
      return state.get(id, boardId)?.state ?? null
    },
    /** How many a board's people have kept, and the bytes of all that there are. */
    async used(boardId: string): Promise<{ readonly kept: number; readonly bytes: number }> {
      return used.get(boardId)!
    },
    /** Of those that were kept by themselves the newest `automatic` stay. */
    async create(made: NewSnapshot, automatic: number): Promise<void> {
      create(made, automatic)
    },
  }
}
