/** B1 and B2: one board, few who write, many who watch; then everybody active. */
import { median, ROUNDS, spread, table, type Quantiles } from './figures.ts'
import type { Target } from '../run.ts'
import type { Measured } from './load.ts'
import type { Kind } from './wire.ts'
import { compared, perDelivery, ratio, type Results, type Work } from './runs.ts'
import { ALL_KINDS } from './servers.ts'

export async function fanout(quick: boolean): Promise<readonly Target[]> {
  const sizes = quick ? [50] : [10, 25, 50, 100, 250]
  const [times, ms] = quick ? [2, 1_500] : [ROUNDS, 3_000]
  const rows: string[][] = []
  const targets: Target[] = []
  await compared({ boards: (sizes.length + 1) * times, people: 100 }, async (run) => {
    const measure = async (name: string, work: Pick<Work, 'people' | 'writers'>) => {
      const results = await run({ boards: 1, writeHz: 30, cursorHz: 0, typers: 0, ms, ...work }, times)
      rows.push(...rowsOf(name, results))
      targets.push(...targetsOf(name, results))
    }
    for (const n of sizes) await measure(`1 writer 30 Hz, ${n} observers`, { people: n + 1, writers: 1 })
    if (!quick) await measure('10 writers 30 Hz, 50 people', { people: 50, writers: 10 })
  })
  console.log(`\nB1 fan-out: ${times} rounds of ${ms / 1_000} s, milliseconds, median (min–max)`)
  console.log(table(HEAD, rows))
  return targets
}

export async function allActive(): Promise<readonly Target[]> {
  const rows: string[][] = []
  const targets: Target[] = []
  const [times, ms] = [ROUNDS, 4_000]
  await compared({ boards: 2 * times, people: 100 }, async (run) => {
    for (const people of [25, 100]) {
      const writers = Math.round(people * 0.12)
      const typers = Math.round(people * 0.05)
      const results = await run({ boards: 1, people, writers, writeHz: 5, cursorHz: 20, typers, ms }, times)
      rows.push(...rowsOf(`${people} people, all active`, results))
      targets.push(p99Target(`${people} people, all active`, results))
      if (people === 100) targets.push(...ackTargets(people, results.canevas))
    }
  })
  console.log('\nB2 everybody moves a cursor at 20 Hz, 12 % drag at 5 Hz, 5 % type')
  console.log(table(HEAD, rows))
  return targets
}

const HEAD = [
  '',
  'server',
  'delivery p50',
  'delivery p99',
  'max',
  'durable p50',
  'durable p99',
  'CPU µs/delivery',
  'CPU %',
  'missing',
  'client late p99',
]

/** From the writer's call until a power cut takes nothing any more; the others store some seconds later, or never. */
const durableOf: Partial<Record<Kind, (measured: Measured) => Quantiles>> = {
  canevas: ({ ack }) => ack,
  'hocuspocus-durable': ({ delivery }) => delivery,
}

function rowsOf(name: string, results: Results): string[][] {
  return ALL_KINDS.map((kind, i) => {
    const runs = results[kind]
    const of = (pick: (measured: Measured) => number, digits = 1) => spread(runs.map(pick), digits)
    const ms = (pick: (measured: Measured) => Quantiles, q: keyof Quantiles) => of((run) => pick(run)[q])
    const durable = durableOf[kind]
    return [
      i === 0 ? name : '',
      kind,
      ms((run) => run.delivery, 'p50'),
      ms((run) => run.delivery, 'p99'),
      ms((run) => run.delivery, 'most'),
      durable ? ms(durable, 'p50') : '',
      durable ? ms(durable, 'p99') : '',
      of(perDelivery),
      of(({ cpu, seconds }) => (100 * cpu) / seconds, 0),
      String(runs.reduce((sum, { expected, delivery }) => sum + expected - delivery.count, 0)),
      of(({ ownDelayP99 }) => ownDelayP99),
    ]
  })
}

function targetsOf(name: string, results: Results): readonly Target[] {
  const cpu = ratio(results, perDelivery)
  return [
    p99Target(name, results),
    durableTarget(name, results),
    { name: `${name}: CPU per delivery`, goal: '≤ 0.7 × the better', figure: `${cpu.toFixed(2)} ×`, met: cpu <= 0.7 },
  ]
}

function p99Target(name: string, results: Results): Target {
  const p99 = ratio(results, ({ delivery }) => delivery.p99)
  const missing = results.canevas.reduce((sum, { expected, delivery }) => sum + expected - delivery.count, 0)
  const figure = `${p99.toFixed(2)} × the better one${missing > 0 ? `, ${missing} missing` : ''}`
  return { name: `${name}: delivery p99`, goal: 'below both', figure, met: p99 < 1 && missing === 0 }
}

function durableTarget(name: string, results: Results): Target {
  const ours = results.canevas.map(({ ack }) => ack.p99)
  const ratios = results['hocuspocus-durable'].map(({ delivery }, i) => ours[i]! / delivery.p99)
  const figure = median(ratios)
  return {
    name: `${name}: durable p99`,
    goal: 'below Hocuspocus that stores each update',
    figure: `${figure.toFixed(2)} ×`,
    met: figure < 1,
  }
}

function ackTargets(people: number, runs: readonly Measured[]): readonly Target[] {
  const line = (q: 'p50' | 'p99', goal: number): Target => {
    const values = runs.map(({ ack }) => ack[q])
    const met = [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]! <= goal
    return {
      name: `durable acknowledgement ${q}, ${people} people active`,
      goal: `≤ ${goal} ms`,
      figure: `${spread(values)} ms`,
      met,
    }
  }
  return [line('p50', 3), line('p99', 25)]
}
