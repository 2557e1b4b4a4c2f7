/** B8: an hour of a workshop of 25, as fast as the server takes it: what it leaves on the disk, before and after the log is folded into a state. */
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import * as Y from 'yjs'
import { FILE } from '#server/db/open.ts'
import type { Target } from '../run.ts'
import { Client, type Ear } from './client.ts'
import { ROUNDS, spread, table } from './figures.ts'
import { startServer, type Server } from './servers.ts'

const PEOPLE = 25
/** A gesture every ten seconds each; one in twenty types four letters a second. */
const MOVES_AN_HOUR = 360
const LETTERS_AN_HOUR = 4 * 3_600 * 0.05
const AT_ONCE = 25
const SILENT: Ear = { delivered: () => {}, acknowledged: () => {}, frame: () => {} }
/** An hour in half a minute is more than one line may say. */
const LIMITS = { LIMIT_FRAMES_PER_SECOND: '100000', LIMIT_BYTES_PER_SECOND: '100000000' }

type Left = Record<'sent' | 'rows' | 'log' | 'onDisk' | 'state' | 'opened' | 'first', number>

export async function growth(): Promise<readonly Target[]> {
  const rounds: Left[] = []
  for (let round = 0; round < ROUNDS; round++) rounds.push(await leftBehind())
  const of = (pick: (left: Left) => number, digits = 0) => spread(rounds.map(pick), digits)
  const kB = (pick: (left: Left) => number) => of((left) => pick(left) / 1_000)
  console.log('\nB8 an hour of 25 people, as fast as it goes')
  console.log(
    table(
      [
        'edits, kB',
        'rows of the log',
        'log, kB',
        'written to the disk, kB',
        'amplification',
        'state when folded, kB',
        'opened in, ms',
        'first answer, kB',
      ],
      [
        [
          kB(({ sent }) => sent),
          of(({ rows }) => rows),
          kB(({ log }) => log),
          kB(({ onDisk }) => onDisk),
          of(({ onDisk, sent }) => onDisk / sent),
          kB(({ state }) => state),
          of(({ opened }) => opened),
          kB(({ first }) => first),
        ],
      ],
    ),
  )
  return []
}

async function leftBehind(): Promise<Left> {
  const server = await startServer('canevas', { people: PEOPLE, limits: LIMITS })
  const writtenBefore = bytesWritten(server.pid)
  const sent = await anHour(server)
  const onDisk = bytesWritten(server.pid) - writtenBefore
  const before = sizes(server)
  await server.stop('SIGTERM')
  const after = sizes(server)
  const again = await startServer('canevas', { boards: 0, dataDir: server.dataDir })
  const opening = performance.now()
  const client = new Client(
    { kind: 'canevas', port: again.port, board: server.boards[0]!, token: server.tokens[0]! },
    SILENT,
  )
  const first = await client.synced
  const opened = performance.now() - opening
  client.end()
  await again.clear()
  return {
    sent,
    onDisk,
    first,
    opened,
    rows: before.rows,
    log: before.log,
    state: after.state,
  }
}

/** The bytes of its edits. */
async function anHour({ port, boards, tokens }: Server): Promise<number> {
  const people = await Promise.all(tokens.map((token) => person(port, boards[0]!, token)))
  let sent = 0
  for (const { doc, client } of people)
    doc.on('update', (update: Uint8Array) => {
      sent += update.length
      client.write(update)
    })
  for (const { begin } of people) begin()
  const share = MOVES_AN_HOUR / (MOVES_AN_HOUR + LETTERS_AN_HOUR)
  for (let left = PEOPLE * (MOVES_AN_HOUR + LETTERS_AN_HOUR); left > 0; left -= AT_ONCE) {
    for (let i = 0; i < AT_ONCE; i++) {
      const somebody = people[Math.floor(Math.random() * PEOPLE)]!
      if (Math.random() < share) somebody.move()
      else somebody.type()
    }
    while (people.some(({ client }) => client.stored < client.wrote))
      await new Promise((resolve) => setImmediate(resolve))
  }
  for (const { client } of people) client.end()
  return sent
}

async function person(port: number, board: string, token: string) {
  const client = new Client({ kind: 'canevas', port, board, token }, SILENT)
  await client.synced
  const doc = new Y.Doc()
  doc.clientID = client.clientId
  const text = new Y.Text()
  return {
    ...{ client, doc },
    begin: () =>
      void doc.getMap('elements').set(
        `e-${client.clientId}`,
        new Y.Map<unknown>([
          ['is', 'note'],
          ['text', text],
        ]),
      ),
    move: () =>
      void doc
        .getMap('placements')
        .set(`ideas:${client.clientId}-${Math.floor(Math.random() * 6)}`, [
          Math.random() * 4_000,
          Math.random() * 4_000,
        ]),
    type: () => text.insert(text.length, 'a'),
  }
}

function sizes({ dataDir }: Server) {
  const db = new Database(join(dataDir, FILE), { readonly: true })
  try {
    const { rows, log } = db
      .prepare('SELECT count(*) AS rows, coalesce(sum(length(data)), 0) AS log FROM board_update')
      .get() as { rows: number; log: number }
    const { state } = db.prepare('SELECT coalesce(sum(length(state)), 0) AS state FROM board_checkpoint').get() as {
      state: number
    }
    return { rows, log, state, file: statSync(join(dataDir, FILE)).size }
  } finally {
    db.close()
  }
}

const bytesWritten = (pid: number): number =>
  Number(/^write_bytes: (\d+)$/m.exec(readFileSync(`/proc/${pid}/io`, 'utf8'))![1])
