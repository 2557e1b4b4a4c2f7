/** Indicators: what they measure, where the data is, and whether the figures can be read. */
import type { ElementOf } from '#lib/domain/schema/element.ts'
import { MEASURED } from '#lib/domain/schema/framework.ts'
import { fold } from '#lib/domain/plain.ts'
import { isDay } from '#lib/domain/reading/dates.ts'
import { amountIn } from '#lib/domain/reading/numbers.ts'
import { bankEntry } from '../bank.ts'
import { likeness } from '../../likeness.ts'
import { THRESHOLDS } from './thresholds.ts'
import { on, shortText, type Context, type Found, type Rule } from './rule.ts'

export const indicatorRules: readonly Rule[] = [
  /** params: text */
  { code: 'IND-01', severity: 'error', check: measuresNothing },
  /** params: text, type, measured: the measured card's kind, level */
  { code: 'IND-02', severity: 'error', check: wrongType },
  /** params: text, problem: source | method | both */
  { code: 'IND-03', severity: 'error', check: noData },
  /** params: text, problem: unit | baseline | direction | dates | percent */
  { code: 'IND-04', severity: 'warning', check: unreadableFigures },
  /** params: text */
  { code: 'IND-05', severity: 'warning', check: formless },
  /** params: text, problem: bank | twins, unit, expected */
  { code: 'IND-06', severity: 'warning', check: differentFromBank },
  /** The second subject is the other indicator, where there is one; params: text, other, problem: twice | nested */
  { code: 'IND-07', severity: 'warning', check: countedTwice },
  /** The subjects are the indicator, the criterion and the effect measured; params: text, criterion, measured */
  { code: 'IND-08', severity: 'warning', check: besideTheCriterion },
  /** params: text, problem: responsible | scale, scale, expected */
  { code: 'IND-09', severity: 'warning', check: unattended },
  /** The subject is the effect, or none for the whole board; params: text, count, most, problem: effect | total */
  { code: 'IND-10', severity: 'info', check: tooMany },
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
  return typeof value === 'string' ? amountIn(value) : (value ?? null)
}

function* formless(context: Context): Generator<Found> {
  const told = new Set(context.all('evidence').flatMap(({ indicatorIds }) => indicatorIds))
  for (const indicator of context.all('indicator')) {
    if (indicator.nature !== 'qualitative' || indicator.direction === 'describe') continue
    if ((indicator.ratingScale ?? []).length === 0 && !told.has(indicator.id)) yield on(indicator)
  }
}

/** A unit or a name of a source: «m 2» and «m2» are one. */
const plain = (text: string | null) => fold(text ?? '').replaceAll(' ', '')

function* differentFromBank(context: Context): Generator<Found> {
  const first = new Map<string, Indicator>()
  for (const indicator of context.all('indicator')) {
    const ref = indicator.bankRef?.trim()
    // No unit at all is IND-04's.
    if (!ref || plain(indicator.unit) === '') continue
    const expected = bankEntry(ref)?.unit ?? first.get(ref)?.unit ?? null
    if (expected !== null && plain(expected) !== plain(indicator.unit)) {
      const problem = bankEntry(ref) ? 'bank' : 'twins'
      yield on(indicator, { problem, unit: indicator.unit ?? '', expected })
    }
    if (!first.has(ref)) first.set(ref, indicator)
  }
}

function* countedTwice(context: Context): Generator<Found> {
  const measured = new Set(context.all('indicator').flatMap(({ measuresId }) => measuresId ?? []))
  for (const id of measured) {
    const group = context.measuring(id)
    for (const [at, indicator] of group.entries()) {
      if (isSummed(indicator) && nests(context, indicator.territoryIds, indicator.territoryIds))
        yield on(indicator, { other: '', problem: 'nested' })
      for (const other of group.slice(at + 1, at + 1 + THRESHOLDS.compared)) {
        const problem = isSameFigure(indicator, other)
          ? 'twice'
          : isSameAtTwoScales(context, indicator, other)
            ? 'nested'
            : null
        if (problem)
          yield { ...on(other, { other: shortText(indicator), problem }), subjects: [other.id, indicator.id] }
      }
    }
  }
}

