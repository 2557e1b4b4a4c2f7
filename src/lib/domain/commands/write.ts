/** What a quick-add box makes: one card a text, as one step of undo; an effect may carry its stakeholder from birth (USE §4). */
import type { Change, NewLink } from '../change.ts'
import { elementsOf, type Content, type Id, type Point, type ViewId } from '../content.ts'
import type { ElementKind } from '../schema/element.ts'
import { keysAtEnd } from '../order.ts'
import { fold } from '../plain.ts'
import { createCard, type NewCard } from './create.ts'
import { roomOn } from '../views/room.ts'

export type Writing = Pick<NewCard, 'is' | 'by' | 'fields' | 'zone'> & {
  readonly newId: () => Id
  /** Where new cards get their places; null: they wait in the tray. */
  readonly view?: ViewId | null
  readonly near?: Point
  /** The zone of *Idées* that they are written in. */
  readonly frame?: Id
  /** «Pour qui ?», as typed: stakeholders of the board or names of new ones, « ; » between. Effects only. */
  readonly forWhom?: string
}
/** What the place of writing gives to a card. */
export type WritingPlace = Pick<Writing, 'near' | 'frame' | 'zone' | 'forWhom' | 'fields'>
export type Written = { readonly changes: readonly Change[]; readonly ids: readonly Id[] }

/** What one card of many says for itself, where the place of writing says something else or nothing. */
export type Entry = Pick<Writing, 'forWhom' | 'fields'> & { readonly text: string }

export const writeCards = (content: Content, texts: readonly string[], writing: Writing): Written =>
  writeEntries(
    content,
    texts.map((text) => ({ text })),
    writing,
  )

/** Each card finds its place knowing those before it, and «Pour qui ?» the stakeholders that those made. */
export function writeEntries(content: Content, entries: readonly Entry[], writing: Writing): Written {
  const { newId, view = null, near = [0, 0], forWhom, frame, ...card } = writing
  const stakeholders = knownBy(content, newId)
  const theirs = entries.map((entry) =>
    card.is === 'effect' ? stakeholders.named(entry.forWhom || (forWhom ?? '')) : [],
  )
  const { made } = stakeholders
  const [room, orders] = [roomOn(content), keysAtEnd(content, made.length + entries.length)]
  const changes = made.flatMap(({ id, text }, i) =>
    createCard(content, null, { id, is: 'stakeholder', text, by: card.by, order: orders[i]! }),
  )
  const zone = content.elements.get(frame ?? '')
  const ids = entries.map(({ text, fields }, i) => {
    const id = newId()
    const at = zone?.is === 'frame' ? { at: room.inFrame(id, zone, text) } : {}
    const own = { id, text, fields: { ...card.fields, ...fields }, order: orders[made.length + i]! }
    changes.push(...createCard(content, view, { ...card, ...at, ...own }, near, room))
    // To a card that is new no tie exists.
    for (const from of new Set(theirs[i])) changes.push(tieTo(from, id, newId(), card.by))
    return id
  })
  return { changes, ids }
}

/** «Pour qui ?» */
const tieTo = (fromId: Id, toId: Id, id: Id, by: Id | null): Change => ({
  do: 'put',
  root: 'links',
  record: { id, is: 'concerns', fromId, toId, by } as NewLink,
})

/** The card of that kind and name, however it is written. */
export function named(content: Content, is: ElementKind, name: string): Id | null {
  const wanted = fold(name)
  return elementsOf(content, is).find(({ text }) => fold(text) === wanted)?.id ?? null
}
export const stakeholderNamed = (content: Content, name: string): Id | null => named(content, 'stakeholder', name)

/** Stakeholders by their names, the first of each; those that are named and not there are made. */
function knownBy(content: Content, newId: () => Id) {
  const known = new Map<string, Id>()
  for (const { id, text } of elementsOf(content, 'stakeholder').toReversed()) known.set(fold(text), id)
  // Who has no name yet is meant by nobody.
  known.delete('')
  const made: { readonly id: Id; readonly text: string }[] = []
  const idOf = (name: string): Id => {
    const id = known.get(fold(name)) ?? newId()
    if (!known.has(fold(name))) made.push({ id, text: name.trim() })
    known.set(fold(name), id)
    return id
  }
  /** A name of the board may itself hold a semicolon. */
  const named = (typed: string): readonly Id[] =>
    known.has(fold(typed)) ? [idOf(typed)] : typed.split(';').flatMap((name) => (name.trim() ? [idOf(name)] : []))
  return { named, made }
}
