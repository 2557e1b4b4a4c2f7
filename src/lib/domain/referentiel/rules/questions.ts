/** «If usefulness is uncertain, drop it»: a question has a user and a way to be answered. */
import { on, type Context, type Found, type Rule } from './rule.ts'

export const questionRules: readonly Rule[] = [
  /** params: text, problem: user | criterion */
  { code: 'QUE-01', severity: 'warning', check: useless },
]

function* useless(context: Context): Generator<Found> {
  for (const question of context.all('question')) {
    if (question.intendedUsers.length === 0) yield on(question, { problem: 'user' })
    if (context.criteriaOf(question.id).length === 0) yield on(question, { problem: 'criterion' })
  }
}
