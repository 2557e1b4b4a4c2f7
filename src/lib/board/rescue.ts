/**
 * A copy of a board whose last edits the server did not take. What it holds beyond the board is found in its structs and written again as ordinary
 * changes: only what the board never had, so that what others wrote meanwhile stays.
 */
import * as Y from 'yjs'
import { spliceBetween, type Change, type NewElement, type NewLink, type Root } from '#lib/domain/change.ts'
import type { Content, Id, PlacementKey } from '#lib/domain/content.ts'
import { placementsOf, read, recordsOf, type YRecord } from './layout.ts'

export const stateOf = (doc: Y.Doc): Uint8Array => Y.encodeStateAsUpdate(doc)

/** `state`: the copy, a Yjs update. `doc`: the board as it is now, whole. */
export function missingFrom(doc: Y.Doc, state: Uint8Array): readonly Change[] {
  const copy = new Y.Doc()
  try {
    Y.applyUpdate(copy, state)
    const content = read(copy)
    const isNew = (item: Y.Item | null | undefined): boolean =>
      !!item && !item.deleted && item.id.clock >= Y.getState(doc.store, item.id.client)
    const records = (['elements', 'links'] as const).flatMap((root) =>
      [...recordsOf(copy, root)].flatMap(([id, record]) => ofRecord({ root, id, record, doc, content, isNew })),
    )
    const places = [...placementsOf(copy)].flatMap(([key, point]): readonly Change[] =>
      isNew(placementsOf(copy)._map.get(key))
        ? [{ do: 'patch', root: 'placements', key: key as PlacementKey, point }]
        : [],
    )
    return [...records, ...places]
  } finally {
    copy.destroy()
  }
}

type Looking = {
  readonly root: Root
  readonly id: Id
  readonly record: YRecord
  readonly doc: Y.Doc
  readonly content: Content
  readonly isNew: (item: Y.Item | null | undefined) => boolean
}

function ofRecord({ root, id, record, doc, content, isNew }: Looking): readonly Change[] {
  const there = recordsOf(doc, root).get(id)
  const living = root === 'elements' ? content.elements.get(id) : (content.links.get(id) ?? content.hiddenLinks.get(id))
  // What is in the copy's bin, or fails the schema, is not brought back.
  if (!living) return []
  if (!there) return [{ do: 'put', root, record: living as never as NewElement & NewLink }]
  const changes: Change[] = []
  const fields: Record<string, unknown> = {}
  for (const [key, item] of record._map) {
    const [field] = key.split('/') as [string]
    const held = record.get(key)
    if (held instanceof Y.Text) changes.push(...ofText({ root, id, field, text: held, there, isNew }))
    else if (isNew(item) && key !== 'gone' && key !== 'by' && key !== 'ref')
      fields[field] = (living as unknown as Record<string, unknown>)[field]
  }
  if (Object.keys(fields).length > 0) changes.push({ do: 'patch', root, id, fields })
  return changes
}

type LookingAtText = Pick<Looking, 'root' | 'id' | 'isNew'> & {
  readonly field: string
  readonly text: Y.Text
  readonly there: YRecord
}

/** Words typed since: put where they were typed, without taking away what others typed there meanwhile. */
function ofText({ root, id, field, text, there, isNew }: LookingAtText): readonly Change[] {
  let before = ''
  let typed = false
  for (let item = text._start; item; item = item.right) {
    if (!(item.content instanceof Y.ContentString) || item.deleted) continue
    if (isNew(item)) typed = true
    else before += item.content.str
  }
  const now = String(there.get(field) ?? '')
  const splice = typed ? spliceBetween(before, text.toString()) : null
  if (!splice || now.includes(splice.insert)) return []
  const untouched = now === before
  const at = untouched ? splice.at : Math.min(splice.at, now.length)
  return [{ do: 'splice', root, id, field, at, remove: untouched ? splice.remove : 0, insert: splice.insert }]
}
