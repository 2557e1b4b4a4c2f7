/**
 * A board's document kept in step with the server (y-websocket, unmodified) and with this device. Tells the truth about saving.
 */
import { WebsocketProvider } from 'y-websocket'
import type * as Y from 'yjs'
import { UNTRACKED } from '#lib/board/origin.ts'
import type { Peer, Presence } from '#lib/board/presence.ts'
import { claimed, SUBPROTOCOL } from '#lib/wire/address.ts'
import { CLOSE, LATER, type FinalCode, type Later } from '#lib/wire/closing.ts'
import { MESSAGE, noticeOf, numberOf, SYNC, type NOTICE } from '#lib/wire/frames.ts'
import { onPerson } from './identity.ts'
import { LocalCopy } from './localCopy.ts'
import { waitForBoard } from './patience.ts'
import { PresenceLine } from './presenceLine.ts'
import { createSaving } from './saving.ts'
import { Way } from './way.ts'

export type SaveState =
  | { readonly is: 'opening' }
  /** `slow`: this network lets no socket through, what others do is seen every two seconds. */
  | { readonly is: 'saved'; readonly slow: boolean }
  | { readonly is: 'saving'; readonly slow: boolean }
  /** `kept`: this device keeps the edits even if the browser is closed. */
  | { readonly is: 'offline'; readonly unsaved: number; readonly kept: boolean }
  | { readonly is: 'reconnecting'; readonly unsaved: number }
  /** The server is there but cannot write (its disk is full): it asked to come back later. */
  | { readonly is: 'unwritable'; readonly unsaved: number }
  /** This person has as many lines to the board as one may have. */
  | { readonly is: 'crowded'; readonly unsaved: number }
  /** Too many people are here: the server has no place for this line now. */
  | { readonly is: 'full'; readonly unsaved: number }
  /** Shown for a moment after edits made offline have reached the disk. */
  | { readonly is: 'back'; readonly saved: number }
  | {
      readonly is: 'closed'
      readonly why: 'session' | 'no_access' | 'deleted' | 'refused' | 'restored' | 'too_large' | 'other_person'
    }

const CLOSED: Readonly<Record<FinalCode, Extract<SaveState, { is: 'closed' }>['why']>> = {
  [CLOSE.sessionOver]: 'session',
  [CLOSE.noAccess]: 'no_access',
  [CLOSE.unknownBoard]: 'deleted',
  [CLOSE.refused]: 'refused',
  [CLOSE.otherEpoch]: 'restored',
  [CLOSE.otherPerson]: 'other_person',
  [CLOSE.tooLarge]: 'too_large',
}
const BACK_FOR = 6_000
/** Milliseconds that the connection waits for this device's copy. */
const LOCAL_PATIENCE = 3_000
/** What it means to the person that the server cannot take this line for now. */
type NotNow = 'unwritable' | 'crowded' | 'full'
const NOT_NOW: Readonly<Record<Later, NotNow>> = {
  [LATER.storage]: 'unwritable',
  [LATER.person]: 'crowded',
  [LATER.sockets]: 'full',
  [LATER.network]: 'full',
  [LATER.board]: 'full',
  [LATER.boards]: 'full',
}
/** Longest pause between two attempts, milliseconds. */
const LONGEST_PAUSE = 12_000

export type Notice = keyof typeof NOTICE

export type ConnectionOptions = {
  readonly doc: Y.Doc
  readonly boardId: string
  /** Of the board that this copy is of: a restored backup begins another. */
  readonly epoch: number
  readonly personId: string
  /** `ws://host/sync` */
  readonly url: string
  /** Observers keep nothing: they write nothing. */
  readonly keepLocally: boolean
  /** The number of the step of undo that the present edit belongs to. */
  readonly step: () => number
}

export class Connection {
  readonly #doc: Y.Doc
  readonly #provider: WebsocketProvider
  readonly #way: Way
  readonly #presence: PresenceLine
  readonly #local: LocalCopy | null
  readonly #step: () => number
  readonly #saving: ReturnType<typeof createSaving>
  readonly #listeners = new Set<() => void>()
  readonly #noticeListeners = new Set<(notice: Notice) => void>()
  readonly #noticed = new Set<Notice>()
  readonly #clockListeners = new Set<() => void>()
  readonly #ends: (() => void)[] = []
  /** Sync messages sent on the present socket. */
  #sent = 0
  #opened = false
  /** A connection was lost or could not be made. */
  #failed = false
  #notNow: NotNow | null = null
  #wasOffline = false
  #closed: Extract<SaveState, { is: 'closed' }> | null = null
  #back: { saved: number; until: ReturnType<typeof setTimeout> } | null = null
  #toAnnounce = 0
  #over = false
  /** Milliseconds that the server's clock is ahead of this device's. */
  #ahead = 0
  /** This device's copy is in the document, or there is none. */
  #localRead = false

