/**
 * Merging into a card that lies in the bin. Nobody can ask for that: whoever did had not heard yet that a colleague merged the same cards the other
 * way, or put that card into the bin. Left alone, all of them would be gone for everybody.
 */
import type * as Y from 'yjs'
import { mergedInto, redirectedReferences } from '#lib/domain/commands/merge.ts'
import type { Content, Id } from '#lib/domain/content.ts'
import { membersOf, read, write, type YRecord } from './layout.ts'

/** Ids merged into a card that lies in the bin; null: it does not. */
export const mergedInBin = (record: YRecord): ReadonlySet<Id> | null =>
  record.get('gone') === undefined ? null : membersOf(record, 'mergedFrom')

/** Whether more was merged into a card of the bin since. `before`: as `mergedInBin` told. */
export function isMergedInBin(record: YRecord, before: ReadonlySet<Id>): boolean {
  return record.get('gone') !== undefined && [...membersOf(record, 'mergedFrom')].some((from) => !before.has(from))
}

/**
 * Brings such cards back, unless what they hold can be read from a living one. Only the server decides, by what it heard first, so all see the
 * same. The ids that came back.
 */
export function mendMerges(doc: Y.Doc, ids: readonly Id[]): readonly Id[] {
  if (ids.length === 0) return []
  const content = read(doc)
  const held = new Set(
    mergedInto(
      content,
      [...content.elements.values()].flatMap((card) => card.mergedFrom),
    ),
  )
  const whither = new Map<Id, Id>()
  /** Behind a card that was walked through once nothing new is found. */
  const walked = new Set<Id>()
  const back: Id[] = []
  for (const id of [...ids].sort()) {
    const card = content.bin.get(id)?.record
    if (!card || held.has(id)) continue
    write(doc, [{ do: 'restore', root: 'elements', id }])
    back.push(id)
    for (const from of newlyMerged(content, card.mergedFrom, walked)) {
      held.add(from)
      if (from !== id && content.bin.has(from) && !whither.has(from)) whither.set(from, id)
    }
  }
  if (back.length > 0) write(doc, redirectedReferences(read(doc), whither))
  return back
}

function* newlyMerged({ bin }: Pick<Content, 'bin'>, ids: readonly Id[], walked: Set<Id>): Generator<Id> {
  const open = [...ids]
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (walked.has(id)) continue
    walked.add(id)
    yield id
    open.push(...(bin.get(id)?.record.mergedFrom ?? []))
  }
}
