/** A board open in memory: its document, the immutable content read from it, and the one way to change it. */
import type * as Y from 'yjs'
import type { Change } from '#lib/domain/change.ts'
import type { Content, Id, PlacementKey, Point } from '#lib/domain/content.ts'
import { LONGEST_TEXT } from '#lib/domain/schema/fields.ts'
import { History } from './history.ts'
import {
  assemble,
  dossierOf,
  isNewer,
  placementsOf,
  readDossier,
  readPlacement,
  readPlacements,
  readRecord,
  recordsOf,
  write,
  type ReadRecord,
} from './layout.ts'
import { LOCAL, UNTRACKED } from './origin.ts'

/** What one transaction touched. `own` = made in this browser, undo and redo included. */
export type BoardChange = {
  readonly before: Content
  readonly content: Content
  readonly own: boolean
  readonly elements: ReadonlySet<Id>
  readonly links: ReadonlySet<Id>
  readonly placements: ReadonlySet<PlacementKey>
}

export type ApplyResult = { readonly ok: true } | { readonly ok: false; readonly why: 'newer' | 'too_long' | 'closed' }

export class Board {
  readonly doc: Y.Doc
  readonly history: History
  #content: Content
  readonly #elements = new Map<Id, ReadRecord>()
  readonly #links = new Map<Id, ReadRecord>()
  #placements: ReadonlyMap<PlacementKey, Point> = new Map()
  readonly #touched = {
    elements: new Set<Id>(),
    links: new Set<Id>(),
    placements: new Set<PlacementKey>(),
    dossier: false,
  }
  readonly #listeners = new Set<(change: BoardChange) => void>()
  readonly #ends: (() => void)[] = []

  constructor(doc: Y.Doc) {
    this.doc = doc
    this.#content = this.#readAll()
    this.history = new History(doc)
    this.#watch()
  }

  get content(): Content {
    return this.#content
  }

  /** Written by newer code: shown, not edited (DESIGN §6.8). */
  get newer(): boolean {
    return isNewer(this.doc)
  }

  /**
   * Writes changes as one step of undo. Creations are put hidden and untracked first, then shown by the tracked transaction, so that undoing
   * one hides the card and keeps what others wrote in it. `typing`: goes on with the previous step if that was the same text.
   */
  apply(changes: readonly Change[], typing?: string): ApplyResult {
    if (changes.length === 0) return { ok: true }
    if (this.newer) return { ok: false, why: 'newer' }
    if (this.#tooLong(changes)) return { ok: false, why: 'too_long' }
    this.history.begin(typing)
    const puts = changes.filter((change) => change.do === 'put')
    if (puts.length > 0)
      this.doc.transact(() => {
        write(this.doc, puts)
        write(
          this.doc,
          puts.map(({ root, record }) => ({ do: 'remove', root, id: record.id, gone: { by: null, at: 0 } })),
        )
      }, UNTRACKED)
    this.doc.transact(() => {
      write(
        this.doc,
        puts.map(({ root, record }) => ({ do: 'restore', root, id: record.id })),
      )
      write(
        this.doc,
        changes.filter((change) => change.do !== 'put'),
      )
    }, LOCAL)
    return { ok: true }
  }

  onChange(listener: (change: BoardChange) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  close(): void {
    for (const end of this.#ends) end()
    this.history.close()
    this.#listeners.clear()
  }

  #tooLong(changes: readonly Change[]): boolean {
    return changes.some((change) => {
      if (change.do === 'put') return Object.values(change.record).some((value) => isTooLong(value))
      if (change.do !== 'splice') return false
      const length =
        (recordsOf(this.doc, change.root).get(change.id)?.get(change.field) as Y.Text | undefined)?.length ?? 0
      return change.insert !== '' && length - change.remove + change.insert.length > LONGEST_TEXT
    })
  }

  #readAll(): Content {
    for (const [id, record] of recordsOf(this.doc, 'elements'))
      this.#elements.set(id, readRecord('elements', id, record))
    for (const [id, record] of recordsOf(this.doc, 'links')) this.#links.set(id, readRecord('links', id, record))
    this.#placements = readPlacements(this.doc)
    return assemble(this.#elements, this.#links, this.#placements, readDossier(this.doc))
  }

  #watch(): void {
    const records = (root: 'elements' | 'links') => {
      const map = recordsOf(this.doc, root)
      const touched = this.#touched[root]
      const note = (events: Y.YEvent<never>[]) => {
        for (const event of events) {
          if (event.path.length > 0) touched.add(String(event.path[0]))
          else for (const id of event.changes.keys.keys()) touched.add(id)
        }
      }
      map.observeDeep(note as never)
      this.#ends.push(() => map.unobserveDeep(note as never))
    }
    records('elements')
    records('links')
    const placements = placementsOf(this.doc)
    const notePlacements = (event: Y.YMapEvent<Point>) => {
      for (const key of event.keysChanged) this.#touched.placements.add(key as PlacementKey)
    }
    placements.observe(notePlacements)
    const dossier = dossierOf(this.doc)
    const noteDossier = () => {
      this.#touched.dossier = true
    }
    dossier.observe(noteDossier)
    const settle = (transaction: Y.Transaction) => this.#settle(transaction)
    this.doc.on('afterTransaction', settle)
    this.#ends.push(
      () => placements.unobserve(notePlacements),
      () => dossier.unobserve(noteDossier),
      () => this.doc.off('afterTransaction', settle),
    )
  }

  /** One transaction, local or remote, becomes one new content: the same path for both. */
  #settle(transaction: Y.Transaction): void {
    const { elements, links, placements, dossier } = this.#touched
    if (elements.size + links.size + placements.size === 0 && !dossier) return
    for (const id of elements) reread(this.doc, 'elements', id, this.#elements)
    for (const id of links) reread(this.doc, 'links', id, this.#links)
    if (placements.size > 0) {
      const next = new Map(this.#placements)
      for (const key of placements) {
        const point = readPlacement(this.doc, key)
        if (point) next.set(key, point)
        else next.delete(key)
      }
      this.#placements = next
    }
    const before = this.#content
    this.#content = assemble(
      this.#elements,
      this.#links,
      this.#placements,
      dossier ? readDossier(this.doc) : before.dossier,
    )
    const change: BoardChange = {
      before,
      content: this.#content,
      own: transaction.local,
      elements: new Set(elements),
      links: new Set(links),
      placements: new Set(placements),
    }
    elements.clear()
    links.clear()
    placements.clear()
    this.#touched.dossier = false
    for (const listener of [...this.#listeners]) listener(change)
  }
}

const isTooLong = (value: unknown) => typeof value === 'string' && value.length > LONGEST_TEXT

function reread(doc: Y.Doc, root: 'elements' | 'links', id: Id, known: Map<Id, ReadRecord>): void {
  const record = recordsOf(doc, root).get(id)
  if (record === undefined) known.delete(id)
  else known.set(id, readRecord(root, id, record))
}
