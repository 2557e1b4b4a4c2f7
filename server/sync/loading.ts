/** Puts a stored board into a document. A row that cannot be read is left out and named; the rest loads. */
import * as Y from 'yjs'
import { ROOT_NAMES } from '#lib/board/layout.ts'
import { unpack } from '../packing.ts'
import type { LogRow, StoredBoard, Unreadable } from '../store/updates.ts'

const LOADING = { from: 'the log' } as const

type Stored = Pick<StoredBoard, 'checkpoint' | 'rows'>

/** Throws where the checkpoint itself cannot be read: nobody gets in then, and nothing is written over it. */
export function openDocument({ checkpoint, rows }: Stored): {
  readonly doc: Y.Doc
  readonly unreadable: readonly Unreadable[]
} {
  const unreadable: Unreadable[] = []
  let stored: Stored = { checkpoint: checkpoint && unpack(checkpoint), rows }
  for (;;) {
    const doc = new Y.Doc()
    try {
      fill(doc, stored)
      return { doc, unreadable }
    } catch (error) {
      // Half applied: this document is good for nothing any more.
      doc.destroy()
      const found = firstUnreadable(stored)
      if (!found) throw error
      unreadable.push(found)
      stored = { ...stored, rows: stored.rows.filter(({ seq }) => seq !== found.seq) }
    }
  }
}

/** As one transaction: a third faster than one by one. */
function fill(doc: Y.Doc, { checkpoint, rows }: Stored): void {
  doc.transact(() => {
    for (const name of ROOT_NAMES) doc.getMap(name)
    if (checkpoint) Y.applyUpdateV2(doc, checkpoint, LOADING)
    for (const { data } of rows) Y.applyUpdate(doc, data, LOADING)
  }, LOADING)
}

function firstUnreadable({ checkpoint, rows }: Stored): Unreadable | null {
  const doc = new Y.Doc()
  try {
    fill(doc, { checkpoint, rows: [] })
    for (const row of rows) {
      const reason = whyUnreadable(doc, row)
      if (reason !== null) return { seq: row.seq, reason }
    }
    return null
  } finally {
    doc.destroy()
  }
}

function whyUnreadable(doc: Y.Doc, { data }: LogRow): string | null {
  try {
    Y.decodeUpdate(data)
    Y.applyUpdate(doc, data, LOADING)
    return null
  } catch (error) {
    return String(error instanceof Error ? error.message : error).slice(0, 200)
  }
}
