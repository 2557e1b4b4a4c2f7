import type { Role } from '#lib/domain/rights.ts'
import { CLOSE, type CloseCode } from '#lib/wire/closing.ts'
import type { Account } from './accounts.ts'
import type { Figures } from './figures.ts'
import type { Limits } from './limits.ts'
import type { SharedFrame } from './sharedFrame.ts'

/** How frames leave: a WebSocket, or a long poll. */
export type Transport = {
  send(frame: Uint8Array): void
  /** A frame that goes to many; left out: like any other. */
  sendShared?(frame: SharedFrame): void
  close(code: CloseCode, reason: string): void
  /** Bytes handed over and not yet taken by the network. */
  buffered(): number
  /** Reads nothing from it for so long, so that it waits at its own end; left out: it is sent away instead. */
  hold?(ms: number): void
}

/** Who is at the other end, as the session says. */
export type Member = {
  readonly personId: string
  readonly sessionId: string
  readonly name: string
  readonly structure: string
  readonly role: Role
  /** The board is a demonstration: a stranger, whatever the role there. */
  readonly isTrying: boolean
}

/** Somebody who has sent more than this many milliseconds' worth too much does not mean well. */
const MOST_HOLD_MS = 60_000
/** Everybody's presence at once, as stock clients send it back, is a few of these; a megabyte of made-up people is many. */
const PRESENCE_UNIT = 16 << 10
/** From here on the line is not read for a while. */
const MOST_WAITING = 512

/** One person's open line to one room. The room keeps its accounts here. */
export class Connection {
  readonly member: Member
  /** Where it comes from (network.ts). */
  readonly network: string
  /** It knows our own messages: acknowledgements and notices. */
  readonly wantsAcks: boolean
  /** It has had a step2 and does not lag: updates make sense to it. */
  ready = false
  /** Sync 1 and 2 messages received so far. */
  received = 0
  /** Step1 messages that it has not answered. */
  asked = 0
  /** The first message that is not applied; nothing from there on is acknowledged. */
  heldAt: number | null = null
  /** The one client id that it speaks for in presence. */
  clientId: number | null = null
  #acknowledged = 0
  #heldUntil = 0
  #open = true
  readonly #transport: Transport
  readonly #figures: Figures
  readonly #account: Account
  readonly #perSecond: number

  constructor({ transport, member, network, wantsAcks, account, limits, figures }: Opening) {
    this.#transport = transport
    this.member = member
    this.network = network
    this.wantsAcks = wantsAcks
    this.#figures = figures
    this.#account = account
    this.#perSecond = limits.framesPerSecond
  }

  get isOpen(): boolean {
    return this.#open
  }

  get buffered(): number {
    return this.#transport.buffered()
  }

  /** How many of its messages are applied, from the first on. */
  get applied(): number {
    return this.heldAt === null ? this.received : this.heldAt - 1
  }

  send(frame: Uint8Array): void {
    if (this.#open) this.#transport.send(frame)
  }

  sendShared(frame: SharedFrame): void {
    if (!this.#open) return
    if (this.#transport.sendShared) this.#transport.sendShared(frame)
    else this.#transport.send(frame.bytes)
  }

  /** True once for each new count. */
  acknowledges(count: number): boolean {
    if (!this.wantsAcks || count <= this.#acknowledged) return false
    this.#acknowledged = count
    return true
  }

  /** Work that this line asked for, on its person's account. What is too much is done all the same, then nothing more is read for a while: nobody loses an edit. */
  charge(frames: number, bytes: number): void {
    const wait = Math.max(this.#account.frames.take(frames), this.#account.bytes.take(bytes))
    if (wait === 0) return
    if (wait > MOST_HOLD_MS || !this.#transport.hold) return this.close(CLOSE.later, 'rate')
    this.#figures.count('slowedDown')
    this.#heldUntil = Math.max(this.#heldUntil, performance.now() + wait)
    this.#transport.hold(wait)
  }

  /** Milliseconds until what it sent too much is made up for. */
  get owes(): number {
    return Math.max(0, this.#heldUntil - performance.now())
  }

  /** So many of its frames wait to be looked at. */
  backlog(frames: number): void {
    if ((frames / this.#perSecond) * 1_000 > MOST_HOLD_MS) return this.close(CLOSE.later, 'rate')
    // A millisecond for each: they are looked at faster than that.
    if (frames > MOST_WAITING) this.#transport.hold?.(frames)
  }

  /** Presence has an allowance of its own; what goes beyond counts as work. */
  chargePresence(bytes: number): void {
    if (!this.#account.presence.afford(Math.ceil(bytes / PRESENCE_UNIT))) this.charge(1, bytes)
  }

  /** Nothing that arrives afterwards is looked at. */
  close(code: CloseCode, reason: string): void {
    if (!this.#open) return
    this.#open = false
    this.#figures.count('closed', `${code} ${reason}`)
    this.#transport.close(code, reason)
  }

  /** The other end went. */
  gone(): void {
    this.#open = false
  }
}

type Opening = {
  readonly transport: Transport
  readonly member: Member
  readonly network: string
  readonly wantsAcks: boolean
  readonly account: Account
  readonly limits: Limits
  readonly figures: Figures
}
