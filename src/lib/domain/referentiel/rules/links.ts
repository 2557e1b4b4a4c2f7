/** Arrows: which may stand between which cards, which way time runs, and what they suppose. */
import type { Id } from '#lib/domain/content.ts'
import type { CausalKind } from '#lib/domain/derived.ts'
import type { ElementOf } from '#lib/domain/schema/element.ts'
import type { Link } from '#lib/domain/schema/links.ts'
import { loops } from './loops.ts'
import { onLink, shortText, type Context, type Found, type LinkOf, type Rule } from './rule.ts'

export const linkRules: readonly Rule[] = [
  /** params: from, to, fromKind, toKind, kind */
  { code: 'LNK-01', severity: 'error', check: illegal },
  /** The first subject is the arrow to turn into «agit en retour», then the cards of the loop; params: loop, from, to, link */
  { code: 'LNK-02', severity: 'error', check: cycles },
  /** The first subject is the arrow too many; params: from, to, count */
  { code: 'LNK-03', severity: 'warning', check: doubles },
  /** params: from, to */
  { code: 'LNK-04', severity: 'warning', check: backwards },
  /** params: from, to */
  { code: 'LNK-05', severity: 'warning', check: jumps },
  /** params: from, to */
  { code: 'LNK-06', severity: 'info', check: unsupported },
  /** params: from, to */
  { code: 'LNK-07', severity: 'error', check: selfLinks },
]

const LEGAL: Readonly<Record<string, readonly CausalKind[]>> = {
  'activity output': ['produces'],
  'output effect': ['contributes_to'],
  'activity effect': ['contributes_to'],
  'effect effect': ['leads_to', 'contributes_to', 'hinders', 'feedback'],
}
const PAIRS = { relation: 'stakeholder stakeholder', concerns: 'stakeholder effect' } as const

function* illegal(context: Context): Generator<Found> {
  for (const link of everyLink(context)) {
    const [from, to] = [context.element(link.fromId), context.element(link.toId)]
    // An end that is nowhere is REF-01's.
    if (!from || !to || from.id === to.id) continue
    const pair = `${from.is} ${to.is}`
    const kind = link.is === 'causal' ? context.kindOf(link) : null
    const isLegal = link.is === 'causal' ? kind !== null && LEGAL[pair]?.includes(kind) : PAIRS[link.is] === pair
    if (!isLegal) yield onLink(context, link, { fromKind: from.is, toKind: to.is, kind: kind ?? '' })
  }
}

const CAUSES = new Set<CausalKind | null>(['produces', 'contributes_to', 'leads_to'])

function* cycles(context: Context): Generator<Found> {
  const causes = context.links('causal').filter((link) => link.fromId !== link.toId && CAUSES.has(context.kindOf(link)))
  for (const { ids, arrow } of loops(causes, (a, b) => suspicion(context, b) - suspicion(context, a))) {
    const names = ids.map((id) => nameOf(context, id))
    yield onLink(context, arrow, { loop: [...names, names[0]!].join(' → '), link: arrow.id }, ...ids)
  }
}

/** How likely an arrow of a loop is the one that acts in return: against time most of all, then by the group's own doubt. */
function suspicion(context: Context, link: LinkOf<'causal'>): number {
  const doubt = { low: 3, medium: 2, high: 0 }[link.confidence ?? 'medium']
  return timeBack(context, link) * 10 + doubt
}

const HORIZON = { short: 0, medium: 1, long: 2 }
const horizonOf = (context: Context, id: Id): number | null => {
  const element = context.element(id)
  return element?.is === 'effect' && element.horizon !== null ? HORIZON[element.horizon] : null
}

/** Columns that an arrow goes back. */
function timeBack(context: Context, { fromId, toId }: Link): number {
  const [from, to] = [horizonOf(context, fromId), horizonOf(context, toId)]
  return from === null || to === null ? 0 : Math.max(0, from - to)
}

function nameOf(context: Context, id: Id): string {
  const element = context.element(id)
  return element ? (element.ref ?? shortText(element)) || id : id
}

function* doubles(context: Context): Generator<Found> {
  const first = new Map<string, { readonly link: Link; readonly more: Link[] }>()
  for (const link of everyLink(context)) {
    // Two stakeholders may hold several relations; one of each type is enough.
    const key = [link.is, link.fromId, link.toId, link.is === 'relation' ? link.type : ''].join(' ')
    const known = first.get(key)
    if (known) known.more.push(link)
    else first.set(key, { link, more: [] })
  }
  for (const { link, more } of first.values()) {
    const [last] = more.slice(-1)
    if (last) yield onLink(context, last, { count: more.length + 1 }, link.id, ...more.slice(0, -1).map(({ id }) => id))
  }
}

function* backwards(context: Context): Generator<Found> {
  for (const link of context.links('causal')) {
    const kind = context.kindOf(link)
    if (kind !== 'feedback' && kind !== 'hinders' && timeBack(context, link) > 0) yield onLink(context, link)
  }
}

function* jumps(context: Context): Generator<Found> {
  for (const link of context.links('causal')) {
    const [from, to] = [context.element(link.fromId), context.element(link.toId)]
    const isAction = from?.is === 'activity' || from?.is === 'output'
    if (isAction && to?.is === 'effect' && context.levelOf(to as ElementOf<'effect'>) === 'impact')
      yield onLink(context, link)
  }
}

function* unsupported(context: Context): Generator<Found> {
  for (const link of context.links('causal')) {
    if (link.confidence === 'low' && link.assumptionIds.length === 0) yield onLink(context, link)
  }
}

function* selfLinks(context: Context): Generator<Found> {
  for (const link of everyLink(context)) if (link.fromId === link.toId) yield onLink(context, link)
}

function* everyLink(context: Context): Generator<Link> {
  for (const is of ['causal', 'concerns', 'relation'] as const) yield* context.links(is)
}
