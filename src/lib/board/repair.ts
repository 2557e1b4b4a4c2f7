/** What the server mends after an accepted update: refs given once and never reused, who made what and who is named, merges that crossed. */
import * as Y from 'yjs'
import type { Root } from '#lib/domain/change.ts'
import type { Id } from '#lib/domain/content.ts'
import { KINDS, type ElementKind } from '#lib/domain/schema/element.ts'
import { dossierOf, readDossier, recordsOf, type YRecord } from './layout.ts'
import { isMergedInBin, mendMerges, mergedInBin } from './merging.ts'
import { mendNames, namedIn, type Named } from './naming.ts'

type Was = {
  readonly by: unknown
  readonly ref: unknown
  readonly named: Named
  readonly mergedInBin: ReadonlySet<Id> | null
}
/** What has to be known of each record that an update touches, as it was before; null: the update brings the record. */
export type Before = Readonly<Record<Root, ReadonlyMap<Id, Was | null>>>

/** Asked before the update is applied, for the record ids that it touches. */
export function lookBefore(doc: Y.Doc, touched: ReadonlySet<Id>): Before {
  const look = (root: Root) => {
    const was = (record: YRecord | undefined) =>
      record
        ? { by: record.get('by'), ref: record.get('ref'), named: namedIn(record), mergedInBin: mergedInBin(record) }
        : null
    return new Map([...touched].map((id) => [id, was(recordsOf(doc, root).get(id))]))
  }
  return { elements: look('elements'), links: look('links') }
}

/**
 * Run inside a transaction with a server origin, after one member's update. Who sent a new record is its `by`, whatever the record says; imported ones
 * have none, and get none from who edits them. The counters of refs live in the dossier (`refs`), which clients cannot write: a ref is never given
 * twice, even after a purge.
 */
export function repair(doc: Y.Doc, memberId: string, before: Before): void {
  const crossed: Id[] = []
  const counters = countersOf(doc)
  const workshopId = [...before.elements.values()].includes(null) ? workshopInProgress(doc) : null
  for (const root of ['elements', 'links'] as const)
    for (const [id, was] of before[root]) {
      const record = recordsOf(doc, root).get(id)
      if (!(record instanceof Y.Map)) continue
      setBack(record, 'by', was ? was.by : memberId)
      setBack(record, 'ref', was?.ref)
      mendNames(doc, record, was?.named ?? null, memberId)
      if (root === 'elements' && !was && workshopId && record.get('is') === 'effect')
        record.set('createdInWorkshopId', workshopId)
      if (root === 'elements' && was?.mergedInBin && isMergedInBin(record, was.mergedInBin)) crossed.push(id)
      if (root === 'elements' && record.get('gone') === undefined) giveRef(record, counters)
    }
  for (const id of mendMerges(doc, crossed)) giveRef(recordsOf(doc, 'elements').get(id)!, counters)
  counters.write()
}

function setBack(record: YRecord, name: 'by' | 'ref', value: unknown): void {
  if (record.get(name) === value) return
  if (typeof value === 'string') record.set(name, value)
  else record.delete(name)
}

/** A new effect remembers it. */
function workshopInProgress(doc: Y.Doc): Id | null {
  const { moment, workshops } = readDossier(doc)
  return workshops.find(({ id }) => moment?.versionId === null && id === moment.workshopId)?.id ?? null
}

/** Gives a ref to every living card that should have one: at seeding and after an import. */
export function giveRefs(doc: Y.Doc): void {
  const records = [...recordsOf(doc, 'elements').entries()].sort(([a, x], [b, y]) => {
    const [i, j] = [String(x.get('order') ?? ''), String(y.get('order') ?? '')]
    return i < j ? -1 : i > j ? 1 : a < b ? -1 : 1
  })
  const counters = countersOf(doc)
  for (const [, record] of records) if (record.get('gone') === undefined) giveRef(record, counters)
  counters.write()
}

function giveRef(record: YRecord, counters: Counters): void {
  const is = String(record.get('is'))
  const letter = Object.hasOwn(KINDS, is) ? KINDS[is as ElementKind].letter : null
  const now = record.get('ref')
  if (letter && !(typeof now === 'string' && now.startsWith(letter)))
    record.set('ref', `${letter}${counters.next(letter)}`)
}

/** `write`: once for all that were given, for each write leaves its trace in the document. */
type Counters = { next(letter: string): number; write(): void }

function countersOf(doc: Y.Doc): Counters {
  const before = dossierOf(doc).get('refs') as Readonly<Record<string, number>> | undefined
  const counts: Record<string, number> = { ...before }
  let given = false
  return {
    next(letter) {
      given = true
      return (counts[letter] = (counts[letter] ?? highestRef(doc, letter)) + 1)
    },
    write() {
      if (given) dossierOf(doc).set('refs', counts)
    },
  }
}

function highestRef(doc: Y.Doc, letter: string): number {
  let highest = 0
  for (const record of recordsOf(doc, 'elements').values()) {
    const [, its, number] = /^([A-Z])(\d{1,6})$/.exec(String(record.get('ref') ?? '')) ?? []
    if (its === letter) highest = Math.max(highest, Number(number))
  }
  return highest
}
