import type { Role } from '../auth/permissions.ts'
import type { CloseCode } from './protocol.ts'

/** How frames leave: a WebSocket now, a long poll later. */
export type Transport = {
  send(frame: Uint8Array): void
  close(code: CloseCode, reason: string): void
  /** Bytes handed over and not yet taken by the network. */
  buffered(): number
}

/** Who is at the other end, as the session says. */
export type Member = {
  readonly personId: string
  readonly sessionId: string
  readonly name: string
  readonly structure: string
  readonly role: Role
}

/** One person's open line to one room. The room keeps its accounts here. */
export class Connection {
  readonly member: Member
  /** It asked for message 120. */
  readonly wantsAcks: boolean
  /** It has had a step2: updates make sense to it from now on. */
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
  #open = true
  readonly #transport: Transport

  constructor(transport: Transport, member: Member, wantsAcks: boolean) {
    this.#transport = transport
    this.member = member
    this.wantsAcks = wantsAcks
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

  /** True once for each new count. */
  acknowledges(count: number): boolean {
    if (!this.wantsAcks || count <= this.#acknowledged) return false
    this.#acknowledged = count
    return true
  }

  /** Nothing that arrives afterwards is looked at. */
  close(code: CloseCode, reason: string): void {
    if (!this.#open) return
    this.#open = false
    this.#transport.close(code, reason)
  }

  /** The other end went. */
  gone(): void {
    this.#open = false
  }
}
