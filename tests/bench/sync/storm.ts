/** B9: everybody dropped at once, by a `kill -9` of a server that starts again. They come back as our client does. */
import { rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ordinary } from '../boards.ts'
import type { Target } from '../run.ts'
import { Client, type Ear } from './client.ts'
import { ROUNDS, quantiles, spread, table } from './figures.ts'
import { cpuSeconds, startServer, type Server } from './servers.ts'
import type { Kind } from './wire.ts'

const BOARDS = 20
const GOAL_SECONDS = 8
/** As `src/lib/sync/connection.ts` asks of y-websocket, in milliseconds. */
const LONGEST_PAUSE = 12_000
const SILENT: Ear = { delivered: () => {}, acknowledged: () => {}, frame: () => {} }

type Storm = {
  readonly all: number
  readonly half: number
  readonly afterStart: number
  readonly cpu: number
  readonly tries: number
}

export async function storm(quick: boolean): Promise<readonly Target[]> {
  const people = quick ? 100 : 500
  const kinds: readonly Kind[] = quick ? ['canevas'] : ['canevas', 'hocuspocus']
  const state = join(tmpdir(), `canevas-bench-${process.pid}-state`)
  writeFileSync(state, ordinary(150, 200))
  const storms: Record<string, Storm[]> = {}
  try {
    for (let round = 0; round < (quick ? 1 : ROUNDS); round++)
      for (const kind of kinds) (storms[kind] ??= []).push(await once(kind, people, state))
  } finally {
    rmSync(state)
  }
  console.log(
    `\nB9 ${people} people on ${BOARDS} boards dropped at once, seconds until they have the whole board again`,
  )
  const head = ['server', 'half', 'all', 'all, after it listens', 'tries each', 'CPU s']
  const rows = kinds.map((kind) => {
    const of = (pick: (storm: Storm) => number) => spread(storms[kind]!.map(pick))
    return [
      kind,
      of(({ half }) => half),
      of(({ all }) => all),
      of(({ afterStart }) => afterStart),
      of(({ tries }) => tries),
      of(({ cpu }) => cpu),
    ]
  })
  console.log(table(head, rows))
  const worst = Math.max(...storms.canevas!.map(({ all }) => all))
  return [
    {
      name: `${people} people dropped at once, all back`,
      goal: `≤ ${GOAL_SECONDS} s`,
      figure: `${worst.toFixed(1)} s`,
      met: worst <= GOAL_SECONDS,
    },
  ]
}

async function once(kind: Kind, people: number, state: string): Promise<Storm> {
  const server = await startServer(kind, { boards: BOARDS, people: 100, state, everywhere: true })
  const { boards, tokens, port, dataDir } = server
  let dropped = Infinity
  let tries = 0
  const back: number[] = []
  const clients = new Set<Client>()
  const join = (i: number): Client => {
    const joining = { kind, port, board: boards[i % BOARDS]!, token: tokens[i % Math.max(1, tokens.length)] ?? '' }
    return new Client(joining, SILENT)
  }
  const comeBack = (i: number, failures: number) => {
    const pause = Math.min(2 ** (failures + 1) * 100, LONGEST_PAUSE) * (0.2 + 0.8 * Math.random())
    setTimeout(() => {
      tries++
      const client = join(i)
      clients.add(client)
      client.synced.then(
        () => back.push((performance.now() - dropped) / 1_000),
        () => comeBack(i, failures + 1),
      )
    }, pause)
  }
  const first = Array.from({ length: people }, (_, i) => join(i))
  await Promise.all(first.map(({ synced }) => synced))
  await server.stop('SIGKILL')
  dropped = performance.now()
  for (let i = 0; i < people; i++) comeBack(i, 0)
  const again = await restarted(kind, { port, dataDir })
  const listens = (performance.now() - dropped) / 1_000
  const before = cpuSeconds(again.pid)
  while (back.length < people) await new Promise((resolve) => setTimeout(resolve, 20))
  const cpu = cpuSeconds(again.pid) - before
  for (const client of clients) client.end()
  await again.clear()
  const { p50: half, most: all } = quantiles(back)
  return { half, all, afterStart: all - listens, cpu, tries: tries / people }
}

const restarted = (kind: Kind, { port, dataDir }: Pick<Server, 'port' | 'dataDir'>): Promise<Server> =>
  startServer(kind, { boards: 0, port, dataDir })
