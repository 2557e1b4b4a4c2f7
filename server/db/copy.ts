/** Whole copies of a database: for backups, and for putting one back. */
import Database from 'better-sqlite3'
import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'

/** What is said to the person at the keyboard: one sentence. */
export class Refused extends Error {}

/**
 * Copies the database of the file `from` as it is at one moment, whoever writes into it meanwhile, into the new file `to`: complete without a
 * log beside it, on the disk, and read back. Throws `Refused` when it is no database or not whole.
 */
export async function copyDatabase(from: string, to: string): Promise<void> {
  if (!existsSync(from)) throw new Refused(`There is no database at ${from}.`)
  const part = `${to}.part`
  removeWithLog(part)
  try {
    await copy(from, part)
    readBack(part)
    flush(part)
    renameSync(part, to)
    flush(dirname(to))
  } catch (error) {
    if (error instanceof Database.SqliteError) throw new Refused(`${from} cannot be copied whole: ${error.message}.`)
    throw error
  } finally {
    removeWithLog(part)
  }
}

async function copy(from: string, to: string): Promise<void> {
  const source = new Database(from, { readonly: true, fileMustExist: true })
  try {
    // All pages in one step: a copy in several starts anew at each write of another process, for ever on a busy board.
    await source.backup(to, { progress: () => 0x7fffffff })
  } finally {
    source.close()
  }
}

function readBack(file: string): void {
  const db = new Database(file, { fileMustExist: true })
  try {
    // No log beside it: the one file is all there is.
    db.pragma('journal_mode = DELETE')
    const found = db.pragma('integrity_check', { simple: true })
    if (found !== 'ok') throw new Refused(`The database is damaged: ${String(found)}.`)
    if ((db.pragma('foreign_key_check') as unknown[]).length > 0)
      throw new Refused('The database is damaged: rows are missing.')
    if (db.pragma('user_version', { simple: true }) === 0) throw new Refused('This is not a database of Canevas.')
  } finally {
    db.close()
  }
}

/** Every page, or every name of a folder, is on the disk. */
function flush(path: string): void {
  // Windows opens no folders.
  if (process.platform === 'win32') return
  const file = openSync(path, 'r')
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

function removeWithLog(file: string): void {
  for (const suffix of ['', '-journal', '-wal', '-shm']) rmSync(file + suffix, { force: true })
}
