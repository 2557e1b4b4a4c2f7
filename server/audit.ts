/** Who did what on which board. What is to be remembered never stands in the way of what is done: a failure to write it is a fault, no refusal. */
import type { Audit, Entry } from './store/audit.ts'

const DAY = 86_400_000
const KEPT_FOR = 400 * DAY
/** An atelier: who comes back within it has joined once. */
const SAME_VISIT = DAY / 2
/** Ten minutes. */
const SAME_SITTING = 600_000

export function auditDoor(store: Audit, now: () => number, report: (error: unknown) => void) {
  return {
    note: (entry: Entry): Promise<void> => store.record(entry, now(), now() - DAY).catch(report),
    joined: (boardId: string, by: string): Promise<void> =>
      store.joined(boardId, by, now(), now() - SAME_VISIT).catch(report),
    settings: (boardId: string, by: string, changed: readonly string[]): Promise<void> =>
      store.settings(boardId, by, changed, now(), now() - SAME_SITTING).catch(report),
    ofBoard: store.ofBoard,
    /** How many entries went, `most` at most. */
    purge: (most: number): Promise<number> => store.purge(now() - KEPT_FOR, most),
  }
}
