/** What the server mends after an accepted update: refs given once and never reused, `by` of new records set to who sent them. */
import * as Y from 'yjs'
import type { Root } from '#lib/domain/change.ts'
import type { Id } from '#lib/domain/content.ts'
import { REF_LETTERS, type ElementKind } from '#lib/domain/schema/element.ts'
import { dossierOf, recordsOf, type YRecord } from './layout.ts'

/** Ids of the records that one update brings, by root. */
export type Created = { readonly elements: ReadonlySet<Id>; readonly links: ReadonlySet<Id> }

/** Asked before an update is applied: which of the records that it touches are not there yet. */
export function missingRecords(doc: Y.Doc, touched: ReadonlySet<Id>): Created {
  const missing = (root: Root) => {
    const records = recordsOf(doc, root)
    return new Set([...touched].filter((id) => !records.has(id)))
  }
  return { elements: missing('elements'), links: missing('links') }
}

/**
 * Run inside a transaction with a server origin, for the record ids that one member's update touched. Who sent a new record is its `by`, whatever the
 * record says; imported ones have none, and get none from who edits them.
 * The counters live in the dossier (`refs`), which clients cannot write: a ref is never given twice, even after a purge.
 */
export function repair(doc: Y.Doc, touched: ReadonlySet<Id>, memberId: string, created: Created): void {
  for (const root of ['elements', 'links'] as const)
    for (const id of created[root]) {
      const record = recordsOf(doc, root).get(id)
      if (record instanceof Y.Map && record.get('by') !== memberId) record.set('by', memberId)
    }
  for (const id of touched) {
    const record = recordsOf(doc, 'elements').get(id)
    if (record instanceof Y.Map && record.get('gone') === undefined) giveRef(doc, record)
  }
}

/** Gives a ref to every living card that should have one: at seeding and after an import. */
export function giveRefs(doc: Y.Doc): void {
  const records = [...recordsOf(doc, 'elements').entries()].sort(([a, x], [b, y]) => {
    const [i, j] = [String(x.get('order') ?? ''), String(y.get('order') ?? '')]
    return i < j ? -1 : i > j ? 1 : a < b ? -1 : 1
  })
  for (const [, record] of records) if (record.get('gone') === undefined) giveRef(doc, record)
}

function giveRef(doc: Y.Doc, record: YRecord): void {
  const letter = REF_LETTERS[record.get('is') as ElementKind]
  const now = record.get('ref')
  if (!letter || (typeof now === 'string' && now.startsWith(letter) && now !== '')) return
  const counters = { ...(dossierOf(doc).get('refs') as Readonly<Record<string, number>> | undefined) }
  const next = (counters[letter] ?? highestRef(doc, letter)) + 1
  dossierOf(doc).set('refs', { ...counters, [letter]: next })
  record.set('ref', `${letter}${next}`)
}

function highestRef(doc: Y.Doc, letter: string): number {
  let highest = 0
  for (const record of recordsOf(doc, 'elements').values()) {
    const number = new RegExp(`^${letter}(\\d{1,6})$`).exec(String(record.get('ref') ?? ''))?.[1]
    if (number) highest = Math.max(highest, Number(number))
  }
  return highest
}
