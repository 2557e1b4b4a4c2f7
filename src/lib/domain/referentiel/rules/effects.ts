/** Effects: what they follow from, where they lead, and for whom. */
import { soundsLikeAction } from '#lib/domain/commands/actionOrEffect.ts'
import type { ElementOf } from '#lib/domain/schema/element.ts'
import { keptApart } from '#lib/domain/commands/twins.ts'
import { alike } from '../../likeness.ts'
import { THRESHOLDS } from './thresholds.ts'
import { on, shortText, type Context, type Found, type Rule } from './rule.ts'

export const effectRules: readonly Rule[] = [
  /** params: text */
  { code: 'EFF-01', severity: 'error', check: orphans },
  { code: 'EFF-02', severity: 'warning', check: deadEnds },
  { code: 'EFF-03', severity: 'warning', check: forNobody },
  /** params: text */
  { code: 'EFF-04', severity: 'warning', check: saidAsActions },
  /** About the whole board: no subject. */
  { code: 'EFF-05', severity: 'warning', check: onlyGood },
  /** The subjects are the two effects; params: text, other */
  { code: 'EFF-06', severity: 'warning', check: twins },
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

const isInPlay = ({ status }: ElementOf<'effect'>) => status !== 'parked' && status !== 'rejected'

function* forNobody(context: Context): Generator<Found> {
  for (const effect of context.all('effect')) {
    if (context.concernedBy(effect.id).length === 0) yield on(effect)
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

function* saidAsActions(context: Context): Generator<Found> {
  for (const effect of context.all('effect')) if (soundsLikeAction(effect)) yield on(effect)
}

function* twins(context: Context): Generator<Found> {
  const effects = context.all('effect').filter(isInPlay)
  const seen = new Set<string>()
  const apart = keptApart(effects)
  const tell = function* (a: ElementOf<'effect'>, b: ElementOf<'effect'>): Generator<Found> {
    const key = `${a.id} ${b.id}`
    // «Garder les deux» was said already.
    if (seen.has(key) || apart(a, b)) return
    seen.add(key)
    yield { ...on(a, { other: shortText(b) }), subjects: [a.id, b.id] }
  }
  for (const [first, second] of alike(
    effects.map(({ text }) => text),
    THRESHOLDS.likeness,
    { most: THRESHOLDS.likenesses },
  ))
    yield* tell(effects[first]!, effects[second]!)
  // The same entry of the bank watches both, for the same people.
  const watched = new Map<string, ElementOf<'effect'>>()
  for (const effect of effects)
    for (const bankRef of entriesOn(context, effect)) {
      for (const { fromId } of context.concernedBy(effect.id)) {
        const key = `${bankRef} ${fromId}`
        const other = watched.get(key)
        if (other && other !== effect) yield* tell(other, effect)
        else watched.set(key, effect)
      }
    }
}

/** The entries of the bank that watch an effect. */
function entriesOn(context: Context, { id }: ElementOf<'effect'>): readonly string[] {
  const refs = new Set(context.measuring(id).flatMap(({ bankRef }) => bankRef || []))
  return [...refs].slice(0, THRESHOLDS.entries)
}
