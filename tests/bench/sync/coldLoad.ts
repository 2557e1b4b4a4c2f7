/** B4: a board that nobody has open, then fifty and more who open it at once. */
import { rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Target } from '../run.ts'
import { unplaced } from '../boards.ts'
import { Client, type Ear } from './client.ts'
import { quantiles, spread, table } from './figures.ts'
import { cpuSeconds, KINDS, MANY_EACH, startServer, type Server } from './servers.ts'

const SILENT: Ear = { delivered: () => {}, acknowledged: () => {}, frame: () => {} }
const JOINERS = [50, 150]

type Load = {
  readonly first: number
  readonly together: readonly { readonly p50: number; readonly p99: number; readonly cpu: number }[]
  readonly kilobytes: number
}

export async function coldLoad(): Promise<readonly Target[]> {
  const rows: string[][] = []
  const times = 2
  for (const objects of [1_000, 10_000, 50_000]) {
    const file = join(tmpdir(), `canevas-bench-${process.pid}-state`)
    writeFileSync(file, unplaced(Math.round(objects * 0.6), Math.round(objects * 0.4)))
    const loads: Record<string, Load[]> = {}
    try {
      for (let round = 0; round < times; round++)
        for (const kind of KINDS) {
          // The log of edits is ours alone: the others keep a whole state.
          const rows = kind === 'canevas' ? 1_000 : 0
          const server = await startServer(kind, { people: 50, state: file, rows, limits: MANY_EACH })
          try {
            ;(loads[kind] ??= []).push(await load(server))
          } finally {
            await server.clear()
          }
        }
    } finally {
      rmSync(file)
    }
    for (const [i, kind] of KINDS.entries()) {
      const of = (pick: (load: Load) => number, digits = 0) => spread(loads[kind]!.map(pick), digits)
      rows.push([
        i === 0 ? `${objects.toLocaleString('en')} objects, ${of(({ kilobytes }) => kilobytes).split(' ')[0]} kB` : '',
        kind === 'y-websocket' ? 'y-websocket (in memory)' : kind,
        of(({ first }) => first),
        ...JOINERS.flatMap((_, j) => [
          of(({ together }) => together[j]!.p50),
          of(({ together }) => together[j]!.p99),
          of(({ together }) => together[j]!.cpu, 1),
        ]),
      ])
    }
  }
  console.log('\nB4 cold load, milliseconds to the first answer')
  const head = JOINERS.flatMap((n) => [`${n} at once p50`, 'p99', 'CPU ms each'])
  console.log(table(['', 'server', 'first', ...head], rows))
  return []
}

async function load(server: Server): Promise<Load> {
  const [first] = await arrivals(server, 1)
  const together = []
  for (const joiners of JOINERS) {
    const before = cpuSeconds(server.pid)
    const { p50, p99 } = quantiles((await arrivals(server, joiners)).map(({ ms }) => ms))
    together.push({ p50, p99, cpu: ((cpuSeconds(server.pid) - before) * 1_000) / joiners })
  }
  return { first: first!.ms, together, kilobytes: first!.bytes / 1_000 }
}

/** From before the handshake to the first whole answer. */
async function arrivals({ kind, port, boards, tokens }: Server, count: number) {
  const clients: Client[] = []
  const all = await Promise.all(
    Array.from({ length: count }, async (_, i) => {
      const begun = performance.now()
      const client = new Client(
        { kind, port, board: boards[0]!, token: tokens[i % Math.max(1, tokens.length)] ?? '' },
        SILENT,
      )
      clients.push(client)
      const bytes = await client.synced
      return { ms: performance.now() - begun, bytes }
    }),
  )
  for (const client of clients) client.end()
  return all
}
