import Database from 'better-sqlite3'
import { closeSync, fsyncSync, mkdirSync, openSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { migrate } from './migrations.ts'

export type Db = Database.Database

/** The database's name in its folder. */
export const FILE = 'canevas.db'

/**
 * Opens `canevas.db` in a folder, made when missing: the process's ONE connection that writes. Every transaction on it is synchronous from begin to
 * commit; a second writer would block the event loop for its whole busy timeout (DESIGN §7).
 */
export function openDatabase(folder: string): Db {
  mkdirSync(folder, { recursive: true })
  const db = new Database(join(folder, FILE))
  db.pragma('journal_mode = WAL')
  // FULL: what was acknowledged survives a power cut as well, for 0.3 ms a group commit.
  db.pragma('synchronous = FULL')
  db.pragma('busy_timeout = 5000')
  db.pragma('foreign_keys = ON')
  // The log is folded into the file by a timer, never in the middle of somebody's edit.
  db.pragma('wal_autocheckpoint = 0')
  migrate(db)
  // As a writer: nobody else makes the log longer meanwhile.
  db.transaction(() => makeRoom(`${join(folder, FILE)}-wal`)).immediate()
  return db
}

/** A further handle on an opened database, for another thread: it changes nothing, and holds up nobody who writes. */
export function openBeside(folder: string): Db {
  const db = new Database(join(folder, FILE), { fileMustExist: true })
  db.pragma('query_only = ON')
  return db
}

/** What the next commit may take to the disk along with it: kept by a crash of the process, not by a power cut in between. */
export function unhurried(db: Db, write: () => unknown): void {
  db.pragma('synchronous = NORMAL')
  try {
    write()
  } finally {
    db.pragma('synchronous = FULL')
  }
}

/** More than what is written between two foldings, after which the log begins anew in the same place. */
const LOG_ROOM = 4 << 20

/**
 * A commit that makes its file longer has to write the file system's own journal as well, behind whatever else the machine writes: half again
 * as slow, and its slowest twice as slow. SQLite takes what lies behind its last valid frame for the end (sqlite.org/walformat.html).
 */
function makeRoom(log: string): void {
  const size = statSync(log, { throwIfNoEntry: false })?.size ?? LOG_ROOM
  if (size >= LOG_ROOM) return
  const file = openSync(log, 'r+')
  try {
    writeSync(file, Buffer.alloc(LOG_ROOM - size), 0, LOG_ROOM - size, size)
    fsyncSync(file)
  } catch {
    // A disk that is nearly full: commits grow the file as they always could.
  } finally {
    closeSync(file)
  }
}

/** Where the log is folded into the file: on a handle of another thread, for whoever writes does not wait for it. */
export const fold = (db: Pick<Db, 'pragma'>): unknown => db.pragma('wal_checkpoint(PASSIVE)')

/** Has the log folded every so often where something was written since; on a full disk it waits for the next time. Returns how to stop. */
export function keepFolding(
  db: Db,
  foldBeside: () => Promise<unknown>,
  report: (error: unknown) => void,
  everyMs = 5_000,
): () => void {
  const changes = db.prepare<[], number>('SELECT total_changes()').pluck()
  let folded = -1
  let isFolding = false
  const timer = setInterval(async () => {
    const now = changes.get()!
    if (isFolding || now === folded) return
    isFolding = true
    try {
      await foldBeside()
      folded = now
    } catch (error) {
      report(error)
    } finally {
      isFolding = false
    }
  }, everyMs)
  timer.unref()
  return () => clearInterval(timer)
}

/** What could not be folded stays in the log, which the next start reads. */
export function closeDatabase(db: Db, report: (error: unknown) => void): void {
  // Who reads at this moment (a backup, Litestream) is not waited for.
  db.pragma('busy_timeout = 0')
  try {
    db.pragma('wal_checkpoint(TRUNCATE)')
  } catch (error) {
    report(error)
  }
  db.close()
}
