/** Is everything that was kept also watched? */
import type { ElementOf } from '#lib/domain/schema/element.ts'
import { THRESHOLDS } from './thresholds.ts'
import { on, type Context, type Found, type Rule } from './rule.ts'

export const balanceRules: readonly Rule[] = [
  /** params: text */
  { code: 'BAL-01', severity: 'warning', check: unwatched },
  /** params: problem: question (text) | figures | accounts: about the whole board (count, total) */
  { code: 'BAL-02', severity: 'warning', check: oneSided },
  /** params: text */
  { code: 'BAL-03', severity: 'warning', check: onlyOutputs },
]

function* unwatched(context: Context): Generator<Found> {
  for (const effect of context.all('effect')) {
    if (effect.status === 'retained' && context.measuring(effect.id).length === 0) yield on(effect)
  }
}

/** What people live is not told by figures alone. */
const LIVED = new Set(['social', 'political_societal', 'territorial'])

function* oneSided(context: Context): Generator<Found> {
  const told = new Set(context.all('evidence').flatMap(({ effectIds }) => effectIds))
  for (const question of context.all('question')) {
    const effects = question.effectIds.flatMap((id) => {
      const effect = context.element(id)
      return effect?.is === 'effect' ? effect : []
    })
    const indicators = indicatorsOf(context, question)
    const isLived = effects.some(({ dimension }) => LIVED.has(dimension ?? ''))
    // Without any indicator the question is CRI-01's or QUE-01's; one of unset nature may be the account that is missed.
    const areFigures = indicators.length > 0 && indicators.every(({ nature }) => nature === 'quantitative')
    if (isLived && areFigures && !effects.some(({ id }) => told.has(id))) yield on(question, { problem: 'question' })
  }
  const natures = context.all('indicator').flatMap(({ nature }) => nature ?? [])
  const { least, most, fewest } = THRESHOLDS.qualitative
  if (natures.length < fewest) return
  const accounts = natures.filter((nature) => nature === 'qualitative').length
  const share = (100 * accounts) / natures.length
  const total = natures.length
  if (share < least) yield { subjects: [], params: { problem: 'figures', count: accounts, total } }
  if (share > most) yield { subjects: [], params: { problem: 'accounts', count: total - accounts, total } }
}

function* onlyOutputs(context: Context): Generator<Found> {
  for (const question of context.all('question')) {
    const indicators = indicatorsOf(context, question)
    if (indicators.length > 0 && indicators.every((indicator) => context.typeOf(indicator) === 'output'))
      yield on(question)
  }
}

const indicatorsOf = (context: Context, { id }: ElementOf<'question'>) =>
  context.criteriaOf(id).flatMap((criterion) => context.indicatorsOf(criterion.id))
