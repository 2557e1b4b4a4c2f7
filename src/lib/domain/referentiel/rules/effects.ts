/** Effects: what they follow from, where they lead, and for whom. */
import { on, type Context, type Found, type Rule } from './rule.ts'

export const effectRules: readonly Rule[] = [
  /** params: text */
  { code: 'EFF-01', severity: 'error', check: orphans },
  { code: 'EFF-02', severity: 'warning', check: deadEnds },
  { code: 'EFF-03', severity: 'warning', check: forNobody },
  /** About the whole board: no subject. */
  { code: 'EFF-05', severity: 'warning', check: onlyGood },
]

/** An arrow that acts in return is no cause. */
const isCause = (context: Context) => (link: Parameters<Context['kindOf']>[0]) => context.kindOf(link) !== 'feedback'

function* orphans(context: Context): Generator<Found> {
  for (const effect of context.all('effect')) {
    if (effect.status === 'retained' && !context.incoming(effect.id).some(isCause(context))) yield on(effect)
  }
}

function* deadEnds(context: Context): Generator<Found> {
  for (const effect of context.all('effect')) {
    const isOutcome = effect.status === 'retained' && context.levelOf(effect) === 'outcome'
    if (isOutcome && !context.outgoing(effect.id).some(isCause(context))) yield on(effect)
  }
}

function* forNobody(context: Context): Generator<Found> {
  for (const effect of context.all('effect')) {
    const isInPlay = effect.status !== 'parked' && effect.status !== 'rejected'
    if (isInPlay && context.concernedBy(effect.id).length === 0) yield on(effect)
  }
}

/** Whether the question was asked: an effect put aside counts, an empty tree does not ask. */
function* onlyGood(context: Context): Generator<Found> {
  const effects = context.all('effect')
  const isUnwanted = effects.some(
    ({ polarity, intentionality }) => polarity === 'negative' || intentionality === 'unexpected',
  )
  if (effects.length > 0 && !isUnwanted) yield { subjects: [], params: { count: effects.length } }
}
