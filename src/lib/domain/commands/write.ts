/** What a quick-add box makes: one card a text, as one step of undo; an effect may carry its stakeholder from birth (USE §4). */
import { Steps } from '../apply.ts'
import type { Change, NewLink } from '../change.ts'
import { elementsOf, type Content, type Id, type Point, type ViewId } from '../content.ts'
import type { ElementKind } from '../schema/element.ts'
import { keysAtEnd } from '../order.ts'
import { fold } from '../plain.ts'
import { createCard, type NewCard } from './create.ts'
import { roomOn } from './room.ts'

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

/** Each card finds its place knowing those before it. */
export function writeCards(content: Content, texts: readonly string[], writing: Writing): Written {
  const { newId, view = null, near = [0, 0], forWhom = '', frame, ...card } = writing
  const steps = new Steps(content)
  const stakeholders = card.is === 'effect' ? namesIn(content, forWhom) : []
  const theirs = stakeholders.map((name) => {
    const { id, changes } = whoIs(steps.content, name, writing)
    steps.take(changes)
    return id
  })
  const { content: board } = steps
  const [room, orders] = [roomOn(board), keysAtEnd(board, texts.length)]
  const zone = board.elements.get(frame ?? '')
  const changes: Change[] = [...steps.changes]
  const ids = texts.map((text, i) => {
    const id = newId()
    const at = zone?.is === 'frame' ? { at: room.inFrame(id, zone, text) } : {}
    const order = orders[i]!
    changes.push(...createCard(board, view, { ...card, ...at, id, text, order }, near, room))
    // To a card that is new no tie exists.
    for (const from of new Set(theirs)) changes.push(tieTo(from, id, newId(), card.by))
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

/** A name of the board may itself hold a semicolon. */
function namesIn(content: Content, typed: string): readonly string[] {
  if (stakeholderNamed(content, typed)) return [typed]
  return typed.split(';').filter((name) => name.trim() !== '')
}

function whoIs(content: Content, name: string, { newId, by }: Writing): { id: Id; changes: readonly Change[] } {
  const known = stakeholderNamed(content, name)
  if (known) return { id: known, changes: [] }
  const id = newId()
  const is: ElementKind = 'stakeholder'
  return { id, changes: createCard(content, null, { id, is, text: name.trim(), by }) }
}
