/**
 * «Fusionner»: several cards become one of them. The others go to the bin and stay readable as its original wordings; arrows and references that
 * led to them lead to the one that stays. One step of undo.
 */
import { rewrite, type Change, type NewLink } from '../change.ts'
import type { Content, Gone, Id } from '../content.ts'
import { fold } from '../plain.ts'
import { numberText } from '../reading/numbers.ts'
import { referenceFields } from '../references.ts'
import { fieldsOf, type Element, KINDS } from '../schema/element.ts'
import { isText, itemsOf, LONGEST_TEXT } from '../schema/fields.ts'
import type { Link } from '../schema/links.ts'

export type Merge = { readonly into: Id; readonly ids: readonly Id[]; readonly gone: Gone; readonly newId: () => Id }

/** Cards of one kind alone can be merged. */
export function mayMerge(content: Content, ids: readonly Id[]): boolean {
  const [is, other] = new Set(ids.map((id) => content.elements.get(id)?.is))
  return ids.length > 1 && is !== undefined && other === undefined && KINDS[is].merges
}

export function merge(content: Content, { into, ids, gone, newId }: Merge): readonly Change[] {
  const kept = content.elements.get(into)
  const others = ids.flatMap((id) => (id === into ? [] : (content.elements.get(id) ?? [])))
  if (!kept || others.length === 0 || !mayMerge(content, ids)) return []
  const from = new Set(others.map(({ id }) => id))
  return [
    { do: 'patch', root: 'elements', id: into, fields: takenOver(kept, others) },
    ...textsTakenOver(kept, others),
    ...redirectedLinks(content, into, from, gone.by, newId),
    ...redirectedReferences(content, new Map([...from].map((id) => [id, into]))),
    ...others.map(({ id }): Change => ({ do: 'remove', root: 'elements', id, gone })),
  ]
}

/** What the card that stays gains: who was merged into it, and what it left open that another had answered. */
function takenOver(kept: Element, others: readonly Element[]): Record<string, unknown> {
  const origins = [...kept.mergedFrom, ...others.flatMap(({ id, mergedFrom }) => [id, ...mergedFrom])]
  const fields: Record<string, unknown> = { mergedFrom: [...new Set(origins)].sort() }
  const figures = figuresTakenFrom(kept, others)
  for (const other of others)
    for (const [name, value] of Object.entries(other)) {
      if (OWN.has(name) || name in fields || (isFigure(kept, name) && other !== figures)) continue
      const now = (kept as unknown as Record<string, unknown>)[name]
      if (now === null && value !== null) fields[name] = value
      else if (Array.isArray(now) && Array.isArray(value) && now.length === 0 && value.length > 0) fields[name] = value
    }
  return fields
}
/** A baseline in another unit would be a figure that nobody wrote: all come from one card, or none. */
const FIGURES: readonly string[] = ['unit', 'baseline', 'target']
const isFigure = ({ is }: Element, name: string) => is === 'indicator' && FIGURES.includes(name)
const hasFigures = (card: Element) => FIGURES.some((name) => (valuesOf(card)[name] ?? null) !== null)
const figuresTakenFrom = (kept: Element, others: readonly Element[]) =>
  hasFigures(kept) ? undefined : others.find(hasFigures)
const valuesOf = (card: Element) => card as unknown as Readonly<Record<string, unknown>>

const OWN = new Set([
  'id',
  'is',
  'by',
  'extra',
  'ref',
  'order',
  'size',
  'mergedFrom',
  'distinctFrom',
  'confirmedWording',
])

/** Texts that the card left empty, and items that its lists lack. What it says in other words stays readable as an original wording. */
function textsTakenOver(kept: Element, others: readonly Element[]): readonly Change[] {
  return textFields(kept).flatMap(({ name, shape }) => {
    const before = textIn(kept, name)
    const texts = others.map((other) => textIn(other, name))
    const after = shape === 'lines' ? itemsTogether(before, texts) : firstWritten(before, texts)
    return rewrite('elements', kept.id, name, before, after)
  })
}
const textFields = ({ is }: Element) => fieldsOf(is).filter(({ shape }) => isText(shape))
const textIn = (element: Element, name: string) => (element as unknown as Record<string, string>)[name] ?? ''

/** What is too long to be taken over stays with its card. */
const firstWritten = (before: string, texts: readonly string[]): string =>
  [before, ...texts].find((text) => text.trim() !== '' && (text === before || text.length <= LONGEST_TEXT)) ?? before

function itemsTogether(before: string, lists: readonly string[]): string {
  const there = new Set(itemsOf(before).map((item) => fold(item)))
  let after = before
  for (const list of lists) {
    const more = itemsOf(list).filter((item) => !there.has(fold(item)))
    const next = after.trim() === '' ? list : more.length > 0 ? `${after.trimEnd()}\n${more.join('\n')}` : after
    if (next.length > LONGEST_TEXT) continue
    after = next
    for (const item of more) there.add(fold(item))
  }
  return after
}

/** The items of a list that another lacks. */
function lacking(lines: string, others: string): readonly string[] {
  const there = new Set(itemsOf(lines).map((item) => fold(item)))
  return itemsOf(others).filter((item) => !there.has(fold(item)))
}