/** Same source and same calculation; where no calculation is written nothing says that it is the same. */
function isSameFigure(a: Indicator, b: Indicator): boolean {
  const labels = (indicator: Indicator) =>
    new Set((indicator.sources ?? []).map(({ label }) => plain(label)).filter(Boolean))
  const others = labels(b)
  return (
    plain(a.calculation) !== '' &&
    plain(a.calculation) === plain(b.calculation) &&
    [...labels(a)].some((label) => others.has(label))
  )
}

/** The same sum for a territory and for one inside it. */
function isSameAtTwoScales(context: Context, a: Indicator, b: Indicator): boolean {
  if (!isSummed(a) || !isSummed(b) || plain(a.unit) !== plain(b.unit)) return false
  const isSame = (a.bankRef !== null && a.bankRef === b.bankRef) || likeness(a.text, b.text) >= THRESHOLDS.likeness
  return isSame && (nests(context, a.territoryIds, b.territoryIds) || nests(context, b.territoryIds, a.territoryIds))
}

/** Rates, shares, averages and gaps are not summed over territories; amounts a year are. */
const RATE =
  /%|\/(?!\s*(?:an|ans|année|mois|trimestre|semestre|semaine|jour)s?(?![\p{L}]))|(?<!\p{L})(?:taux|part|moyenne|niveau|note|indice|ratio|écart|points?)(?!\p{L})/iu
const isSummed = ({ nature, unit }: Indicator) => nature === 'quantitative' && !!unit?.trim() && !RATE.test(unit)

/** Whether one of the inner territories lies in one of the outer ones. */
function nests(context: Context, outer: readonly string[], inner: readonly string[]): boolean {
  const outside = new Set(outer)
  return inner.some((id) => {
    let above = parentOf(context, id)
    for (let level = 0; above !== null && level < THRESHOLDS.levels; level++) {
      if (outside.has(above)) return true
      above = parentOf(context, above)
    }
    return false
  })
}
function parentOf(context: Context, id: string): string | null {
  const territory = context.element(id)
  return territory?.is === 'territory' ? territory.parentId : null
}

function* besideTheCriterion(context: Context): Generator<Found> {
  for (const indicator of context.all('indicator')) {
    const criterion = context.element(indicator.criterionId)
    const measured = context.element(indicator.measuresId)
    if (criterion?.is !== 'criterion' || measured?.is !== 'effect') continue
    if (criterion.effectId === null || criterion.effectId === measured.id) continue
    const found = on(indicator, { criterion: shortText(criterion), measured: shortText(measured) })
    yield { ...found, subjects: [indicator.id, criterion.id, measured.id] }
  }
}

function* unattended(context: Context): Generator<Found> {
  for (const indicator of context.all('indicator')) {
    if (indicator.responsibleId === null) yield on(indicator, { problem: 'responsible' })
    const measured = context.element(indicator.measuresId)
    const expected = measured?.is === 'effect' ? measured.territorialScale : null
    const scale = indicator.territorialScale
    if (scale !== null && expected !== null && scale !== expected)
      yield on(indicator, { problem: 'scale', scale, expected })
  }
}

function* tooMany(context: Context): Generator<Found> {
  const { indicatorsOfOneEffect, indicatorsInAll } = THRESHOLDS
  for (const effect of context.all('effect')) {
    const count = context.measuring(effect.id).length
    if (count > indicatorsOfOneEffect) yield on(effect, { problem: 'effect', count, most: indicatorsOfOneEffect })
  }
  const count = context.all('indicator').length
  if (count > indicatorsInAll) yield { subjects: [], params: { problem: 'total', count, most: indicatorsInAll } }
}
