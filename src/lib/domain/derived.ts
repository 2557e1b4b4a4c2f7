/** Values that follow from others until someone overrides them. One place, read by the export, the rules and the canvas. */
import type { Content, Id } from './content.ts'
import type { ElementKind, ElementOf } from './schema/element.ts'
import type { Link } from './schema/links.ts'

type Level = NonNullable<ElementOf<'effect'>['level']>
type IndicatorType = NonNullable<ElementOf<'indicator'>['type']>
export type CausalKind = NonNullable<Extract<Link, { is: 'causal' }>['kind']>

/** Long-term effects are impacts, the others outcomes. */
export const derivedLevel = (horizon: ElementOf<'effect'>['horizon']): Level | null =>
  horizon === null ? null : horizon === 'long' ? 'impact' : 'outcome'

export const levelOf = (effect: ElementOf<'effect'>): Level | null => effect.level ?? derivedLevel(effect.horizon)

/** Actions and outputs are counted by output indicators; an effect gives its own level. */
export function derivedIndicatorType(content: Content, measuresId: Id | null): IndicatorType | null {
  const measured = measuresId === null ? undefined : content.elements.get(measuresId)
  if (measured?.is === 'activity' || measured?.is === 'output') return 'output'
  return measured?.is === 'effect' ? levelOf(measured) : null
}

export const indicatorTypeOf = (content: Content, indicator: ElementOf<'indicator'>): IndicatorType | null =>
  indicator.type ?? derivedIndicatorType(content, indicator.measuresId)

const DERIVED_KINDS: Partial<Record<`${ElementKind}→${ElementKind}`, CausalKind>> = {
  'activity→output': 'produces',
  'output→effect': 'contributes_to',
  'activity→effect': 'contributes_to',
  'effect→effect': 'leads_to',
}

/** The kind an arrow has by its two ends, or null where no arrow makes sense (LNK-01). */
export const causalKindBetween = (from: ElementKind, to: ElementKind): CausalKind | null =>
  DERIVED_KINDS[`${from}→${to}`] ?? null

export function causalKindOf(content: Content, link: Extract<Link, { is: 'causal' }>): CausalKind | null {
  if (link.kind !== null) return link.kind
  const [from, to] = [content.elements.get(link.fromId), content.elements.get(link.toId)]
  return from && to ? causalKindBetween(from.is, to.is) : null
}
