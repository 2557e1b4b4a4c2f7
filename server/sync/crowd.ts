/** How many lines are open: in all, on a board, of a person. Those that still wait for their board count too. */
import type { Connection } from './connection.ts'
import type { Limits } from './limits.ts'

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
    if (this.#size >= this.#limits.sockets) return 'sockets'
    if (here.size >= this.#limits.socketsPerBoard) return 'board'
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
}
