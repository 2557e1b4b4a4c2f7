/** Conditions on which much hangs are put to the test. */
import { on, type Context, type Found, type Rule } from './rule.ts'

export const assumptionRules: readonly Rule[] = [
  /** params: text */
  { code: 'ASM-01', severity: 'info', check: untested },
]

function* untested(context: Context): Generator<Found> {
  for (const assumption of context.all('assumption')) {
    if (assumption.criticality === 'high' && assumption.testedBy.length === 0) yield on(assumption)
  }
}
