/** What people do in a workshop, at random: every command of the domain, undo and redo, and what a network does. */
import fc from 'fast-check'
import { applyChanges } from '#lib/domain/apply.ts'
import type { Change } from '#lib/domain/change.ts'
import { keepAsEffect } from '#lib/domain/commands/actionOrEffect.ts'
import { connect } from '#lib/domain/commands/connect.ts'
import { createCard } from '#lib/domain/commands/create.ts'
import { duplicate } from '#lib/domain/commands/duplicate.ts'
import { convert, reorder, setField, setText } from '#lib/domain/commands/edit.ts'
import { merge } from '#lib/domain/commands/merge.ts'
import { dropAt, tidy } from '#lib/domain/views/views.ts'
import { moveBy } from '#lib/domain/commands/move.ts'
import { putBack, remove } from '#lib/domain/commands/remove.ts'
import type { Content, ViewId } from '#lib/domain/content.ts'
import { CARD_KINDS, fieldsOf, type Element, type Field } from '#lib/domain/schema/element.ts'
import { isText } from '#lib/domain/schema/fields.ts'
import type { Link } from '#lib/domain/schema/links.ts'
import type { Person, Workshop } from './workshop.ts'

export type Step = { readonly who: number; readonly act: Act; readonly a: number; readonly b: number }
export type Act = keyof typeof ACTS

const VIEWS: readonly ViewId[] = ['influence', 'tree', 'ideas', 'stakeholders', 'circles']
const KINDS = [...CARD_KINDS, 'decision', 'territory', 'frame'] as const

type Doing = { readonly workshop: Workshop; readonly me: Person; readonly a: number; readonly b: number }
const pick = <T>(items: readonly T[], at: number): T | undefined => items[at % Math.max(1, items.length)]
const cards = (content: Content): readonly Element[] => [...content.elements.values()]
/** Among a few: people meet on the same cards. */
const aCard = ({ me, a }: Doing) => pick(cards(me.content).slice(0, 6), a)
const apply = ({ me }: Doing, changes: readonly Change[], typing?: string) => me.board.apply(changes, typing)

const ACTS = {
  create: (doing: Doing) => {
    const { workshop, me, a, b } = doing
    const is = pick(KINDS, a)!
    const text = b % 4 === 0 ? '' : typed(doing)
    apply(
      doing,
      createCard(me.content, pick(VIEWS, b)!, { id: workshop.newId(), is, text, by: me.id }, [a % 500, b % 500]),
    )
  },
  type: (doing: Doing) => {
    const { me, b } = doing
    const card = aCard(doing)
    const field =
      card &&
      pick(
        fieldsOf(card.is).filter(({ shape }) => isText(shape)),
        b,
      )
    if (!card || !field) return
    const before = (card as unknown as Record<string, string>)[field.name]!
    const at = b % (before.length + 1)
    apply(
      doing,
      setText(me.content, 'elements', card.id, field.name, before.slice(0, at) + typed(doing) + before.slice(at)),
      card.id + field.name,
    )
  },
  erase: (doing: Doing) => {
    const card = aCard(doing)
    if (!card) return
    const at = doing.b % (card.text.length + 1)
    apply(
      doing,
      setText(doing.me.content, 'elements', card.id, 'text', card.text.slice(0, at) + card.text.slice(at + 2)),
    )
  },
  field: (doing: Doing) => setSome(doing, 'elements', aCard(doing)),
  linkField: (doing: Doing) => setSome(doing, 'links', pick([...doing.me.content.links.values()], doing.a)),
  convert: (doing: Doing) => {
    const card = aCard(doing)
    if (card && (CARD_KINDS as readonly string[]).includes(card.is))
      apply(doing, convert(doing.me.content, [card.id], pick(CARD_KINDS, doing.b)!))
  },
  connect: (doing: Doing) => {
    const { me, b, workshop } = doing
    const able = cards(me.content).filter(
      ({ is }) => is === 'effect' || is === 'activity' || is === 'stakeholder' || is === 'output',
    )
    const [from, to] = [pick(able, doing.a), pick(able, b)]
    if (!from || !to) return
    const result = connect(me.content, { id: workshop.newId(), from: from.id, to: to.id, by: me.id }, true)
    if (result.ok) apply(doing, result.changes)
  },
  move: (doing: Doing) => {
    const { me, a, b } = doing
    apply(
      doing,
      moveBy(
        me.content,
        pick(VIEWS, a)!,
        cards(me.content)
          .slice(b % 5, (b % 5) + 3)
          .map(({ id }) => id),
        [a % 300, b % 300],
      ),
    )
  },
  drop: (doing: Doing) => {
    const card = aCard(doing)
    if (card) apply(doing, dropAt(doing.me.content, pick(VIEWS, doing.b)!, card, [doing.a % 900, doing.b % 700]))
  },
  merge: (doing: Doing) => {
    const { me, workshop, a } = doing
    const card = aCard(doing)
    const twin = card && cards(me.content).filter(({ is, id }) => is === card.is && id !== card.id)[a % 3]
    if (!twin) return
    const gone = { by: me.id, at: 1 }
    apply(doing, merge(me.content, { into: card.id, ids: [card.id, twin.id], gone, newId: () => workshop.newId() }))
  },
  keepAsEffect: (doing: Doing) => {
    const card = aCard(doing)
    if (card) apply(doing, keepAsEffect(doing.me.content, card.id))
  },
  tidy: (doing: Doing) => apply(doing, tidy(doing.me.content, pick(VIEWS, doing.a)!)),
  reorder: (doing: Doing) => {
    const card = aCard(doing)
    if (card) apply(doing, reorder(doing.me.content, card.id, doing.b % 2 === 0 ? 1 : -1))
  },
  duplicate: (doing: Doing) => {
    const { me, workshop, a, b } = doing
    const some = cards(me.content).slice(a % 4, (a % 4) + 2)
    // A copied letter would be found where nobody typed it.
    const { changes } = duplicate(
      me.content,
      pick(VIEWS, b)!,
      some.map(({ id }) => id),
      me.id,
      workshop.newId,
    )
    apply(
      doing,
      changes.map((change) =>
        change.do === 'put' && change.root === 'elements' ? { ...change, record: withoutTexts(change.record) } : change,
      ),
    )
  },
  remove: (doing: Doing) => {
    const { me, a, b } = doing
    const id = b % 5 === 0 ? pick([...me.content.links.keys()], a) : aCard(doing)?.id
    if (id) apply(doing, remove(me.content, [id], { by: me.id, at: a }))
  },
  putBack: (doing: Doing) => {
    const { content } = doing.me
    const id = pick([...content.bin.keys(), ...content.linksInBin.keys()], doing.a)
    if (id) apply(doing, putBack(content, [id]))
  },
  undo: ({ me }: Doing) => void me.board.history.undo(),
  redo: ({ me }: Doing) => void me.board.history.redo(),
  deliver: ({ workshop, me, a }: Doing) => workshop.deliver(me, a),
  cut: ({ workshop, me }: Doing) => workshop.cut(me),
  mend: ({ workshop, me }: Doing) => workshop.mend(me),
} satisfies Record<string, (doing: Doing) => unknown>

