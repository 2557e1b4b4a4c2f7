/**
 * One board open in the server. An edit's way: looked at (guard) → applied → stored with all other edits of this turn of the event loop → sent to
 * everybody → acknowledged. Stored before broadcast: nobody may see an edit that a crash can undo.
 */
import * as Y from 'yjs'
import { lookBefore, type Before } from '#lib/board/repair.ts'
import { ROOT_NAMES } from '#lib/board/layout.ts'
import { SERVER } from '#lib/board/origin.ts'
import { may } from '../auth/permissions.ts'
import type { StoredBoard } from '../store/updates.ts'
import type { Connection } from './connection.ts'
import { inspect } from './guard.ts'
import { Presence } from './presence.ts'
import * as protocol from './protocol.ts'
import { CLOSE, Malformed } from './protocol.ts'
import type { UpdateLog } from './updateLog.ts'

/** What the board's own code adds to the relay. */
export type BoardRules = {
  /** At load only: seeding and migrations. */
  prepare(doc: Y.Doc, boardId: string, title: string): void
  /** After an accepted update: mends the records that it touched. */
  repair(doc: Y.Doc, memberId: string, before: Before): void
}

export type RoomSetting = {
  readonly boardId: string
  readonly title: string
  readonly log: UpdateLog
  readonly rules: BoardRules
  /** Asks for `flush` at the end of this turn of the event loop. */
  readonly flushSoon: (room: Room) => void
  readonly now: () => number
  readonly report: (error: unknown) => void
}

const LOADING = { from: 'the log' } as const

const MAX_LIVE_UPDATE = 1 << 20
const MAX_UPDATE = 8 << 20
/** Some ten bytes for each time that somebody opened the board and wrote. */
const MAX_STATE_VECTOR = 1 << 20
/** A stock client sends everybody's presence back at once. */
const MAX_PRESENCE = 1 << 20
/** Presence is worth nothing to somebody who is this far behind, in bytes. */
const PRESENCE_BACKLOG = 256 << 10
const CHECKPOINT_ROWS = 1_000
const CHECKPOINT_BYTES = 256 << 10

export class Room {
  readonly boardId: string
  readonly doc = new Y.Doc()
  readonly presence: Presence
  readonly #setting: RoomSetting
  readonly #connections = new Set<Connection>()
  /** Applied, not yet handed to the log. */
  #batch: Uint8Array[] = []
  readonly #toAcknowledge = new Set<Connection>()
  readonly #joining = new Map<Connection, Uint8Array>()
  /** Batches handed to the log and not yet committed. */
  #inFlight = 0
  #settled: Promise<void> = Promise.resolve()
  #upTo: number
  readonly #sinceCheckpoint: { rows: number; bytes: number }
  #checkpointBytes: number
  #checkpointing: Promise<void> | null = null

