/** What former visits to a board could not save: found once the board is whole, offered to the person (DESIGN §6.12). */
import type * as Y from 'yjs'
import { missingFrom } from '#lib/board/rescue.ts'
import type { Change } from '#lib/domain/change.ts'
import { rescueFormer } from './storedCopies.ts'
import type { CopyOf } from './localCopy.ts'
import { dropCopy, readCopy } from './rescue.ts'

type Looking = {
  readonly doc: Y.Doc
  readonly of: CopyOf
  readonly rescueKey: string
  readonly now: () => number
}

/** Null: nothing that the board lacks. `at`: when it was set aside. */
export async function unsavedBefore({
  doc,
  of,
  rescueKey,
  now,
}: Looking): Promise<{ readonly changes: readonly Change[]; readonly at: number } | null> {
  await rescueFormer(of, rescueKey, now)
  const copy = await readCopy(rescueKey)
  if (!copy) return null
  const changes = missingFrom(doc, copy.state)
  if (changes.length > 0) return { changes, at: copy.at }
  await dropCopy(rescueKey)
  return null
}