export const ALL_ACTS = Object.keys(ACTS) as readonly Act[]
const USUAL: Partial<Record<Act, number>> = {
  create: 6,
  type: 5,
  field: 4,
  convert: 3,
  connect: 4,
  deliver: 10,
  undo: 3,
  drop: 2,
  mend: 2,
}

/** Histories of up to `most` steps; `acts` are those that may happen. */
export const histories = (
  most: number,
  people: number,
  acts: readonly Act[] = ALL_ACTS,
): fc.Arbitrary<readonly Step[]> =>
  fc.array(
    fc.record({
      who: fc.nat(people - 1),
      act: fc.oneof(...acts.map((act) => ({ arbitrary: fc.constant(act), weight: USUAL[act] ?? 1 }))),
      a: fc.nat(997),
      b: fc.nat(997),
    }),
    { minLength: Math.floor(most / 2), maxLength: most, size: 'max' },
  )

export function take(workshop: Workshop, { who, act, a, b }: Step): void {
  ACTS[act]({ workshop, me: workshop.people[who]!, a, b })
}

function typed({ workshop, me }: Doing): string {
  const letter = workshop.newLetter()
  me.typed.add(letter)
  return letter
}

function withoutTexts<R extends { readonly is: Element['is'] }>(record: R): R {
  return {
    ...record,
    ...Object.fromEntries(fieldsOf(record.is).flatMap(({ name, shape }) => (isText(shape) ? [[name, '']] : []))),
  }
}

function setSome(doing: Doing, root: 'elements' | 'links', record: Element | Link | undefined): void {
  const field =
    record &&
    pick(
      fieldsOf(record.is)
        .filter(({ shape }) => !isText(shape))
        .sort(sharedFirst),
      doing.b % (doing.a % 2 === 0 ? 3 : 99),
    )
  if (!record || !field) return
  const value = valueFor(doing, field, (record as unknown as Record<string, unknown>)[field.name])
  const changes = setField(doing.me.content, root, record.id, field.name, value)
  const after = applyChanges(doing.me.content, changes)
  // A command never makes what the schema refuses.
  if (after.quarantined.length > doing.me.content.quarantined.length) throw new Error(JSON.stringify(after.quarantined))
  apply(doing, changes)
}

/** Names that several kinds give to different values: what converting could mix up. */
const SHARED = ['kind', 'type', 'direction', 'status', 'horizon']
const sharedFirst = (x: Field, y: Field) => Number(SHARED.includes(y.name)) - Number(SHARED.includes(x.name))

function valueFor({ me, a, b }: Doing, field: Field, now: unknown): unknown {
  if (a % 11 === 0)
    return field.shape === 'choices' || field.shape === 'references' || field.shape === 'codes' ? [] : null
  switch (field.shape) {
    case 'choice':
      return pick(field.options!, a)
    case 'choices':
      return [...new Set([...(now as string[]), pick(field.options!, a) as string])]
    case 'references':
      return [...new Set([...(now as string[]), pick(cards(me.content), a)!.id])].slice(-4)
    case 'reference':
      return pick(cards(me.content), a)!.id
    case 'codes':
      return [`${1 + (a % 17)}.${1 + (b % 9)}`]
    case 'number':
      return Math.min(field.max ?? 5, a % 6)
    case 'flag':
      return a % 2 === 0
    case 'date':
      return '2026-01-15'
    case 'line':
      return `ligne ${a}`
    default:
      return null
  }
}