  constructor(setting: RoomSetting, stored: StoredBoard) {
    this.#setting = setting
    this.boardId = setting.boardId
    this.presence = new Presence((frame) => this.#broadcastPresence(frame), setting.now)
    this.#upTo = stored.upTo
    this.#sinceCheckpoint = { rows: stored.updates.length, bytes: sum(stored.updates) }
    this.#checkpointBytes = stored.checkpoint?.length ?? 0
    fill(this.doc, stored)
    this.doc.on('update', (update: Uint8Array) => {
      this.#batch.push(update)
      setting.flushSoon(this)
    })
    this.edit((doc) => setting.rules.prepare(doc, this.boardId, setting.title))
  }

  get connections(): ReadonlySet<Connection> {
    return this.#connections
  }

  join(connection: Connection): void {
    this.#connections.add(connection)
    this.#ask(connection)
  }

  leave(connection: Connection): void {
    connection.gone()
    this.#connections.delete(connection)
    this.#joining.delete(connection)
    this.#toAcknowledge.delete(connection)
    this.presence.leave(connection)
  }

  /** One frame from a client. An exception closes that line, never the room. */
  receive(connection: Connection, frame: Uint8Array): void {
    if (!connection.isOpen) return
    try {
      this.#handle(connection, protocol.decode(frame))
    } catch (error) {
      if (error instanceof Malformed) return connection.close(CLOSE.refused, 'malformed')
      this.#setting.report(error)
      connection.close(CLOSE.later, 'error')
    }
  }

  /** A write of the server's own, as one transaction: stored and sent like any. */
  edit(write: (doc: Y.Doc) => void): void {
    this.doc.transact(() => write(this.doc), SERVER)
  }

  /** Everything applied so far is on disk. */
  async settled(): Promise<void> {
    this.flush()
    await this.#settled
  }

  send(frame: Uint8Array): void {
    for (const connection of this.#connections) connection.send(frame)
  }

  closeAll(code: protocol.CloseCode, reason: string): void {
    for (const connection of this.#connections) connection.close(code, reason)
  }

  /** Hands this turn's edits to the log as one batch; once committed they are published. */
  flush(): void {
    if (this.#batch.length === 0 && this.#joining.size === 0 && this.#toAcknowledge.size === 0) return
    const batch = this.#batch
    this.#batch = []
    const update = batch.length > 1 ? Y.mergeUpdates(batch) : (batch[0] ?? null)
    // Encoded now, sent after the commit: what a joiner gets is exactly what is then on disk.
    const answers = [...this.#joining].map(([connection, stateVector]) => ({
      connection,
      frame: this.#answer(stateVector),
    }))
    const counts = [...this.#toAcknowledge].map((connection) => ({ connection, count: connection.applied }))
    this.#joining.clear()
    this.#toAcknowledge.clear()
    const committed = update ? this.#setting.log.append(this.boardId, update) : null
    this.#inFlight++
    this.#settled = Promise.all([committed, this.#settled]).then(([seq]) => {
      this.#inFlight--
      if (seq !== null && update) this.#committed(seq, update)
      for (const { connection, frame } of answers) this.#welcome(connection, frame)
      for (const { connection, count } of counts)
        if (connection.acknowledges(count)) connection.send(protocol.stored(count))
    })
  }

  /** Compacts the log into one state. Safe at any time: the state may hold more than the log up to that number, never less. */
  async checkpoint(): Promise<void> {
    if (this.#checkpointing) return this.#checkpointing
    this.#checkpointing = this.#makeCheckpoint().finally(() => (this.#checkpointing = null))
    return this.#checkpointing
  }

  /** Stores what there is and forgets the document. */
  async end(): Promise<void> {
    await this.settled()
    this.presence.end()
    try {
      if (this.#sinceCheckpoint.rows > 0) await this.checkpoint()
    } finally {
      this.doc.destroy()
    }
  }

  /** Forgets everything at once: the board is gone from the database. */
  abandon(): void {
    this.presence.end()
    this.doc.destroy()
  }

  #handle(connection: Connection, message: protocol.Message) {
    switch (message.is) {
      case 'step1':
        return this.#answerSoon(connection, message.stateVector)
      case 'update':
        return this.#receiveUpdate(connection, message)
      case 'presence':
        if (message.payload.length > MAX_PRESENCE) return connection.close(CLOSE.tooLarge, 'presence')
        return this.presence.receive(connection, message.payload)
      case 'query':
        return connection.send(this.presence.whole())
      case 'other':
        return
    }
  }

  #answerSoon(connection: Connection, stateVector: Uint8Array) {
    if (stateVector.length > MAX_STATE_VECTOR) return connection.close(CLOSE.tooLarge, 'state vector')
    try {
      Y.decodeStateVector(stateVector)
    } catch {
      throw new Malformed('state vector')
    }
    if (this.#batch.length === 0 && this.#inFlight === 0) return this.#welcome(connection, this.#answer(stateVector))
    this.#joining.set(connection, stateVector)
    this.#setting.flushSoon(this)
  }

  #answer = (stateVector: Uint8Array): Uint8Array => protocol.step2(Y.encodeStateAsUpdate(this.doc, stateVector))

  #welcome(connection: Connection, answer: Uint8Array) {
    connection.send(answer)
    if (!connection.ready) connection.send(this.presence.whole())
    connection.ready = true
  }

  #receiveUpdate(connection: Connection, { whole, update }: protocol.Message & { is: 'update' }) {
    const number = ++connection.received
    if (whole && connection.asked > 0) connection.asked--
    if (update.length > (whole ? MAX_UPDATE : MAX_LIVE_UPDATE)) return connection.close(CLOSE.tooLarge, 'update')
    const writes = may(connection.member.role, 'board.write')
    if (writes && this.#setting.log.stalled) return connection.close(CLOSE.later, 'storage')
    const verdict = inspect(this.doc, update)
    switch (verdict.is) {
      case 'refused':
        return connection.close(CLOSE.refused, verdict.reason)
      case 'tooLarge':
        return connection.close(CLOSE.tooLarge, 'structs')
      case 'lacks':
        if (whole && writes) return connection.close(CLOSE.refused, 'dependencies')
        return this.#setAside(connection, number)
      case 'fine':
        // An observer's line stays open for its cursor; what it writes is neither applied nor acknowledged.
        if (!writes) return verdict.news ? this.#setAside(connection, number) : this.#acknowledgeSoon(connection)
        if (verdict.news) this.#apply(connection, update, verdict.touched)
        // Whatever was set aside before is in this answer: it holds all that the client has and we had not.
        if (whole) connection.heldAt = null
        return this.#acknowledgeSoon(connection)
    }
  }

  #apply(connection: Connection, update: Uint8Array, touched: ReadonlySet<string>) {
    const { store } = this.doc
    const [structs, deletes] = [store.pendingStructs, store.pendingDs]
    const before = lookBefore(this.doc, touched)
    try {
      Y.applyUpdate(this.doc, update, connection)
    } catch (error) {
      this.#setting.report(error)
      return connection.close(CLOSE.refused, 'unapplicable')
    }
    if (store.pendingStructs !== structs || store.pendingDs !== deletes) {
      // The guard lets none of these through. Were one to pass, it would be stored unseen with the next checkpoint.
      store.pendingStructs = structs
      store.pendingDs = deletes
      return connection.close(CLOSE.refused, 'pending')
    }
    if (touched.size > 0) this.edit((doc) => this.#setting.rules.repair(doc, connection.member.personId, before))
  }

  #setAside(connection: Connection, number: number) {
    connection.heldAt ??= number
    if (connection.asked === 0 && may(connection.member.role, 'board.write')) this.#ask(connection)
  }

