/** Criteria stand between a question and its indicators. */
import { on, shortText, type Context, type Found, type Rule } from './rule.ts'

export const criterionRules: readonly Rule[] = [
  /** params: text */
  { code: 'CRI-01', severity: 'warning', check: unmeasured },
  /** params: text, effect, question */
  { code: 'CRI-02', severity: 'error', check: besideTheQuestion },
]

function* unmeasured(context: Context): Generator<Found> {
  for (const criterion of context.all('criterion')) {
    if (context.indicatorsOf(criterion.id).length === 0) yield on(criterion)
  }
}

function* besideTheQuestion(context: Context): Generator<Found> {
  const asked = new Map(context.all('question').map(({ id, effectIds }) => [id, new Set(effectIds)]))
  for (const criterion of context.all('criterion')) {
    const question = context.element(criterion.questionId)
    const effect = context.element(criterion.effectId)
    if (question?.is !== 'question' || !effect || asked.get(question.id)!.has(effect.id)) continue
    const found = on(criterion, { effect: shortText(effect), question: shortText(question) })
    yield { ...found, subjects: [criterion.id, question.id, effect.id] }
  }
}
