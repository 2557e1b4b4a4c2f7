/**
 * One board open in the server. An edit's way: looked at (guard) → applied → stored with all other edits of this turn of the event loop → sent to
 * everybody → acknowledged. Stored before broadcast: nobody may see an edit that a crash can undo.
 */
import * as Y from 'yjs'
import type { Before } from '#lib/board/repair.ts'
import { SERVER } from '#lib/board/origin.ts'
import { may } from '#lib/domain/rights.ts'
import { CLOSE, LATER, type CloseCode } from '#lib/wire/closing.ts'
import * as frames from '#lib/wire/frames.ts'
import type { StoredBoard } from '../store/updates.ts'
import { Audience } from './audience.ts'
import type { Bus, Committed } from './bus.ts'
import { Checkpoints } from './checkpoints.ts'
import { ClientIds } from './clientIds.ts'
import type { Connection } from './connection.ts'
import type { Demonstrations } from './demonstrations.ts'
import type { Figures } from './figures.ts'
import { recordsOf, structsOf, takeUpdate, type IntakeSetting } from './intake.ts'
import type { Limits } from './limits.ts'
import { openDocument } from './loading.ts'
import { Presence } from './presence.ts'
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
  readonly bus: Bus
  readonly rules: BoardRules
  readonly limits: Limits
  readonly figures: Figures
  readonly demonstrations: Demonstrations
  /** Asks for `flush` at the end of this turn of the event loop. */
  readonly flushSoon: (room: Room) => void
  readonly report: (error: unknown) => void
  /** Milliseconds since 1970. */
  readonly now?: () => number
}

/** Committed by another process: not stored again. */
const ELSEWHERE = { from: 'another process' } as const

/** Some ten bytes for each time that somebody opened the board and wrote. */
const MAX_STATE_VECTOR = 1 << 20
const MAX_FRAME = 9 << 20
/** A stock client sends everybody's presence back at once. */
const MAX_PRESENCE = 1 << 20
/** From this part of a limit on people are told. */
const NEARLY = 0.8

/** Nothing can be written to the disk at the moment. */
export class NotStored extends Error {}
const STALLED_CHECK_MS = 50

export class Room {
  readonly boardId: string
  readonly doc: Y.Doc
  readonly presence: Presence
  readonly #setting: RoomSetting
  readonly #audience: Audience
  readonly #ids: ClientIds
  readonly #checkpoints: Checkpoints
  readonly #intake: IntakeSetting
  readonly #damaged: boolean
  /** Applied, not yet handed to the log. */
  #batch: Uint8Array[] = []
  /** Handed to the log, not yet committed. */
  readonly #inFlight: Uint8Array[] = []
  readonly #toAcknowledge = new Set<Connection>()
  readonly #joining = new Map<Connection, Uint8Array>()
  #flushes = 0
  #settled: Promise<void> = Promise.resolve()
  /** Tells this room's own commits from those of the same board in another process. */
  readonly #self = Symbol('room')
  readonly #unsubscribe: () => void
  /** The answer to whoever has nothing yet, until the next edit or heartbeat: many come at once, and a room at rest is not to keep its board twice. */
  #whole: Uint8Array | null = null

  constructor(setting: RoomSetting, stored: StoredBoard) {
    const { limits, figures, log, rules, report } = setting
    const { doc, unreadable } = openDocument(stored)
    this.#setting = setting
    this.boardId = setting.boardId
    this.doc = doc
    this.#ids = new ClientIds(stored.clients, doc.clientID)
    this.#checkpoints = new Checkpoints({ boardId: this.boardId, doc, log, figures, report }, stored)
    // What the log holds may wait for what could not be read.
    this.#damaged = stored.unreadable + unreadable.length > 0 || doc.store.pendingStructs !== null
    this.presence = new Presence({
      broadcast: (frame) => this.#audience.presence(frame),
      ids: this.#ids,
      mostBytes: limits.presenceBytes,
      figures,
    })
    const catchUp = (connection: Connection, stateVector: Uint8Array) => this.#answerSoon(connection, stateVector)
    this.#audience = new Audience({ doc, limits, figures, catchUp })
    this.#intake = {
      ...{ doc, ids: this.#ids, limits, figures, checkpoints: this.#checkpoints, report, damaged: this.#damaged },
      stalled: () => log.stalled,
      isOutgrown: () => setting.demonstrations.isOutgrown(setting.boardId),
      counted: (structs) => setting.demonstrations.counted(setting.boardId, structs),
      repair: (memberId, before) => this.edit((edited) => rules.repair(edited, memberId, before)),
      ask: (connection) => this.#ask(connection),
    }
    this.#unsubscribe = setting.bus.subscribe(this.boardId, (committed) => this.#publish(committed))
    doc.on('update', (update: Uint8Array, origin: unknown) => {
      this.#whole = null
      if (origin === ELSEWHERE) return
      this.#batch.push(update)
      setting.flushSoon(this)
    })
    if (unreadable.length > 0) this.#setAside(unreadable)
    this.edit((edited) => rules.prepare(edited, this.boardId, setting.title))
    setting.demonstrations.counted(this.boardId, structsOf(doc))
  }

