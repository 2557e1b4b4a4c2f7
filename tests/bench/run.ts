/**
 * `npm run bench -- weight`: figures with targets (DESIGN §9), never part of `npm test`. Prints a table, one line a target, and
 * `targets: N met, M missed`; exits 1 where one is missed.
 */
import { beside } from './beside.ts'
import { canvas } from './canvas.ts'
import { grid } from './grid.ts'
import { referentiel } from './referentiel.ts'
import { sync } from './sync.ts'
import { weight } from './weight.ts'

export type Target = { readonly name: string; readonly goal: string; readonly figure: string; readonly met: boolean }

const BENCHES: Record<string, (quick: boolean) => Promise<readonly Target[]>> = {
  beside,
  canvas,
  grid,
  referentiel,
  sync,
  weight,
}

const args = process.argv.slice(2)
const names = args.filter((arg) => !arg.startsWith('--'))
const unknown = names.filter((name) => !(name in BENCHES))
if (names.length === 0 || unknown.length > 0) {
  console.error(`Usage: npm run bench -- ${Object.keys(BENCHES).join(' | ')} [--quick]`)
  process.exit(2)
}
const targets: Target[] = []
for (const name of names) targets.push(...(await BENCHES[name]!(args.includes('--quick'))))
for (const { name, goal, figure, met } of targets)
  console.log(`${name}: goal ${goal}, measured ${figure}, ${met ? 'met' : 'MISSED'}`)
const missed = targets.filter(({ met }) => !met).length
console.log(`targets: ${targets.length - missed} met, ${missed} missed`)
process.exit(missed === 0 ? 0 : 1)
