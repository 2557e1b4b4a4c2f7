/** What this machine can do at best: a write that is on the disk, a commit, a frame to oneself and back. */
import Database from 'better-sqlite3'
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { createConnection, createServer, type AddressInfo } from 'node:net'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { quantiles } from './figures.ts'

const TIMES = 300

export async function floors(): Promise<void> {
  const [{ model } = { model: 'unknown' }] = cpus()
  console.log(`${cpus().length} cores, ${model}, Node ${process.version}, ${new Date().toISOString().slice(0, 10)}`)
  console.log(`floor: a loop of arithmetic, the machine’s pace now     ${pace().toFixed(0)} ms`)
  const folder = mkdtempSync(join(tmpdir(), 'canevas-bench-'))
  try {
    say('4 KiB written and fdatasync', writes(folder))
    say('SQLite, WAL, synchronous FULL: one row', commits(folder))
    say('loopback TCP, 60 bytes there and back', await echoes())
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function say(name: string, ms: readonly number[]) {
  const { p50, p99 } = quantiles(ms)
  console.log(`floor: ${name.padEnd(40)} p50 ${p50.toFixed(3)} ms, p99 ${p99.toFixed(3)} ms`)
}

/** Shared machines change it by the hour: figures compare within a run. */
const pace = (): number =>
  timed(() => {
    let sum = 0
    for (let i = 0; i < 3e8; i++) sum += i % 7
    return sum
  })

const timed = (act: () => unknown): number => {
  const begun = performance.now()
  act()
  return performance.now() - begun
}

function writes(folder: string): readonly number[] {
  const [file, block] = [openSync(join(folder, 'block'), 'w'), Buffer.alloc(4_096, 1)]
  const ms = Array.from({ length: TIMES }, (_, i) =>
    timed(() => {
      writeSync(file, block, 0, block.length, i * block.length)
      fdatasyncSync(file)
    }),
  )
  closeSync(file)
  return ms
}

function commits(folder: string): readonly number[] {
  const db = new Database(join(folder, 'floor.db'))
  for (const pragma of ['journal_mode = WAL', 'synchronous = FULL', 'wal_autocheckpoint = 0']) db.pragma(pragma)
  db.exec('CREATE TABLE log (seq INTEGER PRIMARY KEY, data BLOB)')
  const insert = db.prepare('INSERT INTO log (data) VALUES (?)')
  const ms = Array.from({ length: TIMES }, () => timed(() => insert.run(Buffer.alloc(45, 1))))
  db.close()
  return ms
}

async function echoes(): Promise<readonly number[]> {
  const server = createServer({ noDelay: true }, (socket) => socket.pipe(socket))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const socket = createConnection({ port, host: '127.0.0.1', noDelay: true })
  const ms: number[] = []
  for (let i = 0; i < TIMES * 5; i++) {
    const begun = performance.now()
    socket.write(Buffer.alloc(60, 1))
    await new Promise((resolve) => socket.once('data', resolve))
    ms.push(performance.now() - begun)
  }
  socket.destroy()
  server.close()
  return ms
}