  constructor({ doc, boardId, epoch, personId, url, keepLocally, step }: ConnectionOptions) {
    this.#doc = doc
    this.#step = step
    this.#local = keepLocally ? new LocalCopy({ boardId, epoch, personId }, doc) : null
    const kept = this.#local?.left ?? 0
    this.#saving = createSaving(kept)
    this.#toAnnounce = kept
    this.#wasOffline = kept > 0
    this.#way = new Way(url, () => this.#provider.ws?.close())
    const line = (to: string, protocols: string[]) => this.#line(to, protocols)
    this.#provider = new WebsocketProvider(url, boardId, doc, {
      connect: false,
      disableBc: true,
      protocols: [SUBPROTOCOL],
      params: claimed({ epoch, personId }),
      WebSocketPolyfill: function (to: string, protocols: string[]) {
        return line(to, protocols)
      } as never,
    })
    this.#ends.push(onPerson((person) => person !== personId && this.#leaveTo()))
    this.#presence = new PresenceLine({ provider: this.#provider, slow: () => this.#way.slow })
    this.#watch()
    void this.#start()
  }

  get state(): SaveState {
    if (this.#closed) return this.#closed
    const { unsaved } = this.#saving
    const connected = this.#provider.wsconnected
    if (!connected && !this.#failed) return unsaved > 0 ? { is: 'reconnecting', unsaved } : { is: 'opening' }
    if (this.#notNow) return { is: this.#notNow, unsaved }
    if (!connected) return { is: 'offline', unsaved, kept: this.#local?.works ?? false }
    if (!this.#provider.synced) return this.#opened ? { is: 'reconnecting', unsaved } : { is: 'opening' }
    const { slow } = this.#way
    if (unsaved > 0) return this.#wasOffline ? { is: 'reconnecting', unsaved } : { is: 'saving', slow }
    return this.#back ? { is: 'back', saved: this.#back.saved } : { is: 'saved', slow }
  }

  /** The document holds content: from this device or from the server. */
  get opened(): boolean {
    return this.#opened
  }

  /** The time by the server's clock, the same for everybody; by this device's until it has been told. */
  now(): number {
    return Date.now() + this.#ahead
  }

  get unsaved(): number {
    return this.#saving.unsaved
  }

  get peers(): readonly Peer[] {
    return this.#presence.peers
  }

  /** Calls back when saving or the connection changed. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** What the server has to say about the board. */
  onNotice(listener: (notice: Notice) => void): () => void {
    this.#noticeListeners.add(listener)
    return () => this.#noticeListeners.delete(listener)
  }

  /** The server has told its clock. */
  onClock(listener: () => void): () => void {
    this.#clockListeners.add(listener)
    return () => this.#clockListeners.delete(listener)
  }

  onPeers(listener: () => void): () => void {
    return this.#presence.onPeers(listener)
  }

  publish(presence: Presence): void {
    this.#presence.publish(presence)
  }

  /** Forgets this device's copy. Only after the person has been offered what is not saved (DESIGN §6.12). */
  async forgetLocal(): Promise<void> {
    await this.#local?.forget()
  }

  /** This browser is the same person again: the line is taken up where it was. */
  resume(): void {
    this.#closed = null
    this.#provider.connect()
    this.#tell()
  }

  close(): void {
    this.#over = true
    for (const end of this.#ends) end()
    this.#presence.end()
    if (this.#back) clearTimeout(this.#back.until)
    this.#provider.awareness.destroy()
    this.#provider.destroy()
    this.#way.end()
    this.#local?.close()
    this.#listeners.clear()
    this.#noticeListeners.clear()
    this.#clockListeners.clear()
  }

  /** Another tab is somebody else: said at once. What was written here still leaves by the line that is open, then it is not taken up again. */
  #leaveTo(): void {
    if (this.#closed) return
    this.#closed = { is: 'closed', why: 'other_person' }
    const left = () => this.#closed?.why !== 'other_person' || this.#saving.unsaved === 0 || !this.#provider.wsconnected
    const leave = () => {
      if (this.#closed?.why === 'other_person') this.#provider.disconnect()
    }
    if (left()) leave()
    else {
      const stop = this.onChange(() => {
        if (!left()) return
        stop()
        leave()
      })
    }
    this.#tell()
  }

  /** This device's copy first, so that edits of an earlier visit leave with the first exchange. */
  async #start(): Promise<void> {
    const local = this.#local
    if (local) {
      const read = local.read().then(() => this.#readLocal())
      const lost = local.lost.then(() => this.#tell())
      const patience = new Promise((resolve) => setTimeout(resolve, LOCAL_PATIENCE))
      // On a device that was never here there is nothing to wait for.
      if (local.held) await Promise.race([read, lost, patience])
    } else this.#localRead = true
    await this.#way.ready()
    if (this.#over) return
    this.#provider.connect()
    this.#tell()
  }

  /** Later than the connection, what was read has just left as a message of its own. */
  #readLocal(): void {
    this.#localRead = true
    if (this.#doc.getMap('dossier').size > 0) this.#opened = true
    if (this.#provider.wsconnected) this.#saving.sentAll(this.#sent, true)
    this.#count()
  }

  /** Counts what leaves, so that acknowledgements can be matched. */
  #line(url: string, protocols: string[]): WebSocket {
    const line = this.#way.line(url, protocols)
    const send = line.send.bind(line)
    line.send = (data) => {
      const [type, sub] = data as Uint8Array
      if (type === MESSAGE.sync && sub !== SYNC.step1) this.#sent++
      send(data)
      if (type === MESSAGE.sync && sub === SYNC.step2) this.#saving.sentAll(this.#sent, this.#localRead)
    }
    return line
  }

  #watch(): void {
    const provider = this.#provider
    provider.messageHandlers[MESSAGE.stored] = (_encoder, decoder) => {
      this.#saving.acknowledged(numberOf(decoder))
      this.#count()
    }
    provider.messageHandlers[MESSAGE.notice] = (_encoder, decoder) => {
      const notice = noticeOf(decoder)
      // A standing state is said once a visit, however often the line comes back.
      if (!notice || (notice !== 'came_back' && this.#noticed.has(notice))) return
      this.#noticed.add(notice)
      for (const listener of [...this.#noticeListeners]) listener(notice)
    }
    provider.messageHandlers[MESSAGE.clock] = (_encoder, decoder) => {
      this.#ahead = numberOf(decoder) - Date.now()
      for (const listener of [...this.#clockListeners]) listener()
    }
    const patience = waitForBoard(provider)
    this.#ends.push(() => patience.end())
    provider.on('status', ({ status }) => {
      if (status === 'connecting') this.#sent = 0
      if (status === 'connected') patience.opened()
      this.#tell()
    })
    provider.on('connection-close', (event) => {
      this.#notNow = (event?.code === CLOSE.later && NOT_NOW[event.reason as Later]) || null
      this.#spreadOut(event?.code === CLOSE.restart)
      this.#failed = true
      this.#wasOffline = true
      this.#saving.disconnected()
      this.#toAnnounce = this.#saving.unsaved
      this.#tell()
    })
    provider.on('closed', ({ code }) => {
      this.#closed = { is: 'closed', why: CLOSED[code as FinalCode] ?? 'no_access' }
      this.#tell()
    })
    provider.on('sync', (synced) => {
      if (synced) {
        this.#notNow = null
        this.#opened = true
        this.#presence.raise()
      }
      this.#count()
    })
    const edited = (_update: Uint8Array, origin: unknown) => {
      if (origin === provider || this.#local?.is(origin)) return
      // A creation's hidden put belongs to the step that shows it.
      if (origin === UNTRACKED) return
      this.#saving.edited(provider.wsconnected ? this.#sent : null, this.#step())
      if (!provider.wsconnected) this.#toAnnounce = this.#saving.unsaved
      this.#count()
    }
    this.#doc.on('update', edited)
    this.#ends.push(() => this.#doc.off('update', edited))
    const online = () => {
      if (!provider.wsconnected && !this.#closed) provider.connect()
    }
    const offline = () => {
      // The browser knows before the socket does.
      provider.disconnect()
    }
    addEventListener('online', online)
    addEventListener('offline', offline)
    this.#ends.push(
      () => removeEventListener('online', online),
      () => removeEventListener('offline', offline),
    )
  }

  #count(): void {
    this.#local?.count(this.#saving.unsaved)
    if (this.#saving.unsaved === 0 && this.#provider.synced && this.#wasOffline) {
      this.#wasOffline = false
      if (this.#toAnnounce > 0) this.#announceBack(this.#toAnnounce)
      this.#toAnnounce = 0
    }
    this.#tell()
  }

  #announceBack(saved: number): void {
    if (this.#back) clearTimeout(this.#back.until)
    const until = setTimeout(() => {
      this.#back = null
      this.#tell()
    }, BACK_FOR)
    this.#back = { saved, until }
  }

  /**
   * The stock provider comes back after 200, 400, 800 … ms, as everybody else who was cut at the same moment. It asks for the longest pause at
   * each close: a random part of its own pause, and a longer first one when the server itself sent all away.
   */
  #spreadOut(restart: boolean): void {
    const provider = this.#provider
    if (restart) provider.wsUnsuccessfulReconnects = Math.max(provider.wsUnsuccessfulReconnects, 3)
    const pause = Math.min(2 ** (provider.wsUnsuccessfulReconnects + 1) * 100, LONGEST_PAUSE)
    provider.maxBackoffTime = pause * (0.2 + 0.8 * Math.random())
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener()
  }
}
