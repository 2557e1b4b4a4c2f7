import type { Db } from '../db/open.ts'

const LOG_ROWS = `SELECT count(*) AS n FROM board_update`
const UNREADABLE_ROWS = `SELECT count(*) AS n FROM board_unreadable`
const BOARDS = `SELECT count(*) AS n FROM board`
/** The lengths are read without what they are of. */
const DEMO_BYTES = `
  SELECT coalesce(sum(bytes), 0) AS n FROM (
    SELECT (SELECT coalesce(sum(octet_length(state) + octet_length(coalesce(packed, referentiel))), 0) FROM snapshot WHERE board_id = board.id)
         + (SELECT coalesce(sum(octet_length(bytes)), 0) FROM board_image JOIN image USING (hash) WHERE board_id = board.id)
         + (SELECT coalesce(sum(octet_length(state)), 0) FROM board_checkpoint WHERE board_id = board.id) AS bytes
    FROM board WHERE demo = 1)`
const BYTES = `SELECT page_count * page_size AS n FROM pragma_page_count(), pragma_page_size()`

export type Sizes = ReturnType<typeof sizes>

/** How much there is. */
export function sizes(db: Db) {
  const [logRows, unreadableRows, boards, bytes] = [LOG_ROWS, UNREADABLE_ROWS, BOARDS, BYTES].map((sql) =>
    db.prepare<[], { n: number }>(sql),
  )
  const demoBytes = db.prepare<[], { n: number }>(DEMO_BYTES)
  return {
    /** What demonstrations have on the disk: states, versions, pictures. */
    demoBytes: async (): Promise<number> => demoBytes.get()!.n,
    read: async () => ({
      logRows: logRows!.get()!.n,
      unreadableRows: unreadableRows!.get()!.n,
      boards: boards!.get()!.n,
      bytes: bytes!.get()!.n,
    }),
  }
}