/** A link's ends never change: another is put in its place, unless it would run twice or in a circle. The old one hides with its card. */
function redirectedLinks(
  content: Content,
  into: Id,
  from: ReadonlySet<Id>,
  by: Id | null,
  newId: () => Id,
): readonly Change[] {
  const keyOf = ({ is, fromId, toId }: Pick<Link, 'is' | 'fromId' | 'toId'>) => `${is} ${fromId} ${toId}`
  const there = new Set([...content.links.values()].map(keyOf))
  return [...content.links.values()].flatMap((link): readonly Change[] => {
    if (!from.has(link.fromId) && !from.has(link.toId)) return []
    const ends = { fromId: from.has(link.fromId) ? into : link.fromId, toId: from.has(link.toId) ? into : link.toId }
    const key = keyOf({ ...link, ...ends })
    if (ends.fromId === ends.toId || there.has(key)) return []
    there.add(key)
    return [{ do: 'put', root: 'links', record: { ...link, ...ends, id: newId(), by } as unknown as NewLink }]
  })
}

/** References to what was merged lead to where it went: `whither`, from id to id. */
export function redirectedReferences(content: Content, whither: ReadonlyMap<Id, Id>): readonly Change[] {
  const changes: Change[] = []
  const there = new Set(whither.values())
  /** Nothing lies in itself. */
  const elsewhere = (was: Id, own: Id) => (whither.get(was) === own ? null : whither.get(was))
  const see = (root: 'elements' | 'links', record: Element | Link) => {
    const values = record as unknown as Record<string, unknown>
    for (const { name, isSet } of referenceFields(record.is)) {
      if (name === 'mergedFrom' || name === 'distinctFrom') continue
      const value = values[name]
      if (isSet && (value as readonly Id[]).some((id) => whither.has(id))) {
        const ids = [...new Set((value as readonly Id[]).map((id) => whither.get(id) ?? id))].sort()
        // A colleague who merges the same cards the other way takes the one that stays here off the same list.
        const anew = ids.filter((id) => there.has(id))
        changes.push({ do: 'patch', root, id: record.id, fields: { [name]: ids }, anew })
      } else if (!isSet && whither.has(value as Id))
        changes.push({ do: 'patch', root, id: record.id, fields: { [name]: elsewhere(value as Id, record.id) } })
    }
    if (record.is === 'indicator' && record.sources?.some(({ ownerId }) => whither.has(ownerId ?? ''))) {
      const sources = record.sources.map((source) => ({
        ...source,
        ownerId: whither.get(source.ownerId ?? '') ?? source.ownerId,
      }))
      changes.push({ do: 'patch', root, id: record.id, fields: { sources } })
    }
  }
  for (const element of content.elements.values()) if (!whither.has(element.id)) see('elements', element)
  for (const link of content.links.values())
    if (!whither.has(link.fromId) && !whither.has(link.toId)) see('links', link)
  return changes
}

export type Wording = { readonly id: Id; readonly text: string }

/** The original wordings behind a merged card, as far as the bin still holds them; what was merged into those at the same time elsewhere included. */
export function wordingsOf(content: Content, ids: readonly Id[]): readonly Wording[] {
  const asked = new Set(ids)
  return [...mergedInto(content, ids)].flatMap((id) => {
    const record = content.bin.get(id)?.record ?? (asked.has(id) ? content.elements.get(id) : undefined)
    return record && record.text.trim() !== '' ? [{ id, text: record.text }] : []
  })
}

export type Original = Wording & { readonly more: readonly { readonly name: string; readonly text: string }[] }

/** The cards behind a merged one, with what they say that it does not. */
export function originalsOf(content: Content, kept: Element): readonly Original[] {
  return [...mergedInto(content, kept.mergedFrom)].flatMap((id) => {
    const record = id === kept.id ? undefined : content.bin.get(id)?.record
    if (!record) return []
    const more = textFields(record).flatMap(({ name, shape }) => {
      if (name === 'text') return []
      const [its, now] = [textIn(record, name).trim(), textIn(kept, name)]
      const text = shape === 'lines' ? lacking(now, its).join('\n') : its === now.trim() ? '' : its
      return text === '' ? [] : [{ name, text }]
    })
    const said = [...more, ...otherFigures(kept, record)]
    return record.text.trim() === '' && said.length === 0 ? [] : [{ id, text: record.text, more: said }]
  })
}

/** Figures that the card which stays does not give. */
function otherFigures(kept: Element, record: Element): Original['more'] {
  if (record.is !== 'indicator') return []
  return FIGURES.flatMap((name) => {
    const text = figureText(valuesOf(record)[name], record.unit)
    return text === '' || text === figureText(valuesOf(kept)[name], valuesOf(kept).unit) ? [] : [{ name, text }]
  })
}
function figureText(figure: unknown, unit: unknown): string {
  if (typeof figure !== 'object' || figure === null) return String(figure ?? '')
  const { value, ...rest } = figure as Readonly<Record<string, unknown>>
  const amount = typeof value === 'number' ? numberText(value) : value
  return [[amount, amount === null ? null : unit].filter(Boolean).join(' '), ...Object.values(rest)]
    .filter((part) => typeof part === 'string' && part !== '')
    .join(', ')
}

/** Cards and, through the bin, all that was ever merged into them. */
export function mergedInto({ bin }: Pick<Content, 'bin'>, ids: Iterable<Id>): ReadonlySet<Id> {
  const found = new Set(ids)
  // A set is walked on into what is added meanwhile.
  for (const id of found) for (const from of bin.get(id)?.record.mergedFrom ?? []) found.add(from)
  return found
}
