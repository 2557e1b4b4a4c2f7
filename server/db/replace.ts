/** Puts a backup in the place of the database. */
import Database from 'better-sqlite3'
import { existsSync, linkSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { audit } from '../store/audit.ts'
import { boards } from '../store/boards.ts'
import { copyDatabase, Refused } from './copy.ts'
import { migrate } from './migrations.ts'
import { FILE } from './open.ts'

/**
 * The backup `from` becomes the database of a folder. Every board gets an epoch that no client has: what browsers still hold of the time after
 * the backup is not merged back into it (DESIGN §6.12). Returns where the former database is kept, null when there was none. Throws `Refused`,
 * with nothing changed, while a server runs on the folder and when the backup is not whole.
 */
export async function replaceDatabase(from: string, folder: string, at: number): Promise<string | null> {
  mkdirSync(folder, { recursive: true })
  const live = join(folder, FILE)
  const next = `${live}.restoring`
  const former = join(folder, `canevas-before-restore-${new Date(at).toISOString().replace(/[:.]/g, '-')}.db`)
  if (existsSync(live)) fold(live)
  try {
    await copyDatabase(from, next)
    await prepare(next, at)
    const replaces = existsSync(live)
    if (replaces) keep(live, former)
    renameSync(next, live)
    return replaces ? former : null
  } finally {
    rmSync(next, { force: true })
  }
}

async function prepare(file: string, at: number): Promise<void> {
  const db = new Database(file)
  try {
    migrate(db)
    await boards(db).beginAnew(at)
    await audit(db).backupRestored(at)
  } finally {
    db.close()
  }
}

/** There is a database under the live name at every moment. A log left under that name would be played into the new one. */
function keep(live: string, former: string): void {
  fold(live)
  linkSync(live, former)
  for (const suffix of ['-wal', '-shm', '-journal'])
    if (existsSync(live + suffix)) renameSync(live + suffix, former + suffix)
}

/**
 * Takes the log into the file. SQLite does so only for who has the database alone, and the operating system forgets the claims of a process
 * that was killed: no lock file can be left behind.
 */
function fold(live: string): void {
  const db = new Database(live, { timeout: 0 })
  try {
    db.pragma('journal_mode = DELETE')
  } catch (error) {
    if ((error as { code?: string }).code?.startsWith('SQLITE_BUSY'))
      throw new Refused(`${live} is in use: stop the server first, and Litestream if it runs.`)
    // A database that cannot even be read is what backups are for: it is kept as it is.
  } finally {
    db.close()
  }
}
