// A build is whole or not there: made aside under a lock, put in place by one rename, under the stamp of its sources. Nothing that is in place is ever
// written again, so that whoever runs from it goes on. The lock is SQLite's on a file: the system gives it back when its holder is killed.
import Database from 'better-sqlite3'
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const [LOCK, PART] = ['lock.db', 'part']
const STAMP = /^[0-9a-f]{32}$/
/** Former builds that stay: a server may still run from one. */
const FORMER = 2
const LOOK_EVERY_MS = 200
/** Sources that were edited while they were built are built again. */
const MOST_TRIES = 3

/**
 * Makes the build of the present sources unless it is there. `make` builds into a new folder, given the latest former build, if any; `wait` is told
 * when another process builds. Returns the folder.
 * @param {{ folder: string, stampOf: () => string, make: (into: string, former: string | null) => Promise<void>, wait?: () => void }} making
 */
export async function ensureBuild({ folder, stampOf, make, wait = () => {} }) {
  mkdirSync(folder, { recursive: true })
  const unlock = await lock(join(folder, LOCK), wait)
  try {
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const stamp = stampOf()
      const [part, whole] = [join(folder, PART), join(folder, stamp)]
      if (existsSync(whole)) return whole
      rmSync(part, { recursive: true, force: true })
      const [former = null] = buildsIn(folder)
      await make(part, former)
      // Made of neither what was nor what is.
      if (stampOf() !== stamp) continue
      for (const old of buildsIn(folder).slice(FORMER)) rmSync(old, { recursive: true, force: true })
      renameSync(part, whole)
      return whole
    }
    throw new Error('The sources change faster than they can be built.')
  } finally {
    unlock()
  }
}

/**
 * @param {string} file
 * @param {() => void} wait
 */
async function lock(file, wait) {
  const db = new Database(file, { timeout: 0 })
  for (let tries = 0; ; tries++) {
    try {
      db.exec('BEGIN EXCLUSIVE')
      return () => db.close()
    } catch (error) {
      if (!(error instanceof Database.SqliteError) || error.code !== 'SQLITE_BUSY') throw error
      if (tries === 0) wait()
      await sleep(LOOK_EVERY_MS)
    }
  }
}

/**
 * The latest first.
 * @param {string} folder
 */
function buildsIn(folder) {
  const made = readdirSync(folder).filter((name) => STAMP.test(name))
  return made.map((name) => join(folder, name)).sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)
}
