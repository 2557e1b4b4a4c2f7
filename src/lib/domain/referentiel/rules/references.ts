/** Does everything that is named exist, is everything needed there, and can it be read? */
import type { Id } from '#lib/domain/content.ts'
import { fieldsOf, type Element, type Field } from '#lib/domain/schema/element.ts'
import { itemsOf } from '#lib/domain/schema/fields.ts'
import type { Link } from '#lib/domain/schema/links.ts'
import { MISSION_ID } from '#lib/domain/schema/setting.ts'
import { isDay } from '#lib/domain/reading/dates.ts'
import { ENTITY_KINDS, isExported } from '../mapping.ts'
import { producersOf } from '../derive.ts'
import { inBin, referenceFields } from '../../references.ts'
import { loops } from './loops.ts'
import { isSdgTarget } from './sdg.ts'
import { on, onLink, remembered, type Context, type Found, type Rule } from './rule.ts'

export const referenceRules: readonly Rule[] = [
  /** params: ref, field, text of the card (or from and to of the arrow) */
  { code: 'REF-01', severity: 'error', check: missing },
  /** params: id */
  { code: 'REF-02', severity: 'error', check: twice },
  /** params: field, problem: missing | date | sdg | item, value, text */
  { code: 'REF-03', severity: 'error', check: unfilled },
  /** The subjects are the territories of the loop; params: text. A document with such a loop is not read back. */
  { code: 'REF-04', severity: 'error', check: nested },
  /** params: root, reason */
  { code: 'DOC-01', severity: 'error', check: unreadable },
]

function* missing(context: Context): Generator<Found> {
  const { content } = context
  const { id, programme, workshops } = content.dossier
  // A decision may be about an arrow, an atelier or the whole document.
  const others = new Set([id, programme?.id, ...workshops.map((workshop) => workshop.id), ...content.links.keys()])
  const isBinned = (ref: Id) => content.linksInBin.has(ref) || content.hiddenLinks.has(ref)
  const exists = (ref: Id) => {
    const element = context.element(ref)
    return element ? isExported(element.is) : others.has(ref) || isBinned(ref)
  }
  for (const element of exported(context)) {
    for (const [field, ref] of referencesOf(element)) if (!exists(ref)) yield on(element, { field, ref })
  }
  for (const link of everyLink(context)) {
    const ends = [
      ['fromId', link.fromId],
      ['toId', link.toId],
    ] as const
    // An arrow to a note is there to be seen: LNK-01 speaks of it.
    for (const [field, ref] of ends) if (!context.element(ref)) yield onLink(context, link, { field, ref })
    for (const [field, ref] of referencesOf(link)) if (!exists(ref)) yield onLink(context, link, { field, ref })
  }
  for (const ref of programme?.organizerIds ?? []) {
    if (!exists(ref) && !content.bin.has(ref)) yield { subjects: [], params: { field: 'organizerIds', ref } }
  }
}

type Reference = readonly [field: string, ref: Id]

const referencesOf = remembered((record: Element | Link): readonly Reference[] => {
  const fields = record as Readonly<Record<string, unknown>>
  const found: Reference[] = []
  for (const { name, isSet } of referenceFields(record.is)) {
    const value = fields[name]
    if (isSet) for (const ref of value as readonly Id[]) found.push([name, ref])
    else if (value !== null) found.push([name, value as Id])
  }
  if (record.is === 'indicator')
    for (const { ownerId } of record.sources ?? []) if (ownerId !== null) found.push(['sources', ownerId])
  return found
})

function* twice({ content }: Context): Generator<Found> {
  const seen = new Set<Id>(content.elements.keys())
  for (const id of [...content.links.keys(), ...content.dossier.workshops.map((workshop) => workshop.id)]) {
    if (seen.has(id)) yield { subjects: [id], params: { id } }
    seen.add(id)
  }
}

