/** The same work for each server in turn, A B C A B C, so that what else the machine does falls on all of them alike. */
import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { median } from './figures.ts'
import type { Measured, Traffic } from './load.ts'
import { answer, KINDS, startServer, type Server, type Spec } from './servers.ts'
import type { Kind } from './wire.ts'

export type Work = Omit<Traffic, 'kind' | 'port' | 'pid' | 'boards' | 'tokens'> & { readonly boards: number }
export type Results = Readonly<Record<Kind, readonly Measured[]>>

/** Not measured: a server that has just started compiles more than it serves. */
const WARM_UP: Omit<Work, 'boards'> = { people: 20, writers: 10, writeHz: 30, cursorHz: 5, typers: 2, ms: 3_000 }

/** `times` rounds, a fresh board and fresh lines each time, on servers that stay; the board after those is for warming up. */
export async function interleaved(work: Work, times: number, kinds: readonly Kind[] = KINDS): Promise<Results> {
  const spec: Partial<Spec> = { boards: work.boards * times + 1, people: Math.min(work.people, 100), everywhere: true }
  const servers = await Promise.all(kinds.map((kind) => startServer(kind, spec)))
  const results: Record<Kind, Measured[]> = { canevas: [], hocuspocus: [], 'y-websocket': [] }
  try {
    for (const server of servers) await runOn(server, server.boards.slice(-1), WARM_UP)
    for (let round = 0; round < times; round++)
      for (const server of servers) results[server.kind].push(await once(server, work, round))
    return results
  } finally {
    await Promise.all(servers.map((server) => server.clear()))
  }
}

export function once(server: Server, { boards, ...work }: Work, round = 0): Promise<Measured> {
  return runOn(server, server.boards.slice(round * boards, (round + 1) * boards), work)
}

async function runOn(server: Server, boards: readonly string[], work: Omit<Work, 'boards'>): Promise<Measured> {
  const load = startLoad()
  try {
    const { kind, port, pid, tokens } = server
    load.send({ traffic: { ...work, kind, port, pid, tokens, boards } satisfies Traffic })
    return (await answer(load, 'measured')) as Measured
  } finally {
    load.kill()
  }
}

export const startLoad = () => fork(fileURLToPath(new URL('./load.ts', import.meta.url)), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })

/** Microseconds of the server's processor for one update that reached one person. */
export const perDelivery = ({ cpu, delivery }: Measured): number => (cpu * 1e6) / delivery.count

/** Ours over the lowest of the rivals, round by round; the median of that. */
export function ratio(results: Results, of: (measured: Measured) => number): number {
  return median(
    results.canevas.map((ours, i) => of(ours) / Math.min(of(results.hocuspocus[i]!), of(results['y-websocket'][i]!))),
  )
}
