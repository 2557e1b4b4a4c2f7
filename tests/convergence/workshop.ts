/**
 * A workshop on a desk: a server document in the middle, people with boards of their own, and a network that delivers when told, in any order,
 * and is cut and mended. Everything that reaches the server passes its guard and is repaired, as in a room.
 */
import * as Y from 'yjs'
import { Board } from '#lib/board/board.ts'
import { read, seed } from '#lib/board/layout.ts'
import { SERVER } from '#lib/board/origin.ts'
import { lookBefore, repair } from '#lib/board/repair.ts'
import type { Content } from '#lib/domain/content.ts'
import { blankDossier } from '#lib/domain/schema/dossier.ts'
import { inspect } from '#server/sync/guard/guard.ts'

const REMOTE = 'remote'

export class Person {
  readonly id: string
  readonly board: Board
  online = true
  inbox: Uint8Array[] = []
  outbox: Uint8Array[] = []
  /** What this person ever typed: characters that nobody else types. */
  readonly typed = new Set<string>()

  constructor(id: string, state: Uint8Array, client: number) {
    this.id = id
    const doc = new Y.Doc()
    // Who wins a tie depends on it: the same in every run.
    doc.clientID = client
    Y.applyUpdate(doc, state, REMOTE)
    this.board = new Board(doc)
    doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== REMOTE && this.online) this.outbox.push(update)
    })
  }

  get content(): Content {
    return this.board.content
  }
}

export class Workshop {
  readonly server = new Y.Doc()
  readonly people: readonly Person[]
  #ids = 0
  #letters = 0

  constructor(...names: readonly string[]) {
    this.server.clientID = 1
    seed(this.server, blankDossier('ref-1', 'Essai'))
    const state = Y.encodeStateAsUpdate(this.server)
    this.people = names.map((name, i) => new Person(name, state, 10 + i))
    this.server.on('update', (update: Uint8Array) => {
      for (const person of this.people) if (person.online) person.inbox.push(update)
    })
  }

  newId = (): string => `id-${++this.#ids}`
  /** A character that nobody typed before, so that it can be found wherever it went. */
  newLetter(): string {
    return String.fromCharCode(0xe000 + this.#letters++)
  }

  /** One update arrives, not always the oldest one. */
  deliver(person: Person, at: number): void {
    const queue = at % 2 === 0 ? person.inbox : person.outbox
    const [update] = queue.splice(Math.floor(at / 2) % Math.max(1, queue.length), 1)
    if (!update) return
    if (queue === person.inbox) Y.applyUpdate(person.board.doc, update, REMOTE)
    else this.#receive(person, update)
  }

  cut(person: Person): void {
    person.online = false
    person.inbox = []
    person.outbox = []
  }

  mend(person: Person): void {
    person.online = true
    person.inbox = []
    person.outbox = []
    Y.applyUpdate(person.board.doc, Y.encodeStateAsUpdate(this.server, Y.encodeStateVector(person.board.doc)), REMOTE)
    this.#receiveWhole(person)
  }

  /** Everybody is back and everything has arrived. */
  meet(): void {
    for (const person of [...this.people, ...this.people]) this.mend(person)
    for (const person of this.people) while (person.inbox.length > 0) this.deliver(person, 0)
  }

  close(): void {
    for (const { board } of this.people) {
      board.close()
      board.doc.destroy()
    }
    this.server.destroy()
  }

  #receive(person: Person, update: Uint8Array): void {
    const verdict = inspect(this.server, update)
    if (verdict.is === 'lacks') return this.#receiveWhole(person)
    this.#accept(person, update, verdict)
  }

  #receiveWhole(person: Person): void {
    const update = Y.encodeStateAsUpdate(person.board.doc, Y.encodeStateVector(this.server))
    this.#accept(person, update, inspect(this.server, update))
  }

  #accept(person: Person, update: Uint8Array, verdict: ReturnType<typeof inspect>): void {
    if (verdict.is !== 'fine') throw new Error(`The guard says: ${JSON.stringify(verdict)}`)
    const before = lookBefore(this.server, verdict.touched)
    Y.applyUpdate(this.server, update, person)
    this.server.transact(() => repair(this.server, person.id, before), SERVER)
  }
}

/** Content as plain values, so that a difference can be read. */
export function plain(content: Content) {
  const sorted = <V>(map: ReadonlyMap<string, V>) => Object.fromEntries([...map].sort(([a], [b]) => (a < b ? -1 : 1)))
  return {
    elements: sorted(content.elements),
    links: sorted(content.links),
    bin: sorted(content.bin),
    linksInBin: sorted(content.linksInBin),
    hiddenLinks: sorted(content.hiddenLinks),
    placements: sorted(content.placements),
    dossier: content.dossier,
    quarantined: content.quarantined,
  }
}
export const serverContent = (workshop: Workshop) => plain(read(workshop.server))

/** Every text that a board holds, the bin and what a card's present kind does not show included. */
export function everyText(doc: Y.Doc): string {
  const texts: string[] = []
  for (const root of ['elements', 'links'])
    for (const record of doc.getMap<Y.Map<unknown>>(root).values())
      for (const value of record.values()) if (value instanceof Y.Text) texts.push(value.toString())
  return texts.join('')
}
