/** What «Liste» shows: every card by kind and every arrow as a sentence. Pure, read again after each change. */
import { byOrder, elementsOf, type Content, type Id } from '#lib/domain/content.ts'
import { fold } from '#lib/domain/plain.ts'
import { causalKindOf } from '#lib/domain/derived.ts'
import { waits } from '#lib/domain/views/views.ts'
import { fieldOf, type Element, type ElementKind, KINDS } from '#lib/domain/schema/element.ts'
import type { Link, LinkKind } from '#lib/domain/schema/links.ts'
import { m } from '#lib/i18n/paraglide/messages.js'
import { factWords, fieldWord, inQuotes, optionWord, scaleWord, word } from '../words.ts'

/** The order in which a reader meets them: why, who, what is done, what changes, how it will be known. */
export const LIST_KINDS = [
  'mission',
  'stakeholder',
  'activity',
  'output',
  'effect',
  'question',
  'criterion',
  'indicator',
  'note',
  'assumption',
  'factor',
  'evidence',
  'organization',
  'territory',
  'decision',
  'frame',
  'label',
  'stroke',
  'image',
] as const satisfies readonly ElementKind[]

/** What the quick-add box makes: drawing belongs to the canvas, and a board has one mission. */
export const ADDABLE_KINDS: readonly ElementKind[] = LIST_KINDS.filter((is) => KINDS[is].isListed)

export type CardSection = { readonly is: ElementKind; readonly cards: readonly Element[] }
export type LinkSection = { readonly is: LinkKind; readonly links: readonly Link[] }

export function cardSections(content: Content, query: string): readonly CardSection[] {
  const matches = matcher(query)
  return LIST_KINDS.map((is) => ({
    is,
    cards: elementsOf(content, is).filter((card) => matches(`${card.ref ?? ''} ${card.text}`)),
  })).filter(({ cards }) => cards.length > 0)
}

export function linkSections(content: Content, query: string): readonly LinkSection[] {
  const matches = matcher(query)
  return (['causal', 'concerns', 'relation'] as const)
    .map((is) => ({
      is,
      links: [...content.links.values()]
        .filter((link) => link.is === is && matches(sentenceOf(content, link)))
        .sort((a, b) => byEnds(content, a, b)),
    }))
    .filter(({ links }) => links.length > 0)
}

function byEnds(content: Content, a: Link, b: Link): number {
  const [x, y] = [content.elements.get(a.fromId), content.elements.get(b.fromId)]
  const first = x && y && x !== y ? LIST_KINDS.indexOf(x.is) - LIST_KINDS.indexOf(y.is) || byOrder(x, y) : 0
  return first || (a.id < b.id ? -1 : 1)
}

function matcher(query: string): (text: string) => boolean {
  const wanted = fold(query)
  return wanted === '' ? () => true : (text) => fold(text).includes(wanted)
}

/** A card's name in a sentence or a button. */
export function nameOf(content: Content, id: Id): string {
  const element = content.elements.get(id)
  return element ? element.text.trim() || m.untitled() : m.missing_reference()
}

/** «A conduit à B», whatever the kind of link. */
export function sentenceOf(content: Content, link: Link): string {
  if (link.is === 'concerns')
    return m.concerns_sentence({
      effect: inQuotes(nameOf(content, link.toId)),
      who: inQuotes(nameOf(content, link.fromId)),
    })
  const kind = link.is === 'causal' ? (causalKindOf(content, link) ?? 'leads_to') : link.is
  return m.arrow_sentence({
    from: inQuotes(nameOf(content, link.fromId)),
    verb: word(`arrow_${kind}`),
    to: inQuotes(nameOf(content, link.toId)),
  })
}

/** The same without its subject, under the card it leaves. */
export function continuationOf(content: Content, link: Link): string {
  const kind = link.is === 'causal' ? (causalKindOf(content, link) ?? 'leads_to') : link.is
  return m.list_continuation({ verb: word(`arrow_${kind}`), to: inQuotes(nameOf(content, link.toId)) })
}

type Touching = { readonly leaving: ReadonlyMap<Id, readonly Link[]>; readonly all: ReadonlyMap<Id, readonly Link[]> }
const known = new WeakMap<Content, Touching>()

/** Links by the card they leave, and by either end: one pass for all rows. */
export function linksAt(content: Content): Touching {
  const before = known.get(content)
  if (before) return before
  const [leaving, all] = [new Map<Id, Link[]>(), new Map<Id, Link[]>()]
  const add = (map: Map<Id, Link[]>, id: Id, link: Link) => {
    const list = map.get(id)
    if (list) list.push(link)
    else map.set(id, [link])
  }
  for (const link of content.links.values()) {
    add(leaving, link.fromId, link)
    add(all, link.fromId, link)
    if (link.toId !== link.fromId) add(all, link.toId, link)
  }
  const touching = { leaving, all }
  known.set(content, touching)
  return touching
}

/** Whether «Placer dans…» is offered. */
export const waitsInTray = (content: Content, element: Element): boolean =>
  KINDS[element.is].tray !== null && waits(content, KINDS[element.is].tray!, element)

const FACTS: Partial<Record<ElementKind, readonly string[]>> = {
  stakeholder: ['power', 'interest', 'role', 'circle'],
  effect: ['horizon', 'intentionality', 'status', 'dimension'],
  question: ['intendedUsers'],
  criterion: ['questionId', 'effectId'],
  indicator: ['measuresId', 'nature', 'unit', 'frequency'],
  assumption: ['criticality'],
  factor: ['direction'],
  evidence: ['type', 'stakeholderId'],
  organization: ['kind'],
  territory: ['scale'],
  decision: ['kind'],
}
/** The few values that matter, as words; what is unset is left out. */
export function factsOf(content: Content, element: Element): readonly string[] {
  const fields = element as unknown as Record<string, unknown>
  const facts = (FACTS[element.is] ?? []).flatMap((name) => {
    const value = fields[name]
    if (value === null || value === undefined || value === '') return []
    const said = saidValue(content, element, name, value)
    return said === '' ? [] : said
  })
  if (element.is !== 'effect') return facts
  const forWhom = (linksAt(content).all.get(element.id) ?? []).flatMap((link) =>
    link.is === 'concerns' && link.toId === element.id ? nameOf(content, link.fromId) : [],
  )
  return forWhom.length === 0 ? facts : [...facts, m.list_for_whom({ names: forWhom.join(', ') })]
}

function saidValue(content: Content, element: Element, name: string, value: unknown): string {
  const labelled = (said: string) => factWords(fieldWord(element.is, { name }), said)
  if (name === 'power' || name === 'interest') return labelled(scaleWord(name, value as number))
  if (Array.isArray(value))
    return value.length === 0 ? '' : labelled(value.map((id: string) => nameOf(content, id)).join(', '))
  if (name.endsWith('Id')) return labelled(nameOf(content, value as string))
  const words = fieldOf(element.is, name)?.words
  if (!words) return String(value)
  const said = optionWord(content.dossier, words, value as string | number)
  // «Forte» or «Les deux» by itself says nothing.
  return words === 'grade' || name === 'role' ? labelled(said) : said
}
