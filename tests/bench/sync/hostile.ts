/** B10: a board at work beside somebody who means no good, in a process of their own. What it costs the others. */
import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Target } from '../run.ts'
import { median, ROUNDS, spread, table } from './figures.ts'
import type { Measured } from './load.ts'
import { once, type Work } from './runs.ts'
import { answer, startServer } from './servers.ts'
import type { Attack, Deed } from './villain.ts'

const MOST = 1.5
const DEEDS = [
  'stopsReading',
  'pendingUpdates',
  'presenceFlood',
  'hugeFrames',
  'manyClientIds',
  'updateFlood',
] as const satisfies readonly Deed[]

export async function hostile(): Promise<readonly Target[]> {
  const work: Work = {
    boards: 1,
    people: 25,
    writers: 5,
    writeHz: 10,
    cursorHz: 10,
    typers: 1,
    ms: 3_000,
  }
  const rows: string[][] = []
  const targets: Target[] = []
  const server = await startServer('canevas', { people: 30, boards: 1 })
  try {
    await once(server, work)
    for (const deed of DEEDS) {
      const [calm, beside]: [Measured[], Measured[]] = [[], []]
      let rss = 0
      for (let round = 0; round < ROUNDS; round++) {
        calm.push(await once(server, work))
        const villain = fork(fileURLToPath(new URL('./villain.ts', import.meta.url)), {
          stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
        })
        const { port, boards, tokens } = server
        villain.send({ deed, port, board: boards[0]!, token: tokens.at(-1)! } satisfies Attack)
        try {
          await answer(villain, 'prepared')
          beside.push(await once(server, work))
          rss = Math.max(rss, (await server.memory()).rss)
        } finally {
          villain.kill('SIGKILL')
        }
      }
      const p99 = ({ delivery }: Measured) => delivery.p99
      const ratio = median(beside.map(p99)) / median(calm.map(p99))
      const missing = beside.reduce((sum, { expected, delivery }) => sum + expected - delivery.count, 0)
      rows.push([
        deed,
        spread(calm.map(p99)),
        spread(beside.map(p99)),
        ratio.toFixed(2),
        String(missing),
        (rss / 1e6).toFixed(0),
      ])
      targets.push({
        name: `others’ p99 beside a hostile peer: ${deed}`,
        goal: `≤ ${MOST} ×`,
        figure: `${ratio.toFixed(2)} ×${missing > 0 ? `, ${missing} missing` : ''}`,
        met: ratio <= MOST && missing === 0,
      })
    }
  } finally {
    await server.clear()
  }
  console.log('\nB10 25 people at work, delivery p99 in milliseconds, without and beside a hostile peer')
  console.log(table(['', 'calm', 'beside', 'ratio', 'missing', 'process MB'], rows))
  return targets
}
