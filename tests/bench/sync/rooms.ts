/** B3: many rooms at once. B5: what a room weighs. */
import { rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Target } from '../run.ts'
import { Client, type Ear } from './client.ts'
import { median, ROUNDS, spread, table } from './figures.ts'
import type { Measured } from './load.ts'
import { compared } from './runs.ts'
import { KINDS, MANY_EACH, startServer, type Server } from './servers.ts'
import { fullState } from './states.ts'

export async function manyRooms(): Promise<readonly Target[]> {
  const rows: string[][] = []
  const [times, ms] = [ROUNDS, 4_000]
  for (const rooms of [10, 100, 500]) {
    // Of a room of a workshop at rest; more than that in five hundred is more than the load process itself can take in.
    const writeHz = rooms > 100 ? 0.2 : 2
    await compared({ boards: rooms * times, people: 5, limits: MANY_EACH }, async (run) => {
      const results = await run({ boards: rooms, people: 5, writers: 5, writeHz, cursorHz: 0, typers: 0, ms }, times)
      for (const [i, kind] of KINDS.entries()) {
        const of = (pick: (run: Measured) => number, digits = 1) => spread(results[kind].map(pick), digits)
        rows.push([
          i === 0 ? `${rooms} rooms × 5 people, ${writeHz} writes/s each` : '',
          kind,
          of(({ writes, seconds }) => writes / seconds, 0),
          of(({ delivery }) => delivery.p50),
          of(({ delivery }) => delivery.p99),
          of(({ cpu, seconds }) => (100 * cpu) / seconds, 0),
          kind === 'canevas' ? of(({ ack }) => ack.p99) : '',
        ])
      }
    })
  }
  console.log('\nB3 many rooms')
  console.log(table(['', 'server', 'updates/s', 'delivery p50', 'delivery p99', 'CPU %', 'ack p99'], rows))
  return []
}

const MB = 1e6
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const SILENT: Ear = { delivered: () => {}, acknowledged: () => {}, frame: () => {} }

/** Heap and what hangs on it, after a collection: with the rooms open, and once they are put away. */
export async function memory(quick: boolean): Promise<readonly Target[]> {
  const file = join(tmpdir(), `canevas-bench-${process.pid}-state`)
  writeFileSync(file, fullState(1_000, 1_000))
  const rows: string[][] = []
  let each = NaN
  try {
    for (const rooms of quick ? [1] : [1, 20]) {
      const weights: Weights[] = []
      for (let round = 0; round < (quick ? 1 : ROUNDS); round++) weights.push(await weigh(rooms, file))
      const of = (pick: (weights: Weights) => number) => weights.map((bytes) => pick(bytes) / MB)
      const room = of(({ before, open }) => (open.heap - before.heap) / rooms)
      if (Number.isNaN(each)) each = median(room)
      const figures = [
        of(({ before }) => before.heap),
        of(({ open }) => open.heap),
        room,
        of(({ after }) => after.heap),
      ]
      rows.push([`${rooms}`, ...[...figures, of(({ open }) => open.rss)].map((values) => spread(values))])
    }
  } finally {
    rmSync(file)
  }
  console.log('\nB5 rooms of 1,000 elements with every field filled and 1,000 links, MB of heap')
  console.log(table(['rooms', 'before', 'open', 'a room', 'put away', 'process'], rows))
  const met = each <= 15
  return [
    {
      name: 'memory of a room, 1,000 elements of all fields and 1,000 links',
      goal: '≤ 15 MB',
      figure: `${each.toFixed(1)} MB`,
      met,
    },
  ]
}

type Memory = Awaited<ReturnType<Server['memory']>>
type Weights = { readonly before: Memory; readonly open: Memory; readonly after: Memory }

async function weigh(rooms: number, state: string): Promise<Weights> {
  const server = await startServer('canevas', { boards: rooms + 1, people: 1, state, everywhere: true, graceMs: 500 })
  try {
    // The first one brings code and caches along.
    await visit(server, server.boards.slice(0, 1))
    const before = await resting(server)
    const clients = await enter(server, server.boards.slice(1))
    // What is kept for those who come at once is let go with a heartbeat.
    await sleep(16_000)
    const open = await server.memory()
    for (const client of clients) client.end()
    return { before, open, after: await resting(server) }
  } finally {
    await server.clear()
  }
}

async function enter(server: Server, boards: readonly string[]): Promise<readonly Client[]> {
  const clients: Client[] = []
  for (const board of boards) {
    const client = new Client({ kind: server.kind, port: server.port, board, token: server.tokens[0]! }, SILENT)
    await client.synced
    clients.push(client)
  }
  return clients
}

async function visit(server: Server, boards: readonly string[]): Promise<void> {
  for (const client of await enter(server, boards)) client.end()
}

/** Once every room is put away, and what was on its way out is gone. */
async function resting(server: Server) {
  while ((await server.memory()).rooms > 0) await sleep(100)
  await sleep(1_000)
  return server.memory()
}
