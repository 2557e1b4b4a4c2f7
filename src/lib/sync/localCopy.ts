/** What this device holds of a board: its copy (y-indexeddb), the mark that there is one, and how much of it never reached the server. */
import { IndexeddbPersistence } from 'y-indexeddb'
import type * as Y from 'yjs'
import { newId } from '#lib/domain/ids.ts'

/** Of one person: two people at one device do not mix their copies. Another epoch is another copy (DESIGN §6.12). */
export type CopyOf = { readonly boardId: string; readonly epoch: number; readonly personId: string }

export const copyName = ({ boardId, epoch, personId }: CopyOf): string => `canevas:${boardId}:${epoch}:${personId}`
/** `localStorage` has it as soon as the copy was read once. */
export const markOf = (name: string): string => `${name}:here`
/** What each tab left unsaved is counted under this and a name of its own. */
export const unsavedPrefix = (name: string): string => `${name}:unsaved:`

/** More is not counted. */
const MOST = 10_000

export class LocalCopy {
  /** Edits of earlier visits and other tabs that never reached the server: all of them are in this copy. */
  readonly left: number
  /** Whether this device has held a copy of this board before. */
  readonly held: boolean
  readonly #name: string
  readonly #countKey: string
  readonly #database: IndexeddbPersistence | null

  constructor(of: CopyOf, doc: Y.Doc) {
    this.#name = copyName(of)
    const prefix = unsavedPrefix(this.#name)
    this.left = takeCounts(prefix)
    this.#countKey = prefix + newId()
    // Counted anew at once: a visit that ends here leaves them unsaved.
    this.count(this.left)
    this.#database = openDatabase(this.#name, doc)
    this.held = this.#database !== null && (this.left > 0 || isMarked(markOf(this.#name)))
  }

  /** Once it is in the document; never, where this browser keeps nothing. */
  async read(): Promise<void> {
    await (this.#database?.whenSynced ?? new Promise(() => {}))
    writeCount(markOf(this.#name), 1)
  }

  /** The origin of what was read from here. */
  is(origin: unknown): boolean {
    return origin !== null && origin === this.#database
  }

  count(unsaved: number): void {
    writeCount(this.#countKey, unsaved)
  }

  async forget(): Promise<void> {
    this.count(0)
    writeCount(markOf(this.#name), 0)
    await this.#database?.clearData()
  }

  close(): void {
    void this.#database?.destroy()
  }
}

function openDatabase(name: string, doc: Y.Doc): IndexeddbPersistence | null {
  try {
    return new IndexeddbPersistence(name, doc)
  } catch {
    return null
  }
}

function takeCounts(prefix: string): number {
  try {
    const keys = Object.keys(localStorage).filter((key) => key.startsWith(prefix))
    const counts = keys.map((key) => Number(localStorage.getItem(key)) || 0)
    for (const key of keys) localStorage.removeItem(key)
    return Math.min(
      MOST,
      counts.reduce((sum, count) => sum + count, 0),
    )
  } catch {
    return 0
  }
}

function isMarked(key: string): boolean {
  try {
    return localStorage.getItem(key) !== null
  } catch {
    return true
  }
}

function writeCount(key: string, count: number): void {
  try {
    if (count === 0) localStorage.removeItem(key)
    else localStorage.setItem(key, String(count))
  } catch {
    // A browser without storage: the connection says so by `kept: false`.
  }
}