  #ask(connection: Connection) {
    connection.asked++
    connection.send(protocol.step1(Y.encodeStateVector(this.doc)))
  }

  #acknowledgeSoon(connection: Connection) {
    if (!connection.wantsAcks) return
    this.#toAcknowledge.add(connection)
    this.#setting.flushSoon(this)
  }

  #committed(seq: number, update: Uint8Array) {
    this.#upTo = seq
    const frame = protocol.update(update)
    for (const connection of this.#connections) if (connection.ready) connection.send(frame)
    const since = this.#sinceCheckpoint
    since.rows++
    since.bytes += update.length
    if (since.rows > CHECKPOINT_ROWS || since.bytes > Math.max(CHECKPOINT_BYTES, this.#checkpointBytes / 2))
      this.checkpoint().catch(this.#setting.report)
  }

  async #makeCheckpoint(): Promise<void> {
    // The number is read before the state is encoded: an edit in between would be in the state and stay in the log as well.
    const upTo = this.#upTo
    const state = Y.encodeStateAsUpdateV2(this.doc)
    verify(state, this.doc)
    await this.#setting.log.checkpoint(this.boardId, state, upTo)
    this.#sinceCheckpoint.rows = 0
    this.#sinceCheckpoint.bytes = 0
    this.#checkpointBytes = state.length
  }

  #broadcastPresence(frame: Uint8Array) {
    for (const connection of this.#connections)
      if (connection.ready && connection.buffered < PRESENCE_BACKLOG) connection.send(frame)
  }
}

/** Puts a stored board into a document, as one transaction: a third faster than one by one. */
export function fill(doc: Y.Doc, stored: StoredBoard): void {
  doc.transact(() => {
    for (const name of ROOT_NAMES) doc.getMap(name)
    if (stored.checkpoint) Y.applyUpdateV2(doc, stored.checkpoint, LOADING)
    for (const update of stored.updates) Y.applyUpdate(doc, update, LOADING)
  }, LOADING)
}

/** The log is only trimmed for a state that reads back as what it was made of. */
function verify(state: Uint8Array, doc: Y.Doc) {
  const copy = new Y.Doc()
  Y.applyUpdateV2(copy, state)
  const same = Buffer.compare(Y.encodeStateVector(copy), Y.encodeStateVector(doc)) === 0
  copy.destroy()
  if (!same) throw new Error('A checkpoint does not read back as its document: the log is kept.')
}

const sum = (updates: readonly Uint8Array[]) => updates.reduce((bytes, update) => bytes + update.length, 0)
