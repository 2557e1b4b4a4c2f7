/** Is everything that was kept also watched? */
import { on, type Context, type Found, type Rule } from './rule.ts'

export const balanceRules: readonly Rule[] = [
  /** params: text */
  { code: 'BAL-01', severity: 'warning', check: unwatched },
]

function* unwatched(context: Context): Generator<Found> {
  for (const effect of context.all('effect')) {
    if (effect.status === 'retained' && context.measuring(effect.id).length === 0) yield on(effect)
  }
}
