/**
 * The copies of boards that this device holds. Those of another epoch are of before a restored backup: what of them never reached the server becomes
 * the rescue copy, which the person is offered; the rest is forgotten, the server has it.
 */
import { IndexeddbPersistence } from 'y-indexeddb'
import * as Y from 'yjs'
import { stateOf } from '#lib/board/rescue.ts'
import { copyName, markOf, unsavedPrefix, type CopyOf } from './localCopy.ts'
import { keepCopy, readCopy } from './rescue.ts'

/** `key`: of the rescue copy. */
export async function rescueFormer(of: CopyOf, key: string, now: () => number): Promise<void> {
  const present = copyName(of)
  for (const { name, unsaved } of storedCopies()) {
    if (name === present || !isOf(of, name)) continue
    if (unsaved) await rescue(name, key, now())
    // Kept first: whatever stops this visit here, the next one finds it again.
    await forgetCopy(name)
  }
}

/** Of whatever epoch. */
function isOf({ boardId, personId }: CopyOf, name: string): boolean {
  const [of, board, epoch = '', person, ...rest] = name.split(':')
  return of === 'canevas' && board === boardId && /^\d+$/.test(epoch) && person === personId && rest.length === 0
}

/** Every copy on this device, and whether some of it never reached the server: by the marks that `localStorage` has of them. */
export function storedCopies(): readonly { readonly name: string; readonly unsaved: boolean }[] {
  const copies = new Map<string, boolean>()
  for (const key of storedKeys()) {
    const [, name, what] = /^(canevas:[^:]+:\d+:[^:]+):(here$|unsaved:)/.exec(key) ?? []
    if (name)
      copies.set(name, (copies.get(name) ?? false) || (what !== 'here' && Number(localStorage.getItem(key)) > 0))
  }
  return [...copies].map(([name, unsaved]) => ({ name, unsaved }))
}

async function rescue(name: string, key: string, at: number): Promise<void> {
  const doc = new Y.Doc()
  const stored = new IndexeddbPersistence(name, doc)
  try {
    await stored.whenSynced
    // Beside what waits there already: neither is lost.
    const waiting = await readCopy(key)
    if (waiting) Y.applyUpdate(doc, waiting.state)
    if (doc.getMap('elements').size > 0) await keepCopy(key, { state: stateOf(doc), at: waiting?.at ?? at })
  } finally {
    await stored.destroy()
    doc.destroy()
  }
}

export async function forgetCopy(name: string): Promise<void> {
  await new Promise<void>((resolve) => {
    const asked = indexedDB.deleteDatabase(name)
    asked.onsuccess = asked.onerror = asked.onblocked = () => resolve()
  })
  for (const key of storedKeys())
    if (key === markOf(name) || key.startsWith(unsavedPrefix(name))) localStorage.removeItem(key)
}

function storedKeys(): readonly string[] {
  try {
    return Object.keys(localStorage)
  } catch {
    return []
  }
}
