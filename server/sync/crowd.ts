/**
 * How many lines are open: in all, on a board, of a person. Those that still wait for their board count too. Who leads a board always finds a place: some
 * are kept for them, beyond what others may take. Who tries a demonstration leads nothing but that, and is refused first.
 */
import { may } from '../auth/permissions.ts'
import type { Connection, Member } from './connection.ts'
import type { Limits } from './limits.ts'

/** With the places beyond a limit that facilitators and coordinators find. */
export const withKept = (limit: number): number => limit + Math.floor(limit / 10)
/** Demonstrations take so much of all places. */
const DEMONSTRATIONS_SHARE = 0.8

export class Crowd {
  readonly #limits: Limits
  readonly #boards = new Map<string, Set<Connection>>()
  #size = 0

  constructor(limits: Limits) {
    this.#limits = limits
  }

  get size(): number {
    return this.#size
  }

  /** What there are too many of; null: it is counted in. */
  enter(boardId: string, connection: Connection): 'sockets' | 'board' | 'person' | null {
    const here = this.#boards.get(boardId) ?? new Set()
    const { personId } = connection.member
    const most = this.#mostFor(connection.member)
    if (this.#size >= most.inAll) return 'sockets'
    if (here.size >= most.onBoard) return 'board'
    let own = 0
    for (const { member } of here) if (member.personId === personId) own++
    if (own >= this.#limits.socketsPerPerson) return 'person'
    this.#boards.set(boardId, here.add(connection))
    this.#size++
    return null
  }

  leave(boardId: string, connection: Connection): void {
    const here = this.#boards.get(boardId)
    if (!here?.delete(connection)) return
    this.#size--
    if (here.size === 0) this.#boards.delete(boardId)
  }

  #mostFor({ role, isTrying }: Member): { readonly inAll: number; readonly onBoard: number } {
    const { sockets, socketsPerBoard } = this.#limits
    if (isTrying) return { inAll: sockets * DEMONSTRATIONS_SHARE, onBoard: socketsPerBoard }
    if (!may(role, 'member.remove')) return { inAll: sockets, onBoard: socketsPerBoard }
    return { inAll: withKept(sockets), onBoard: withKept(socketsPerBoard) }
  }
}
