/** The same work for each server in turn, A B C A B C, so that what else the machine does falls on all of them alike. */
import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { median } from './figures.ts'
import type { Measured, Traffic } from './load.ts'
import { ALL_KINDS, answer, startServer, type Server } from './servers.ts'
import type { Kind } from './wire.ts'

/** `boards`: how many, each with so many people. */
export type Work = Omit<Traffic, 'kind' | 'port' | 'pid' | 'boards' | 'tokens'> & { readonly boards: number }
export type Results = Readonly<Record<Kind, readonly Measured[]>>
/** So many rounds, on fresh boards and fresh lines each time. */
export type Run = (work: Work, times: number) => Promise<Results>

/** Not measured: a server that has just started compiles more than it serves. */
const WARM_UP: Work = { boards: 1, people: 20, writers: 10, writeHz: 30, cursorHz: 5, typers: 2, ms: 2_500 }

/** Four servers that stay, with so many boards, each open to everybody; `limits`: others than those of the bench, for ours. */
export async function compared(
  { boards, people, limits = {} }: { boards: number; people: number; limits?: Readonly<Record<string, string>> },
  use: (run: Run) => Promise<void>,
): Promise<void> {
  const spec = { boards: boards + 1, people, everywhere: true, limits }
  const servers = await Promise.all(ALL_KINDS.map((kind) => startServer(kind, spec)))
  let next = 0
  try {
    for (const server of servers) await once(server, WARM_UP, boards)
    await use(async (work, times) => {
      console.log(`… ${work.people} people, ${work.writers} writing, on ${work.boards} boards: ${times} rounds`)
      const results: Record<Kind, Measured[]> = {
        canevas: [],
        hocuspocus: [],
        'hocuspocus-durable': [],
        'y-websocket': [],
      }
      for (let round = 0; round < times; round++, next += work.boards)
        for (const server of servers) results[server.kind].push(await once(server, work, next))
      return results
    })
  } finally {
    await Promise.all(servers.map((server) => server.clear()))
  }
}

/** What the load needs to know of a server. */
export type Serving = Pick<Server, 'kind' | 'pid' | 'port' | 'boards' | 'tokens'>

/** `from`: the first of the server's boards that it is done on. */
export async function once(server: Serving, { boards, ...work }: Work, from = 0): Promise<Measured> {
  const load = fork(fileURLToPath(new URL('./load.ts', import.meta.url)), {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  try {
    const { kind, port, pid, tokens } = server
    const chosen = server.boards.slice(from, from + boards)
    load.send({ traffic: { ...work, kind, port, pid, tokens, boards: chosen } satisfies Traffic })
    return (await answer(load, 'measured')) as Measured
  } finally {
    load.kill()
  }
}

/** Microseconds of the server's processor for one update that reached one person. */
export const perDelivery = ({ cpu, delivery }: Measured): number => (cpu * 1e6) / delivery.count

/** Ours over the lowest of the rivals, round by round; the median of that. */
export function ratio(results: Results, of: (measured: Measured) => number): number {
  return median(
    results.canevas.map((ours, i) => of(ours) / Math.min(of(results.hocuspocus[i]!), of(results['y-websocket'][i]!))),
  )
}
