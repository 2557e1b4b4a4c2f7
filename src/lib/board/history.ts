/**
 * Undo and redo of one's own steps only (DESIGN §6.9), on Yjs' UndoManager with three corrections:
 *
 * 1. Its loop pops older steps while the newest has no effect any more, and so deletes what others hold: here it only ever sees one.
 * 2. Undoing a creation puts the card back into the bin. If someone else has changed that card since, it stays: the `gone` value that undo
 *    would bring back is taken out of the step first, and with it the card's place.
 * 3. Where two people wrote one key at the same time, Yjs deletes the winner's value on undo and cannot bring the former one back: a card
 *    without a kind, a place or a value lost to both. Such a value stays.
 */
import * as Y from 'yjs'
import type { Id } from '#lib/domain/content.ts'
import { placementsOf, recordsOf } from './layout.ts'
import { LOCAL } from './origin.ts'

export type UndoResult =
  | { readonly is: 'done' }
  | { readonly is: 'nothing' }
  /** «Quelqu'un a modifié cette fiche depuis» */
  | { readonly is: 'changed_by_others' }

/** Keys that the server writes by itself: no reason to say that somebody changed the card. */
const SERVER_KEYS = new Set(['ref', 'by'])
const TYPING_PAUSE = 1_000

type Step = { readonly insertions: DeleteSet; readonly deletions: DeleteSet; readonly meta: Map<unknown, unknown> }
type DeleteSet = Parameters<typeof Y.isDeleted>[0]

export class History {
  readonly #doc: Y.Doc
  readonly #manager: Y.UndoManager
  readonly #listeners = new Set<() => void>()
  /** When someone else last changed a record, in steps of `#clock`. */
  readonly #othersChanged = new Map<Id, number>()
  readonly #ends: (() => void)[] = []
  #clock = 0
  #steps = 0
  #typing: string | undefined

