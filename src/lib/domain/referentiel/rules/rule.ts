import type { Content, Id } from '#lib/domain/content.ts'
import { causalKindOf, indicatorTypeOf, levelOf, type CausalKind } from '#lib/domain/derived.ts'
import type { Element, ElementKind, ElementOf } from '#lib/domain/schema/element.ts'
import type { Link, LinkKind } from '#lib/domain/schema/links.ts'
import { inBin, withoutReferences } from '../../references.ts'

/** `error` stops a document from being validated, `warning` is for discussion, `info` is told. */
export type Severity = 'error' | 'warning' | 'info'

/** The result of one rule on one subject. It holds no words: the interface says it with the message `finding_{code}`. */
export type Finding = {
  readonly code: string
  readonly severity: Severity
  /** Elements and links; the first is where «Montrer» goes. Empty for the whole board. */
  readonly subjects: readonly Id[]
  readonly params: Readonly<Record<string, string | number>>
}

export type Found = Pick<Finding, 'subjects' | 'params'>
export type Rule = {
  readonly code: string
  readonly severity: Severity
  readonly check: (context: Context) => Iterable<Found>
}

/** What the rules read: the board's living records, and where to find them by what they point to. Made once for all rules. */
export type Context = {
  readonly content: Content
  /** Names and addresses of participants, where the server knows them (SEC-01). */
  readonly people: readonly string[]
  /** By kind, by id; references to what is in the bin are dropped. */
  readonly all: <K extends ElementKind>(is: K) => readonly ElementOf<K>[]
  readonly links: <K extends LinkKind>(is: K) => readonly LinkOf<K>[]
  readonly element: (id: Id | null) => Element | undefined
  readonly kindOf: (link: LinkOf<'causal'>) => CausalKind | null
  readonly incoming: Index<LinkOf<'causal'>>
  readonly outgoing: Index<LinkOf<'causal'>>
  /** «Pour qui ?», by stakeholder and by effect. */
  readonly concernsOf: Index<LinkOf<'concerns'>>
  readonly concernedBy: Index<LinkOf<'concerns'>>
  readonly relationsOf: Index<LinkOf<'relation'>>
  readonly criteriaOf: Index<ElementOf<'criterion'>>
  /** By criterion, and by what is measured. */
  readonly indicatorsOf: Index<ElementOf<'indicator'>>
  readonly measuring: Index<ElementOf<'indicator'>>
  readonly levelOf: (effect: ElementOf<'effect'>) => ElementOf<'effect'>['level']
  readonly typeOf: (indicator: ElementOf<'indicator'>) => ElementOf<'indicator'>['type']
}
export type LinkOf<K extends LinkKind> = Extract<Link, { is: K }>
/** What is known under an id; nothing gives an empty list. */
export type Index<T> = (id: Id) => readonly T[]

export function contextOf(content: Content, people: readonly string[] = []): Context {
  const drops = inBin(content)
  // Nothing in the bin: every record counts as it is.
  const living = <R extends Element | Link>(record: R): R =>
    content.bin.size === 0 ? record : withoutReferences(record, drops)
  const elements = new Map<Id, Element>()
  const byKind = new Map<string, (Element | Link)[]>()
  const keep = (record: Element | Link) => {
    const list = byKind.get(record.is)
    if (list) list.push(record)
    else byKind.set(record.is, [record])
  }
  for (const element of content.elements.values()) {
    const counted = living(element)
    elements.set(element.id, counted)
    keep(counted)
  }
  for (const link of content.links.values()) keep(living(link))
  for (const list of byKind.values()) list.sort((a, b) => (a.id < b.id ? -1 : 1))

  const all = <K extends ElementKind>(is: K) => (byKind.get(is) ?? []) as unknown as readonly ElementOf<K>[]
  const links = <K extends LinkKind>(is: K) => (byKind.get(is) ?? []) as unknown as readonly LinkOf<K>[]
  return {
    content,
    people,
    all,
    links,
    element: (id) => (id === null ? undefined : elements.get(id)),
    kindOf: (link) => causalKindOf(content, link),
    incoming: indexed(links('causal'), ({ toId }) => [toId]),
    outgoing: indexed(links('causal'), ({ fromId }) => [fromId]),
    concernsOf: indexed(links('concerns'), ({ fromId }) => [fromId]),
    concernedBy: indexed(links('concerns'), ({ toId }) => [toId]),
    relationsOf: indexed(links('relation'), ({ fromId, toId }) => [fromId, toId]),
    criteriaOf: indexed(all('criterion'), ({ questionId }) => [questionId]),
    indicatorsOf: indexed(all('indicator'), ({ criterionId }) => [criterionId]),
    measuring: indexed(all('indicator'), ({ measuresId }) => [measuresId]),
    levelOf,
    typeOf: (indicator) => indicatorTypeOf(content, indicator),
  }
}

function indexed<T>(records: readonly T[], keys: (record: T) => readonly (Id | null)[]): Index<T> {
  const index = new Map<Id, T[]>()
  for (const record of records) {
    for (const key of keys(record)) {
      if (key === null) continue
      const list = index.get(key)
      if (list) list.push(record)
      else index.set(key, [record])
    }
  }
  return (id) => index.get(id) ?? []
}

/** A check of one record alone, done once as long as the record stays the same: a board changes a card at a time. */
export function remembered<R extends object, T>(check: (record: R) => T): (record: R) => T {
  const known = new WeakMap<R, T>()
  return (record) => {
    const before = known.get(record)
    if (before !== undefined) return before
    const found = check(record)
    known.set(record, found)
    return found
  }
}

/** One finding on a card, with its text for the sentence. */
export const on = (element: Element, params: Found['params'] = {}): Found => ({
  subjects: [element.id],
  params: { text: shortText(element), ...params },
})

/** One finding on an arrow, with the texts of its two ends. */
export const onLink = (
  context: Context,
  link: Link,
  params: Found['params'] = {},
  ...others: readonly Id[]
): Found => ({
  subjects: [link.id, ...others],
  params: { from: endText(context, link.fromId), to: endText(context, link.toId), ...params },
})

const endText = (context: Context, id: Id) => {
  const element = context.element(id)
  return element ? shortText(element) : id
}

const LONGEST = 120
/** The first line of a card's text, cut for a sentence. */
export function shortText({ text }: Element): string {
  const line = text.trim().split('\n', 1)[0]!
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1).trimEnd()}…` : line
}
