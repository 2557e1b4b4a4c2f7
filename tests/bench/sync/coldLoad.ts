/** B4: a board that nobody has open, then fifty and more who open it at once. */
import { rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Target } from '../run.ts'
import { unplaced } from '../boards.ts'
import { Client, type Ear } from './client.ts'
import { quantiles, ROUNDS, spread, table } from './figures.ts'
import { cpuSeconds, KINDS, MANY_EACH, startServer, type Server } from './servers.ts'

const SILENT: Ear = { delivered: () => {}, acknowledged: () => {}, frame: () => {} }
type Size = { readonly objects: number; readonly joiners: readonly number[] }
/** The others take minutes to answer everybody on the largest: 50 are enough there. */
const SIZES: readonly Size[] = [
  { objects: 1_000, joiners: [50, 150] },
  { objects: 10_000, joiners: [50, 150] },
  { objects: 50_000, joiners: [50] },
]

type Together = { readonly p50: number; readonly p99: number; readonly cpu: number; readonly unanswered: number }
type Load = { readonly first: number; readonly together: readonly Together[]; readonly kilobytes: number }

export async function coldLoad(): Promise<readonly Target[]> {
  const rows: string[][] = []
  for (const { objects, joiners } of SIZES) {
    console.log(`… ${objects.toLocaleString('en')} objects: ${ROUNDS} rounds`)
    const file = join(tmpdir(), `canevas-bench-${process.pid}-state`)
    writeFileSync(file, unplaced(Math.round(objects * 0.6), Math.round(objects * 0.4)))
    const loads: Record<string, Load[]> = {}
    try {
      for (let round = 0; round < ROUNDS; round++)
        for (const kind of KINDS) {
          // The log of edits is ours alone: the others keep a whole state.
          const rows = kind === 'canevas' ? 1_000 : 0
          const server = await startServer(kind, { people: 50, state: file, rows, limits: MANY_EACH })
          try {
            ;(loads[kind] ??= []).push(await load(server, joiners))
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
        ...joiners.flatMap((_, j) => [
          of(({ together }) => together[j]!.p50),
          of(({ together }) => together[j]!.p99),
          of(({ together }) => together[j]!.cpu, 1),
          of(({ together }) => together[j]!.unanswered),
        ]),
      ])
    }
  }
  console.log('\nB4 cold load, milliseconds to the first answer')
  const head = SIZES[0]!.joiners.flatMap((n) => [`${n} at once p50`, 'p99', 'CPU ms each', 'unanswered'])
  console.log(table(['', 'server', 'first', ...head], rows))
  return []
}

async function load(server: Server, joiners: readonly number[]): Promise<Load> {
  const [first] = await arrivals(server, 1)
  const together = []
  for (const count of joiners) {
    const before = cpuSeconds(server.pid)
    const answered = await arrivals(server, count)
    const { p50, p99 } = quantiles(answered.map(({ ms }) => ms))
    const cpu = ((cpuSeconds(server.pid) - before) * 1_000) / count
    together.push({ p50, p99, cpu, unanswered: count - answered.length })
  }
  return { first: first!.ms, together, kilobytes: first!.bytes / 1_000 }
}

/** From before the handshake to the first whole answer, of those whose line was not closed before. */
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
      const bytes = await client.synced.catch(() => null)
      return bytes === null ? [] : [{ ms: performance.now() - begun, bytes }]
    }),
  )
  for (const client of clients) client.end()
  return all.flat()
}
