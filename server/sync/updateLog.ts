/**
 * The log of a board's edits: a port, and its adapter for SQLite.
 *
 * The promise of `append` is kept only once the edit is on disk, and it never fails: a commit that cannot be made (disk full) keeps its
 * batch and is tried again until it can, while `stalled` says so and rooms take no more edits.
 */
import type { StoredBoard, Updates } from '../store/updates.ts'
import type { Figures } from './figures.ts'

export type UpdateLog = {
  load(boardId: string): Promise<StoredBoard>
  /** Resolves to the update's number, after the commit. Appended in the same turn = committed together, whatever the board. */
  append(boardId: string, update: Uint8Array): Promise<number>
  /** `state` (Yjs format 2) holds every update up to number `upTo`; they leave the log in the same transaction. */
  checkpoint(boardId: string, state: Uint8Array, upTo: number): Promise<void>
  /** The last commit failed and is being tried again. */
  readonly stalled: boolean
  /** Commits what is waiting, trying for `patienceMs` at most. Throws when it could not. */
  close(patienceMs?: number): Promise<void>
}

type Waiting = { readonly boardId: string; readonly data: Uint8Array; readonly done: (seq: number) => void }

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))
const FIRST_RETRY_MS = 100
const LAST_RETRY_MS = 5_000

export function sqliteLog(setting: {
  readonly updates: Updates
  readonly now: () => number
  readonly figures: Figures
  readonly report: (error: unknown) => void
}): UpdateLog {
  const { updates, now, figures, report } = setting
  const waiting: Waiting[] = []
  let committing: Promise<void> | null = null
  let stalled = false
  let closing = false

  async function commitAll(): Promise<void> {
    try {
      for (let retryMs = FIRST_RETRY_MS; waiting.length > 0;) {
        // A copy: the batch being committed does not grow under its own transaction.
        const batch = [...waiting]
        const begun = performance.now()
        try {
          const seqs = await updates.append(batch, now())
          figures.committed(performance.now() - begun, batch.length)
          stalled = false
          retryMs = FIRST_RETRY_MS
          waiting.splice(0, batch.length)
          batch.forEach(({ done }, i) => done(seqs[i]!))
        } catch (error) {
          figures.count('commitFailed')
          if (!stalled) report(error)
          stalled = true
          if (closing) throw error
          await sleep(retryMs)
          retryMs = Math.min(retryMs * 2, LAST_RETRY_MS)
        }
      }
    } finally {
      // In the same breath as the last look at `waiting`, or an append in between would wait for the next one.
      committing = null
    }
  }

  /** In a microtask: everything appended in this turn of the event loop is in the same transaction. */
  function commitSoon() {
    if (committing) return
    committing = Promise.resolve().then(commitAll)
    // Whoever closes the log hears of it; before that commitAll does not give up.
    committing.catch(() => {})
  }

  return {
    load: (boardId) => updates.load(boardId),
    append(boardId, data) {
      return new Promise((done) => {
        waiting.push({ boardId, data, done })
        commitSoon()
      })
    },
    checkpoint: (boardId, state, upTo) => updates.checkpoint(boardId, state, upTo, now()),
    get stalled() {
      return stalled
    },
    async close(patienceMs = 5_000) {
      for (let waitedMs = 0; stalled && waitedMs < patienceMs; waitedMs += 50) await sleep(50)
      closing = true
      await committing
      if (waiting.length > 0) await commitAll()
    },
  }
}