  constructor(doc: Y.Doc) {
    this.#doc = doc
    const scope = [recordsOf(doc, 'elements'), recordsOf(doc, 'links'), placementsOf(doc)]
    this.#manager = new Y.UndoManager(scope as never, {
      trackedOrigins: new Set([LOCAL]),
      captureTimeout: TYPING_PAUSE,
    })
    this.#manager.on('stack-item-added', () => this.#steps++)
    const stamp = ({ stackItem }: { stackItem: Step }) => {
      stackItem.meta.set('clock', ++this.#clock)
      this.#tell()
    }
    this.#manager.on('stack-item-added', stamp as never)
    this.#manager.on('stack-item-updated', stamp as never)
    this.#manager.on('stack-item-popped', () => this.#tell())
    this.#watchOthers()
  }

  /** How many steps were ever made here, undoing and redoing included. */
  get steps(): number {
    return this.#steps
  }
  get canUndo(): boolean {
    return this.#manager.undoStack.length > 0
  }
  get canRedo(): boolean {
    return this.#manager.redoStack.length > 0
  }

  /** The next transaction is a new step, unless it goes on typing in the same text. */
  begin(typing?: string): void {
    if (typing === undefined || typing !== this.#typing) this.#manager.stopCapturing()
    this.#typing = typing
  }

  undo(): UndoResult {
    return this.#run(this.#manager.undoStack as unknown as Step[], () => this.#manager.undo())
  }

  redo(): UndoResult {
    return this.#run(this.#manager.redoStack as unknown as Step[], () => this.#manager.redo())
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  close(): void {
    for (const end of this.#ends) end()
    this.#manager.destroy()
    this.#listeners.clear()
  }

  #run(stack: Step[], pop: () => unknown): UndoResult {
    const top = stack.at(-1)
    if (!top) return { is: 'nothing' }
    this.#typing = undefined
    this.#keepWhatOthersChanged(top)
    this.#keepWhatOthersWroteToo(top)
    const older = stack.splice(0, stack.length - 1)
    try {
      return pop() === null ? { is: 'changed_by_others' } : { is: 'done' }
    } finally {
      stack.unshift(...older)
      this.#tell()
    }
  }

  /** Takes out of the step the `gone` values that it would bring back on records that others changed since. */
  #keepWhatOthersChanged(step: Step): void {
    const since = step.meta.get('clock') as number
    const kept = new Map<Id, Y.Map<unknown>>()
    for (const root of ['elements', 'links'] as const)
      for (const [id, record] of recordsOf(this.#doc, root)) {
        if ((this.#othersChanged.get(id) ?? 0) <= since) continue
        const gone = record._map.get('gone')
        if (!gone?.deleted || !Y.isDeleted(step.deletions, gone.id)) continue
        cutOut(step.deletions, gone.id)
        kept.set(id, record)
      }
    if (kept.size > 0) this.#keepWithThem(step, kept)
  }

  /** Cards that stay, stay as they were made: with their places, and what was set on them in the same step. */
  #keepWithThem({ insertions }: Step, kept: ReadonlyMap<Id, Y.Map<unknown>>): void {
    const isTheirs = (key: string) => kept.has(key.slice(key.indexOf(':') + 1))
    const places = [...placementsOf(this.#doc)._map].flatMap(([key, item]) => (isTheirs(key) ? [item] : []))
    const values = [...kept.values()].flatMap((record) => [...record._map.values()])
    for (const now of [...places, ...values])
      for (const item of backFrom(now)) if (Y.isDeleted(insertions, item.id)) cutOut(insertions, item.id)
  }

  /** Takes out of the step the values that it would delete although someone else wrote the same key at the same time. */
  #keepWhatOthersWroteToo(step: Step): void {
    const maps: Y.Map<unknown>[] = [placementsOf(this.#doc) as Y.Map<unknown>]
    for (const root of ['elements', 'links'] as const) maps.push(...recordsOf(this.#doc, root).values())
    for (const map of maps)
      for (const now of map._map.values()) {
        if (now.deleted) continue
        const mine = [...backFrom(now)].filter(({ id }) => Y.isDeleted(step.insertions, id))
        const wouldDelete = mine.some((item) => item === now || leadsTo(item, now))
        if (wouldDelete && mine.some(besideAnother)) for (const { id } of mine) cutOut(step.insertions, id)
      }
  }

  #watchOthers(): void {
    const changed = (id: Id) => this.#othersChanged.set(id, ++this.#clock)
    for (const root of ['elements', 'links'] as const) {
      const records = recordsOf(this.#doc, root)
      const note = (events: Y.YEvent<never>[], transaction: Y.Transaction) => {
        if (transaction.local) return
        for (const event of events) {
          const [id, field] = event.path
          if (id === undefined) continue
          if (field !== undefined || [...event.changes.keys.keys()].some((key) => !SERVER_KEYS.has(key)))
            changed(String(id))
          if (root === 'links') this.#endsOf(String(id)).forEach(changed)
        }
        if (root === 'links')
          for (const event of events)
            if (event.path.length === 0) for (const id of event.changes.keys.keys()) this.#endsOf(id).forEach(changed)
      }
      records.observeDeep(note as never)
      this.#ends.push(() => records.unobserveDeep(note as never))
    }
    const placements = placementsOf(this.#doc)
    const notePlacements = (event: Y.YMapEvent<unknown>, transaction: Y.Transaction) => {
      if (!transaction.local) for (const key of event.keysChanged) changed(key.slice(key.indexOf(':') + 1))
    }
    placements.observe(notePlacements as never)
    this.#ends.push(() => placements.unobserve(notePlacements as never))
  }

  /** Somebody's arrow to my card is their work on it too. */
  #endsOf(linkId: Id): readonly Id[] {
    const link = recordsOf(this.#doc, 'links').get(linkId)
    return link ? [String(link.get('fromId')), String(link.get('toId'))] : []
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener()
  }
}

/** Every value that a key has had, the present one first. */
function* backFrom(now: Y.Item): Generator<Y.Item> {
  for (let item: Y.Item | null = now; item; item = item.left) yield item
}

/** Something was written at the same time, and stands before it. */
const besideAnother = ({ left, origin }: Y.Item): boolean => !Y.compareIDs(left?.lastId ?? null, origin)

/** Whether the present value is what undo and redo made of this one. */
function leadsTo(item: Y.Item, now: Y.Item): boolean {
  const { redone } = item
  if (redone === null) return false
  for (const each of backFrom(now)) if (Y.compareIDs(each.id, redone)) return each === now || leadsTo(each, now)
  return false
}

/** Removes one struct id from a delete set. */
function cutOut(set: DeleteSet, { client, clock }: Y.ID): void {
  const ranges = set.clients.get(client)
  const at = ranges?.findIndex((range) => range.clock <= clock && clock < range.clock + range.len) ?? -1
  if (!ranges || at < 0) return
  const range = ranges[at]!
  const [before, after] = [clock - range.clock, range.clock + range.len - clock - 1]
  const Range = range.constructor as new (clock: number, len: number) => typeof range
  ranges.splice(
    at,
    1,
    ...(before > 0 ? [new Range(range.clock, before)] : []),
    ...(after > 0 ? [new Range(clock + 1, after)] : []),
  )
}