function* unfilled(context: Context): Generator<Found> {
  const producers = producersOf(context.content, inBin(context.content))
  if (context.element(MISSION_ID)?.is !== 'mission') {
    for (const { name, required } of fieldsOf('mission')) {
      if (required) yield { subjects: [MISSION_ID], params: { text: '', field: name, problem: 'missing' } }
    }
  }
  for (const element of exported(context)) {
    for (const found of ownProblems(element)) {
      const isMissing = found.params.problem === 'missing'
      if (!isMissing || !needsNoSaying(context, element, String(found.params.field))) yield found
    }
    if (element.is === 'output' && !producers.has(element.id))
      yield on(element, { field: 'activityId', problem: 'missing' })
  }
}

/** Twenty thousand fields on a large board: plain loops, and each card once as long as it stays the same. */
const ownProblems = remembered((element: Element): readonly Found[] => {
  const found: Found[] = []
  for (const field of fieldsOf(element.is)) addProblems(element, field, found)
  return found.length === 0 ? NONE : found
})
const NONE: readonly Found[] = []

function addProblems(element: Element, field: Field, found: Found[]): void {
  const { name } = field
  const value = (element as Readonly<Record<string, unknown>>)[name]
  if (isEmpty(field, value)) {
    if (field.required) found.push(on(element, { field: name, problem: 'missing' }))
    return
  }
  for (const date of datesOf(field, value)) {
    if (!isDay(date)) found.push(on(element, { field: name, problem: 'date', value: date }))
  }
  if (name === 'sdgTargets') {
    for (const code of value as readonly string[])
      if (!isSdgTarget(code)) found.push(on(element, { field: name, problem: 'sdg', value: code }))
  }
  if (name === 'sources' && Array.isArray(value) && value.some(isNoSource))
    found.push(on(element, { field: name, problem: 'item' }))
}

const isNoSource = (source: { readonly label: unknown; readonly kind: unknown }) => !source.label || !source.kind

function isEmpty({ shape }: Field, value: unknown): boolean {
  if (value === null || value === undefined || value === '') return true
  if (shape === 'lines') return itemsOf(value as string).length === 0
  if (typeof value === 'string') return value.trim() === ''
  return Array.isArray(value) && value.length === 0
}

/**
 * What an arrow or a type says already (IND-01 and IND-03 are as severe and say more: the same gap is told once), and what nothing can say: a board
 * that was begun here knows of no atelier to choose from.
 */
function needsNoSaying(context: Context, element: Element, field: string): boolean {
  if (element.is === 'decision') return field === 'workshopId' && context.content.dossier.workshops.length === 0
  if (element.is !== 'indicator') return false
  if (field === 'measuresId') return true
  const type = context.typeOf(element)
  return (field === 'sources' || field === 'collectionMethod') && (type === 'outcome' || type === 'impact')
}

const NO_DATES: readonly string[] = []
const DATE_KEYS = ['date', 'start', 'end'] as const

function datesOf({ shape }: Field, value: unknown): readonly string[] {
  if (shape === 'date') return typeof value === 'string' ? [value] : []
  if (shape !== 'structure' || typeof value !== 'object' || value === null || Array.isArray(value)) return NO_DATES
  return DATE_KEYS.map((key) => (value as Readonly<Record<string, unknown>>)[key]).filter(
    (date): date is string => typeof date === 'string' && date !== '',
  )
}

/** Two people can each move a territory into the other: no one edit is wrong. */
function* nested(context: Context): Generator<Found> {
  const parents = context
    .all('territory')
    .flatMap(({ id, parentId }) => (parentId === null ? [] : [{ id, fromId: id, toId: parentId }]))
  for (const { ids, arrow } of loops(parents, (a, b) => (a.id < b.id ? -1 : 1))) {
    const territory = context.element(arrow.id)
    if (territory) yield { ...on(territory), subjects: ids.toReversed() }
  }
}

function* unreadable({ content }: Context): Generator<Found> {
  for (const { root, id, reason } of content.quarantined) yield { subjects: [id], params: { root, reason } }
}

function* exported(context: Context): Generator<Element> {
  for (const is of ['mission', ...ENTITY_KINDS] as const) {
    if (is !== 'relation' && is !== 'causal' && is !== 'concerns') yield* context.all(is)
  }
}

function* everyLink(context: Context): Generator<Link> {
  for (const is of ['causal', 'concerns', 'relation'] as const) yield* context.links(is)
}
