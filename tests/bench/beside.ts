/**
 * Twenty-five people at work on one board of the built application, alone and beside one person who asks for something heavy again and again. Each round
 * measures calm and every line in turn; a ratio is of the same round.
 */
import type { Target } from './run.ts'
import { startApplication, type Application } from './beside/application.ts'
import { FLOOR, LINES } from './beside/lines.ts'
import { loading } from './beside/loading.ts'
import { startAsker } from './beside/asking.ts'
import { Client, SILENT } from './sync/client.ts'
import { median, ROUNDS, spread, table } from './sync/figures.ts'
import type { Measured } from './sync/load.ts'
import { once, type Work } from './sync/runs.ts'

const MOST_RATIO = 1.5
const MOST_STILL_MS = 50
const MOST_IMPORT_MS = 3_000

type Beside = {
  readonly calm: Measured
  readonly beside: Measured
  readonly still: number
  readonly took: readonly number[]
}

export async function beside(quick: boolean): Promise<readonly Target[]> {
  const work: Work = {
    boards: 1,
    people: 25,
    writers: 25,
    writeHz: 2,
    cursorHz: 5,
    typers: 0,
    ms: quick ? 1_500 : 4_000,
  }
  const application = await startApplication()
  // Its board is open all the while, as during an atelier.
  const onLarge = new Client(
    { ...application, board: application.large, token: application.cookie.split('=')[1]! },
    SILENT,
  )
  const found = new Map<string, Beside[]>()
  try {
    await onLarge.synced
    await once(application, work)
    for (let round = 0; round < (quick ? 1 : ROUNDS); round++)
      for (const line of Object.keys(LINES))
        found.set(line, [...(found.get(line) ?? []), await measured(application, work, line)])
  } finally {
    onLarge.end()
    await application.end()
  }
  print(found)
  const floor = median(found.get(FLOOR)!.map(ratioOf))
  return [
    ...[...found].flatMap(([name, rounds]) => (name === FLOOR ? [] : targetsOf(name, rounds, floor))),
    ...loading(quick ? 1 : ROUNDS),
  ]
}

async function measured(application: Application, work: Work, line: string): Promise<Beside> {
  const calm = await once(application, work)
  await application.stoodStill()
  const asker = startAsker(application, line)
  const beside = await once(application, work)
  const still = await application.stoodStill()
  return { calm, beside, still, took: await asker.stop() }
}

const p99 = ({ ack }: Measured) => ack.p99
const ratioOf = ({ calm, beside }: Beside) => p99(beside) / p99(calm)

function print(found: ReadonlyMap<string, readonly Beside[]>): void {
  console.log(
    '\nTwenty-five people at work, milliseconds until what they write is on the disk, alone and beside one person who asks for',
  )
  const rows = [...found].map(([name, rounds]) => [
    name,
    spread(rounds.map(({ calm }) => p99(calm))),
    spread(rounds.map(({ beside }) => p99(beside))),
    spread(rounds.map(ratioOf), 2),
    spread(rounds.map(({ still }) => still)),
    spread(
      rounds.flatMap(({ took }) => took),
      0,
    ),
    String(rounds.reduce((sum, { took }) => sum + took.length, 0)),
  ])
  console.log(table(['', 'calm p99', 'beside p99', 'ratio', 'loop stood still', 'each took', 'answered'], rows))
}

function targetsOf(name: string, rounds: readonly Beside[], floor: number): readonly Target[] {
  const [ratio, still] = [median(rounds.map(ratioOf)), median(rounds.map(({ still }) => still))]
  const took = median(rounds.flatMap(({ took }) => took))
  const target = (what: string, most: number, figure: number, said: string): Target => ({
    name: `${what} beside: ${name}`,
    goal: `≤ ${most}`,
    figure: said,
    met: figure <= most,
  })
  return [
    target('writers’ p99 over calm', MOST_RATIO, ratio, `${ratio.toFixed(2)} (the floor has ${floor.toFixed(2)})`),
    target('the loop, ms', MOST_STILL_MS, still, still.toFixed(0)),
    ...(name.startsWith('import, 5,000') ? [target('one import, ms', MOST_IMPORT_MS, took, took.toFixed(0))] : []),
  ]
}
