/** Indicators: what they measure, where the data is, and whether the figures can be read. */
import type { ElementOf } from '#lib/domain/schema/element.ts'
import { MEASURED } from '#lib/domain/schema/framework.ts'
import { isDay } from './references.ts'
import { on, type Context, type Found, type Rule } from './rule.ts'

export const indicatorRules: readonly Rule[] = [
  /** params: text */
  { code: 'IND-01', severity: 'error', check: measuresNothing },
  /** params: text, type, measured: the measured card's kind, level */
  { code: 'IND-02', severity: 'error', check: wrongType },
  /** params: text, problem: source | method | both */
  { code: 'IND-03', severity: 'error', check: noData },
  /** params: text, problem: unit | baseline | direction | dates | percent */
  { code: 'IND-04', severity: 'warning', check: unreadableFigures },
]

type Indicator = ElementOf<'indicator'>

/** What an id that is nowhere should measure is REF-01's to say. */
function* measuresNothing(context: Context): Generator<Found> {
  for (const indicator of context.all('indicator')) {
    const measured = context.element(indicator.measuresId)
    const isKnown = measured && (MEASURED as readonly string[]).includes(measured.is)
    if (!isKnown && (measured || indicator.measuresId === null)) yield on(indicator)
  }
}

function* wrongType(context: Context): Generator<Found> {
  for (const indicator of context.all('indicator')) {
    const type = context.typeOf(indicator)
    const measured = context.element(indicator.measuresId)
    if (type === null || type === 'context' || !measured) continue
    const isAction = measured.is === 'activity' || measured.is === 'output'
    if (!isAction && measured.is !== 'effect') continue
    const level = measured.is === 'effect' ? context.levelOf(measured) : null
    // An effect without horizon has no level yet: REF-03 asks for it.
    const isRight = type === 'output' ? isAction : measured.is === 'effect' && (level === null || level === type)
    if (!isRight) yield on(indicator, { type, measured: measured.is, level: level ?? '' })
  }
}

function* noData(context: Context): Generator<Found> {
  for (const indicator of context.all('indicator')) {
    const type = context.typeOf(indicator)
    if (type !== 'outcome' && type !== 'impact') continue
    const hasSource = (indicator.sources ?? []).length > 0
    const hasMethod = indicator.collectionMethod !== null
    if (!hasSource || !hasMethod) yield on(indicator, { problem: hasSource ? 'method' : hasMethod ? 'source' : 'both' })
  }
}

function* unreadableFigures(context: Context): Generator<Found> {
  for (const indicator of context.all('indicator')) {
    if (indicator.nature !== 'quantitative') continue
    for (const problem of figureProblems(indicator)) yield on(indicator, { problem })
  }
}

function* figureProblems({ unit, baseline, target, direction }: Indicator): Generator<string> {
  const [start, goal] = [filled(baseline?.value), filled(target?.value)]
  if (!unit?.trim()) yield 'unit'
  if (goal !== null && start === null) yield 'baseline'
  if (typeof start === 'number' && typeof goal === 'number') {
    const isAgainst = (direction === 'increase' && goal < start) || (direction === 'decrease' && goal > start)
    if (isAgainst) yield 'direction'
  }
  const [from, by] = [baseline?.date, target?.date]
  if (from && by && isDay(from) && isDay(by) && by <= from) yield 'dates'
  if (unit?.trim() === '%' && [start, goal].some((value) => typeof value === 'number' && (value < 0 || value > 100))) {
    yield 'percent'
  }
}

/** A value that says something; figures typed as text count as figures. */
function filled(value: number | string | null | undefined): number | string | null {
  if (value === null || value === undefined || value === '') return null
  if (typeof value === 'number') return value
  const number = Number(value.replace(/\s/g, '').replace(',', '.'))
  return value.trim() !== '' && Number.isFinite(number) ? number : value
}
