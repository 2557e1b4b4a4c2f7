/**
 * How many lines are open: in all, on a board, of a person, from a network. Those that still wait for their board count too. Who leads a board always finds
 * a place: some are kept for them, beyond what others may take. Who tries a demonstration leads nothing but that, and is refused first.
 */
import { may } from '#lib/domain/rights.ts'
import { LATER, type Later } from '#lib/wire/closing.ts'
import type { Connection, Member } from './connection.ts'
import type { Limits } from './limits.ts'

/** With the places beyond a limit that facilitators and coordinators find. */
export const withKept = (limit: number): number => limit + Math.floor(limit / 10)
/** Demonstrations take so much of all places. */
const DEMONSTRATIONS_SHARE = 0.8
/** And so much of a network's, beside those of its members. */
const NETWORK_SHARE = 0.25

export class Crowd {
  readonly #limits: Limits
  readonly #boards = new Map<string, Set<Connection>>()
  /** How many lines members have, and strangers, by network. */
  readonly #networks = new Map<string, number>()
  #size = 0

  constructor(limits: Limits) {
    this.#limits = limits
  }

  get size(): number {
    return this.#size
  }

  /** What there are too many of; null: it is counted in. */
  enter(boardId: string, connection: Connection): Later | null {
    const here = this.#boards.get(boardId) ?? new Set()
    const { personId } = connection.member
    const most = this.#mostFor(connection.member)
    if (this.#size >= most.inAll) return LATER.sockets
    const network = networkOf(connection)
    const near = this.#networks.get(network) ?? 0
    if (near >= most.fromNetwork) return LATER.network
    if (here.size >= most.onBoard) return LATER.board
    let own = 0
    for (const { member } of here) if (member.personId === personId) own++
    if (own >= this.#limits.socketsPerPerson) return LATER.person
    this.#boards.set(boardId, here.add(connection))
    this.#networks.set(network, near + 1)
    this.#size++
    return null
  }

  leave(boardId: string, connection: Connection): void {
    const here = this.#boards.get(boardId)
    if (!here?.delete(connection)) return
    this.#size--
    if (here.size === 0) this.#boards.delete(boardId)
    const network = networkOf(connection)
    const near = this.#networks.get(network)! - 1
    if (near > 0) this.#networks.set(network, near)
    else this.#networks.delete(network)
  }

  #mostFor({ role, isTrying }: Member): { readonly [of in 'inAll' | 'fromNetwork' | 'onBoard']: number } {
    const { sockets: inAll, socketsPerNetwork: fromNetwork, socketsPerBoard: onBoard } = this.#limits
    if (isTrying) return { inAll: inAll * DEMONSTRATIONS_SHARE, fromNetwork: fromNetwork * NETWORK_SHARE, onBoard }
    if (!may(role, 'member.remove')) return { inAll, fromNetwork, onBoard }
    return { inAll: withKept(inAll), fromNetwork: withKept(fromNetwork), onBoard: withKept(onBoard) }
  }
}

const networkOf = ({ network, member }: Connection): string => (member.isTrying ? `strangers ${network}` : network)
