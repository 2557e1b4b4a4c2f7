/** Derive and validate a référentiel of 2,000 entities (DESIGN §9), first read and after one change; and what an edit costs. */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { applyChanges, contentFrom } from '#lib/domain/apply.ts'
import type { Content } from '#lib/domain/content.ts'
import { derive } from '#lib/domain/referentiel/derive.ts'
import { RULES, findings } from '#lib/domain/referentiel/rules/rules.ts'
import { contextOf } from '#lib/domain/referentiel/rules/rule.ts'
import { blankDossier } from '#lib/domain/schema/dossier.ts'
import { framework } from './framework.ts'
import type { Target } from './run.ts'

const GOAL = 50
const ENTITIES = 2_000

export async function referentiel(quick: boolean): Promise<readonly Target[]> {
  const rounds = quick ? 30 : 120
  const board = boardOf(ENTITIES)
  console.log(`${board.elements.size} cards, ${board.links.size} arrows; ${rounds} rounds, milliseconds`)
  console.log(`${'step'.padEnd(34)}${'median'.padStart(8)}   min–max`)
  // First, while there is one board, as in a browser: beside many others in memory the same work takes twice as long.
  // One card changes, the others are the same objects: what each edit costs the panel.
  let now = board
  const warm = measured(rounds, (round) => {
    now = applyChanges(now, [{ do: 'patch', root: 'elements', id: 'ef-3', fields: { votes: round } }])
    return () => void (derive(now, STAMP), findings(now))
  })
  // New records each time, as when a board is opened: nothing is remembered from an earlier round.
  const cold = measured(rounds, () => {
    const content = boardOf(ENTITIES)
    return () => void (derive(content, STAMP), findings(content))
  })
  line(
    'derive',
    measured(rounds, () => () => void derive(board, STAMP)),
  )
  // Families share the boards of a round: what one remembers is of no use to another.
  const contexts = Array.from({ length: Math.ceil(rounds / 3) }, () => contextOf(boardOf(ENTITIES)))
  for (const family of new Set(RULES.map(({ code }) => code.slice(0, 3)))) {
    const rules = RULES.filter(({ code }) => code.startsWith(family))
    const figures = contexts.map((context) => took(() => rules.forEach(({ check }) => [...check(context)])))
    line(`rules ${family}`, figures)
  }
  line('derive + validate, after an edit', warm)
  line('derive + validate', cold)
  const figure = median(cold)
  return [
    {
      name: `derive + validate a référentiel of ${ENTITIES.toLocaleString('en')} entities`,
      goal: `≤ ${GOAL} ms`,
      figure: `${figure.toFixed(1)} ms`,
      met: figure <= GOAL,
    },
  ]
}

const STAMP = { exportedAt: '2026-01-01T00:00:00Z', exportedFrom: null }

const WARM_UP = 5
/** Milliseconds of each round's work; what prepares it, and the first rounds, are not counted. */
function measured(rounds: number, prepare: (round: number) => () => void): readonly number[] {
  const figures = Array.from({ length: rounds + WARM_UP }, (_, round) => {
    const work = prepare(round)
    collect()
    return took(work)
  })
  return figures.slice(WARM_UP)
}
// What the preparation leaves behind is not the measured work's to clear.
setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

function took(work: () => void): number {
  const start = performance.now()
  work()
  return performance.now() - start
}
const sorted = (figures: readonly number[]) => figures.toSorted((a, b) => a - b)
const median = (figures: readonly number[]) => sorted(figures)[Math.floor(figures.length / 2)]!
function line(name: string, figures: readonly number[]): void {
  const all = sorted(figures)
  console.log(
    `${name.padEnd(34)}${median(figures).toFixed(2).padStart(8)}   ${all[0]!.toFixed(2)}–${all.at(-1)!.toFixed(2)}`,
  )
}

const boardOf = (entities: number): Content => contentFrom(blankDossier('bench', 'Banc'), framework(entities))
