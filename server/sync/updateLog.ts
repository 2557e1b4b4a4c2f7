/**
 * The log of a board's edits: a port. Every adapter passes `tests/server/contracts/updateLog.ts`.
 *
 * The promise of `append` is kept only once the edit is on disk, and it never fails: a commit that cannot be made (disk full) keeps its
 * batch and is tried again until it can, while `stalled` says so and rooms take no more edits.
 */
import type { Binding, StoredBoard, Unreadable } from '../store/updates.ts'

export type UpdateLog = {
  load(boardId: string): Promise<StoredBoard>
  /**
   * Resolves to the update's number, after the commit. Appended in the same turn = committed together, whatever the board. `bindings`: client
   * ids that nobody had yet, stored with it.
   */
  append(boardId: string, update: Uint8Array, bindings?: readonly Binding[]): Promise<number>
  /**
   * `state` (Yjs format 2) holds every update up to number `upTo`; they leave the log in the same transaction. One that
   * is older than what is stored changes nothing.
   */
  checkpoint(boardId: string, state: Uint8Array, upTo: number): Promise<void>
  /** Rows that cannot be read are kept elsewhere. */
  setAside(boardId: string, rows: readonly Unreadable[]): Promise<void>
  /** The last commit failed and is being tried again. */
  readonly stalled: boolean
  /** Commits what is waiting, trying for `patienceMs` at most. Throws when it could not. */
  close(patienceMs?: number): Promise<void>
}
