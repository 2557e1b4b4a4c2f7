/** How far the group is, as counts and never a score (USE §4, atelier 3). */
import { elementsOf, type Content } from '#lib/domain/content.ts'

export type FrameworkCounts = {
  readonly retained: number
  readonly parked: number
  readonly questions: number
  /** Retained effects that no question asks about, and that no indicator measures. */
  readonly withoutQuestion: number
  readonly withoutIndicator: number
  /** Indicators by nature; those of unset nature are in neither. */
  readonly figures: number
  readonly accounts: number
}

export function countsOf(content: Content): FrameworkCounts {
  const effects = elementsOf(content, 'effect')
  const [questions, indicators] = [elementsOf(content, 'question'), elementsOf(content, 'indicator')]
  const asked = new Set(questions.flatMap(({ effectIds }) => effectIds))
  const measured = new Set(indicators.map(({ measuresId }) => measuresId))
  const retained = effects.filter(({ status }) => status === 'retained')
  return {
    retained: retained.length,
    parked: effects.filter(({ status }) => status === 'parked').length,
    questions: questions.length,
    withoutQuestion: retained.filter(({ id }) => !asked.has(id)).length,
    withoutIndicator: retained.filter(({ id }) => !measured.has(id)).length,
    figures: indicators.filter(({ nature }) => nature === 'quantitative').length,
    accounts: indicators.filter(({ nature }) => nature === 'qualitative').length,
  }
}
