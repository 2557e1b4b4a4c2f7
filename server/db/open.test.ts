import Database from 'better-sqlite3'
import { copyFileSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { FILE, fold, keepFolding, openBeside, openDatabase, unhurried } from './open.ts'

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'canevas-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return path
}

test('the log has its room before anybody writes, and what a crash leaves in it is read to its last commit', () => {
  const [here, crashed] = [folder(), folder()]
  const db = openDatabase(here)
  onTestFinished(() => void db.close())
  const size = () => statSync(join(here, `${FILE}-wal`)).size
  const before = size()
  expect(before).toBeGreaterThanOrEqual(4 << 20)
  db.exec('CREATE TABLE line (n INTEGER)')
  for (let n = 0; n < 100; n++) db.prepare('INSERT INTO line VALUES (?)').run(n)
  // As the files are at this moment, in the middle of a log with room behind it.
  for (const suffix of ['', '-wal']) copyFileSync(join(here, FILE + suffix), join(crashed, FILE + suffix))
  const again = openDatabase(crashed)
  onTestFinished(() => void again.close())
  expect(again.prepare('SELECT count(*) AS n FROM line').get()).toEqual({ n: 100 })
  expect(again.pragma('integrity_check')).toEqual([{ integrity_check: 'ok' }])
  db.pragma('wal_checkpoint(PASSIVE)')
  db.prepare('INSERT INTO line VALUES (100)').run()
  expect(size()).toBe(before)
  const other = new Database(join(here, FILE))
  expect(other.prepare('SELECT count(*) AS n FROM line').get()).toEqual({ n: 101 })
  other.close()
})

test('a full disk does not stop the server: folding the log is tried again later', async () => {
  const reported: unknown[] = []
  let tries = 0
  const db = openDatabase(folder())
  const full = async () => {
    tries++
    throw new Error('database or disk is full')
  }
  const stop = keepFolding(db, full, (error) => reported.push(error), 1)
  await expect.poll(() => tries).toBeGreaterThan(1)
  stop()
  db.close()
  expect(reported.length).toBe(tries)
})

test('the log is folded on a handle beside, which changes nothing, and only after something was written', async () => {
  const here = folder()
  const db = openDatabase(here)
  const beside = openBeside(here)
  let folds = 0
  const failed: unknown[] = []
  const stop = keepFolding(
    db,
    async () => (folds++, fold(beside)),
    (error) => failed.push(error),
    1,
  )
  db.exec('CREATE TABLE line (n INTEGER)')
  db.prepare('INSERT INTO line VALUES (1)').run()
  await expect.poll(() => folds).toBeGreaterThan(0)
  await new Promise((resolve) => setTimeout(resolve, 30))
  const before = folds
  await new Promise((resolve) => setTimeout(resolve, 30))
  stop()
  expect([folds, failed]).toEqual([before, []])
  expect(() => beside.exec('DELETE FROM line')).toThrow('readonly')
  const [{ log, checkpointed }] = db.pragma('wal_checkpoint(PASSIVE)') as [{ log: number; checkpointed: number }]
  expect(checkpointed).toBe(log)
  beside.close()
  db.close()
})

test('what is in no hurry leaves the next commit as durable as ever, also when it fails', () => {
  const db = openDatabase(folder())
  expect(() => unhurried(db, () => db.exec('no SQL'))).toThrow()
  expect(db.pragma('synchronous', { simple: true })).toBe(2)
  db.close()
})

test('opening a database that is up to date writes nothing, so that it opens on a full disk', () => {
  const here = folder()
  const pagesInLog = (db: ReturnType<typeof openDatabase>) => {
    const [{ log }] = db.pragma('wal_checkpoint(PASSIVE)') as [{ log: number }]
    db.close()
    return log
  }
  expect(pagesInLog(openDatabase(here))).toBeGreaterThan(0)
  expect(pagesInLog(openDatabase(here))).toBe(0)
})
