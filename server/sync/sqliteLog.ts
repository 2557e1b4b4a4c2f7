/** The log in SQLite. */
import type { LoggedUpdate, Updates } from '../store/updates.ts'
import type { Figures } from './figures.ts'
import type { UpdateLog } from './updateLog.ts'

type Waiting = LoggedUpdate & { readonly done: (seq: number) => void }

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
    append(boardId, data, bindings = []) {
      return new Promise((done) => {
        waiting.push({ boardId, data, bindings, done })
        commitSoon()
      })
    },
    checkpoint: (boardId, state, upTo) => updates.checkpoint(boardId, state, upTo, now()),
    setAside: (boardId, rows) => updates.setAside(boardId, rows, now()),
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
