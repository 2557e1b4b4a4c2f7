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
/** What is half written: of one person on one board, whatever the epoch. */
export const writtenPrefix = ({ boardId, personId }: Omit<CopyOf, 'epoch'>): string =>
  `canevas:written:${boardId}:${personId}:`

/** More is not counted. */
const MOST = 10_000

export class LocalCopy {
  /** Edits of earlier visits and other tabs that never reached the server: all of them are in this copy. */
  readonly left: number
  /** Whether this device has held a copy of this board before. */
  readonly held: boolean
  readonly #name: string
  readonly #written: string
  readonly #countKey: string
  readonly #database: IndexeddbPersistence | null
  #works = false
  /** This device keeps no more of what is written. */
  readonly lost: Promise<void>

  constructor(of: CopyOf, doc: Y.Doc) {
    this.#name = copyName(of)
    this.#written = writtenPrefix(of)
    const prefix = unsavedPrefix(this.#name)
    this.left = takeCounts(prefix)
    this.#countKey = prefix + newId()
    // Counted anew at once: a visit that ends here leaves them unsaved.
    this.count(this.left)
    let tell = () => {}
    this.lost = new Promise((resolve) => (tell = resolve))
    this.#database = openDatabase(this.#name, doc, () => {
      this.#works = false
      tell()
    })
    this.held = this.#database !== null && (this.left > 0 || isMarked(markOf(this.#name)))
  }

  /** What is written now is kept even if the browser is closed. */
  get works(): boolean {
    return this.#works
  }

  /** Once it is in the document; never, where this browser keeps nothing. */
  async read(): Promise<void> {
    await (this.#database?.whenSynced ?? new Promise(() => {}))
    this.#works = true
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
    forgetKeys(this.#written)
    this.count(0)
    writeCount(markOf(this.#name), 0)
    await this.#database?.clearData()
  }

  close(): void {
    this.#database?.destroy().catch(() => undefined)
  }
}

function openDatabase(name: string, doc: Y.Doc, lost: () => void): IndexeddbPersistence | null {
  try {
    const database = new IndexeddbPersistence(name, doc)
    guard(database, doc, lost)
    return database
  } catch {
    return null
  }
}

/**
 * Browsers take databases away while they are in use: for want of room, because the person clears the data of sites, because another tab forgets this copy.
 * What y-indexeddb throws then, in the middle of Yjs' own event, would keep the edit from whoever listens after it: the line to the server.
 */
function guard(database: IndexeddbPersistence, doc: Y.Doc, lost: () => void): void {
  const store = database._storeUpdate
  doc.off('update', store)
  const end = () => {
    doc.off('update', database._storeUpdate)
    lost()
  }
  // Under the same name: it is there that y-indexeddb looks for what it has to end.
  database._storeUpdate = (update: Uint8Array, origin: unknown) => {
    try {
      store(update, origin)
    } catch {
      end()
    }
  }
  doc.on('update', database._storeUpdate)
  const watch = (opened: IDBDatabase) => {
    for (const event of ['abort', 'close', 'versionchange']) opened.addEventListener(event, end)
  }
  database._db.then(watch, end)
}

function forgetKeys(prefix: string): void {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(prefix)) localStorage.removeItem(key)
  } catch {
    // Nothing is kept here.
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