  get connections(): ReadonlySet<Connection> {
    return this.#audience.connections
  }

  join(connection: Connection): void {
    this.#audience.join(connection)
    // First of all: what comes after it may take its time on a slow network.
    if (connection.wantsAcks) connection.send(frames.clock((this.#setting.now ?? Date.now)()))
    this.#ask(connection)
  }

  leave(connection: Connection): void {
    connection.gone()
    this.#audience.leave(connection)
    this.#joining.delete(connection)
    this.#toAcknowledge.delete(connection)
    this.presence.leave(connection)
  }

  /** One frame from a client. An exception closes that line, never the room. */
  receive(connection: Connection, frame: Uint8Array): void {
    if (!connection.isOpen) return
    if (frame.length > MAX_FRAME) return this.#refuse(connection, frame, 'tooLarge', 'frame')
    try {
      this.#handle(connection, frames.decode(frame))
    } catch (error) {
      if (error instanceof frames.Malformed) return this.#refuse(connection, frame, 'refused', 'malformed')
      this.#setting.report(error)
      connection.close(CLOSE.later, 'error')
    }
  }

  /** A write of the server's own, as one transaction: stored and sent like any. */
  edit(write: (doc: Y.Doc) => void): void {
    this.doc.transact(() => write(this.doc), SERVER)
  }

  /** Whether edit number `seq` is the board's last, with none on its way. */
  isAt(seq: number): boolean {
    return this.#batch.length === 0 && this.#flushes === 0 && this.#checkpoints.upTo === seq
  }

  /** Applies what a job made of the board's state number `seq`, under a client id of its own. False: the board has moved on, or somebody has the id. */
  advance(
    seq: number,
    { update, clientId }: { readonly update: Uint8Array | null; readonly clientId: number },
  ): boolean {
    if (!this.isAt(seq) || !this.#ids.reserve(clientId)) return false
    if (update) Y.applyUpdate(this.doc, update, SERVER)
    return true
  }

  /** Everything applied so far is on disk. Throws `NotStored` where the disk takes nothing now: what was applied is stored once it does. */
  async settled(): Promise<void> {
    let isStored = false
    const stored = this.#stored().then(() => (isStored = true))
    while (!isStored) {
      if (this.#setting.log.stalled) throw new NotStored()
      await Promise.race([stored, new Promise((resolve) => setTimeout(resolve, STALLED_CHECK_MS))])
    }
  }

  send(frame: Uint8Array): void {
    this.#audience.send(frame)
  }

  /** Told to everybody but whoever did it. */
  tell(which: keyof typeof frames.NOTICE, by: string): void {
    const frame = frames.notice(which)
    for (const connection of this.connections)
      if (connection.wantsAcks && connection.member.personId !== by) connection.send(frame)
  }

  heartbeat(): void {
    this.send(frames.HEARTBEAT)
    this.#whole = null
    // What they came for waits for the disk: better to say so than to let them wait.
    if (this.#setting.log.stalled)
      for (const connection of this.connections) if (!connection.ready) connection.close(CLOSE.later, LATER.storage)
  }

  closeAll(code: CloseCode, reason: string): void {
    this.#audience.closeAll(code, reason)
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
      frame: this.#answer(connection, stateVector),
    }))
    const counts = [...this.#toAcknowledge].map((connection) => ({ connection, count: connection.applied }))
    this.#joining.clear()
    this.#toAcknowledge.clear()
    if (update) this.#inFlight.push(update)
    const committed = update ? this.#setting.log.append(this.boardId, update, this.#ids.takeFresh()) : null
    this.#flushes++
    this.#settled = Promise.all([committed, this.#settled]).then(([seq]) => {
      this.#flushes--
      // Its author first: one small frame each, before the many.
      for (const { connection, count } of counts)
        if (connection.acknowledges(count)) connection.send(frames.stored(count))
      if (seq !== null && update) this.#committed(seq, update)
      for (const { connection, frame } of answers) this.#welcome(connection, frame)
    })
  }

  /** However long it takes. */
  async #stored(): Promise<void> {
    this.flush()
    await this.#settled
  }

  /** Stores what there is and forgets the document. */
  async end(): Promise<void> {
    await this.#stored()
    try {
      if (this.#checkpoints.due) await this.#checkpoints.make()
    } finally {
      this.abandon()
    }
  }

  /** Forgets everything at once: it is stored, or the board is gone from the database. */
  abandon(): void {
    this.#unsubscribe()
    this.presence.end()
    this.#audience.end()
    this.doc.destroy()
  }

  /** It was read all the same: whoever comes back with the next one has that to make up for. */
  #refuse(connection: Connection, frame: Uint8Array, code: keyof typeof CLOSE, reason: string) {
    connection.charge(1, frame.length)
    connection.close(CLOSE[code], reason)
  }

  #handle(connection: Connection, message: frames.Message) {
    if (message.is === 'presence') {
      if (message.payload.length > MAX_PRESENCE) return connection.close(CLOSE.tooLarge, 'presence')
      connection.chargePresence(message.payload.length)
      return this.presence.receive(connection, message.payload)
    }
    connection.charge(1, bytesOf(message))
    switch (message.is) {
      case 'step1':
        return this.#answerSoon(connection, message.stateVector)
      case 'update':
        if (takeUpdate(this.#intake, connection, message)) this.#acknowledgeSoon(connection)
        return
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
      throw new frames.Malformed('state vector')
    }
    if (this.#batch.length === 0 && this.#flushes === 0)
      return this.#welcome(connection, this.#answer(connection, stateVector))
    if (this.#setting.log.stalled) return connection.close(CLOSE.later, LATER.storage)
    this.#joining.set(connection, stateVector)
    this.#setting.flushSoon(this)
  }

  #answer(connection: Connection, stateVector: Uint8Array): Uint8Array {
    const nothing = stateVector.length === 1 && stateVector[0] === 0
    const frame = (nothing ? this.#whole : null) ?? frames.step2(Y.encodeStateAsUpdate(this.doc, stateVector))
    if (nothing) this.#whole = frame
    // Asking is cheap, answering is not. Who lags has not asked.
    if (!this.#audience.lags(connection)) connection.charge(0, frame.length)
    return frame
  }

  #welcome(connection: Connection, answer: Uint8Array) {
    connection.send(answer)
    if (!connection.ready) {
      connection.send(this.presence.whole())
      this.#notify(connection)
    }
    connection.ready = true
    this.#audience.caughtUp(connection)
  }

  #notify(connection: Connection) {
    if (!connection.wantsAcks) return
    const leads = may(connection.member.role, 'snapshot.restore')
    if (this.#damaged && leads) connection.send(frames.notice('unreadable'))
    const { boardBytes, boardRecords, boardStructs } = this.#setting.limits
    const isNearlyFull =
      this.#checkpoints.bytes > boardBytes * NEARLY ||
      recordsOf(this.doc) > boardRecords * NEARLY ||
      structsOf(this.doc) > boardStructs * NEARLY
    if (isNearlyFull) connection.send(frames.notice('nearly_full'))
  }

  #ask(connection: Connection) {
    connection.asked++
    connection.send(frames.step1(Y.encodeStateVector(this.doc)))
  }

  #acknowledgeSoon(connection: Connection) {
    if (!connection.wantsAcks) return
    this.#toAcknowledge.add(connection)
    this.#setting.flushSoon(this)
  }

  #committed(seq: number, update: Uint8Array) {
    // Whoever lags from here on lacks what waits behind it as well.
    this.#setting.bus.publish(this.boardId, { from: this.#self, seq, update })
    this.#inFlight.shift()
    this.#checkpoints.committed(seq, update.length)
  }

  #publish({ from, update }: Committed) {
    if (from !== this.#self) Y.applyUpdate(this.doc, update, ELSEWHERE)
    this.#audience.update(update, () => [...this.#inFlight, ...this.#batch])
  }

  #setAside(unreadable: Parameters<UpdateLog['setAside']>[1]) {
    const { log, figures, report } = this.#setting
    figures.count('unreadable', '', unreadable.length)
    for (const { seq, reason } of unreadable) report(new Error(`Row ${seq} of a board's log cannot be read: ${reason}`))
    log.setAside(this.boardId, unreadable).catch(report)
  }
}

/** What is read in full before it is answered. */
const bytesOf = (message: frames.Message): number =>
  message.is === 'update' ? message.update.length : message.is === 'step1' ? message.stateVector.length : 0
