/** The first state of a board: blank, or from an imported référentiel laid out once by «Ranger». */
import * as Y from 'yjs'
import type { Change } from '#lib/domain/change.ts'
import { tidy } from '#lib/domain/views/views.ts'
import type { Dossier } from '#lib/domain/schema/dossier.ts'
import { read, seed, write, writeDossier } from './layout.ts'
import { giveRefs } from './repair.ts'

/** A Yjs update of format 2. `laidOut`: the changes bring their places. */
export function newState(dossier: Dossier, changes: readonly Change[] = [], laidOut = false): Uint8Array {
  const doc = new Y.Doc()
  try {
    doc.transact(() => {
      writeDossier(doc, dossier)
      write(doc, changes)
      seed(doc, dossier)
      giveRefs(doc)
    })
    if (laidOut) return Y.encodeStateAsUpdateV2(doc)
    const content = read(doc)
    doc.transact(() =>
      write(doc, [...tidy(content, 'influence'), ...tidy(content, 'circles'), ...tidy(content, 'tree')]),
    )
    return Y.encodeStateAsUpdateV2(doc)
  } finally {
    doc.destroy()
  }
}
