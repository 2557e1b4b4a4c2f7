/**
 * Whom a record names: who put it into the bin (`gone`), who takes it on (`takenOnBy`). People write their own name alone; another one's stays where it
 * stood, and comes back by undo or with what was merged. The document keeps nothing of what was overwritten, so the server remembers who is named while
 * the board is open.
 */
import type * as Y from 'yjs'
import type { Id } from '#lib/domain/content.ts'
import { membersOf, recordsOf, type YRecord } from './layout.ts'

const TAKEN_ON = 'takenOnBy'

export type Named = { readonly binnedBy: string | null; readonly takenOnBy: ReadonlySet<string> }

export const namedIn = (record: YRecord): Named => ({
  binnedBy: binnedBy(record),
  takenOnBy: membersOf(record, TAKEN_ON),
})

/** Who put each record into the bin before it was put back: undoing that names them again. */
const formerly = new WeakMap<Y.Doc, Map<YRecord, Set<string>>>()

/** After an update of one member: names that are not theirs to write are taken out. `was`: null, the update brings the record. */
export function mendNames(doc: Y.Doc, record: YRecord, was: Named | null, memberId: string): void {
  mendBinned(doc, record, was?.binnedBy ?? null, memberId)
  const before = was?.takenOnBy ?? new Set()
  for (const id of membersOf(record, TAKEN_ON))
    if (id !== memberId && !before.has(id) && !isMergedFrom(doc, record, id)) record.delete(`${TAKEN_ON}/${id}`)
}

function mendBinned(doc: Y.Doc, record: YRecord, was: string | null, memberId: string): void {
  const former = formerly.get(doc) ?? new Map<YRecord, Set<string>>()
  const now = binnedBy(record)
  if (was !== null && now !== was) {
    formerly.set(doc, former)
    former.set(record, (former.get(record) ?? new Set()).add(was))
  }
  if (now === null || now === was || now === memberId || former.get(record)?.has(now)) return
  // Whoever brings it back into the bin by an undo of long ago puts it there.
  record.set('gone', { ...(record.get('gone') as object), by: memberId })
}

function binnedBy(record: YRecord): string | null {
  const gone = record.get('gone') as { by?: unknown } | null | undefined
  return typeof gone?.by === 'string' ? gone.by : null
}

/** Whoever took on a card that was merged into this one has taken this one on. */
function isMergedFrom(doc: Y.Doc, record: YRecord, personId: string): boolean {
  const elements = recordsOf(doc, 'elements')
  const from = (id: Id) => elements.get(id)?.get(`${TAKEN_ON}/${personId}`) === true
  return [...membersOf(record, 'mergedFrom')].some(from)
}
