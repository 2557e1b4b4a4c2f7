/** What a document is before anybody reads or writes it, in its room and in a job alike: seeded, with refs. */
import type * as Y from 'yjs'
import { isNewer, seed } from '#lib/board/layout.ts'
import { giveRefs } from '#lib/board/repair.ts'
import { blankDossier } from '#lib/domain/schema/dossier.ts'

export function prepare(doc: Y.Doc, boardId: string, title: string): void {
  // Written by newer code: shown, not touched.
  if (isNewer(doc)) return
  seed(doc, blankDossier(`ref-${boardId.toLowerCase().replace(/[^a-z0-9]/g, '')}`, title))
  giveRefs(doc)
}
