import type { Db } from '../db/open.ts'

const LOG_ROWS = `SELECT count(*) AS n FROM board_update`
const UNREADABLE_ROWS = `SELECT count(*) AS n FROM board_unreadable`
const BOARDS = `SELECT count(*) AS n FROM board`
const BYTES = `SELECT page_count * page_size AS n FROM pragma_page_count(), pragma_page_size()`

export type Sizes = ReturnType<typeof sizes>

/** How much there is. */
export function sizes(db: Db) {
  const [logRows, unreadableRows, boards, bytes] = [LOG_ROWS, UNREADABLE_ROWS, BOARDS, BYTES].map((sql) =>
    db.prepare<[], { n: number }>(sql),
  )
  return {
    read: async () => ({
      logRows: logRows!.get()!.n,
      unreadableRows: unreadableRows!.get()!.n,
      boards: boards!.get()!.n,
      bytes: bytes!.get()!.n,
    }),
  }
}
