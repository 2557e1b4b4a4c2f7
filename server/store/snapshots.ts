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
  /** Yjs update, format 2. */
  readonly state: Uint8Array
  /** The référentiel's canonical text, as it is served. */
  readonly referentiel: string
}
export type NewSnapshot = Pick<
  Snapshot,
  'id' | 'boardId' | 'label' | 'kind' | 'takenAt' | 'takenBy' | 'hash' | 'state' | 'referentiel'
>

const SUMMARY = `snapshot.id, board_id AS boardId, label, kind, taken_at AS takenAt, taken_by AS takenBy, person.name AS takenByName, hash`
const LIST = `
  SELECT ${SUMMARY} FROM snapshot LEFT JOIN person ON person.id = taken_by WHERE board_id = ? ORDER BY taken_at DESC, snapshot.rowid DESC`
const READ = `
  SELECT ${SUMMARY}, state, referentiel FROM snapshot LEFT JOIN person ON person.id = taken_by WHERE snapshot.id = ? AND board_id = ?`
const INSERT = `
  INSERT INTO snapshot (id, board_id, label, kind, taken_at, taken_by, state, referentiel, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`

export type Snapshots = ReturnType<typeof snapshots>

export function snapshots(db: Db) {
  const list = db.prepare<[string], SnapshotSummary>(LIST)
  const read = db.prepare<[string, string], Snapshot>(READ)
  const insert = db.prepare(INSERT)
  return {
    newId: newToken,
    /** The newest first. */
    async list(boardId: string): Promise<readonly SnapshotSummary[]> {
      return list.all(boardId)
    },
    async read(boardId: string, id: string): Promise<Snapshot | null> {
      return read.get(id, boardId) ?? null
    },
    async create(made: NewSnapshot): Promise<void> {
      const { id, boardId, label, kind, takenAt, takenBy, state, referentiel, hash } = made
      insert.run(id, boardId, label, kind, takenAt, takenBy, state, referentiel, hash)
    },
  }
}
