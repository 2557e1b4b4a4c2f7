/**
 * Who writes under which client id of Yjs on one board. Whoever names an id first has it, for as long as the board exists: an edit under
 * another person's id could take the place of that person's next one, and no exchange would ever heal the two documents again (SYNC §7.8).
 * Bindings of ids that wrote are stored with their first edit; those named in presence alone are remembered while the board is open.
 */
import type { Binding } from '../store/updates.ts'

/** Tabs that a person opened and never wrote in: the oldest are forgotten. */
const MOST_NAMED = 64
/** Visits in which one person wrote on one board. Everybody who comes in exchanges a number for each: a hundred thousand would shut the board for all. */
const MOST_BOUND = 5_000
const SERVER = ''

export class ClientIds {
  readonly #owners: Map<number, string>
  /** By person, ids that have not written. */
  readonly #named = new Map<string, number[]>()
  /** By person, how many have written. */
  readonly #bound = new Map<string, number>()
  #fresh: Binding[] = []

  /** `own`: the id under which the server itself writes. */
  constructor(stored: ReadonlyMap<number, string>, own: number) {
    this.#owners = new Map(stored).set(own, SERVER)
    for (const personId of stored.values()) this.#count(personId)
  }

  /** Nothing is bound where one of the ids is somebody else's, or the person has written under too many. */
  claim(clientIds: Iterable<number>, personId: string): 'bound' | 'taken' | 'tooMany' {
    const ids = [...clientIds]
    if (ids.some((id) => !this.#isFree(id, personId))) return 'taken'
    const fresh = ids.filter((id) => !this.#owners.has(id)).length
    if (fresh > 0 && (this.#bound.get(personId) ?? 0) + fresh > MOST_BOUND) return 'tooMany'
    for (const clientId of ids) {
      const named = this.#named.get(personId)
      const at = named?.indexOf(clientId) ?? -1
      if (at >= 0) named!.splice(at, 1)
      else if (this.#owners.has(clientId)) continue
      this.#owners.set(clientId, personId)
      this.#fresh.push({ clientId, personId })
      this.#count(personId)
    }
    return 'bound'
  }

  /** Named in presence: nobody else takes it before its first edit. */
  name(clientId: number, personId: string): boolean {
    if (!this.#isFree(clientId, personId)) return false
    if (this.#owners.has(clientId)) return true
    this.#owners.set(clientId, personId)
    const named = this.#named.get(personId) ?? []
    this.#named.set(personId, named)
    named.push(clientId)
    if (named.length > MOST_NAMED) this.#owners.delete(named.shift()!)
    return true
  }

  /** One more id for the server's own writes. False: somebody has it. */
  reserve(clientId: number): boolean {
    if (this.#owners.has(clientId)) return false
    this.#owners.set(clientId, SERVER)
    return true
  }

  /** Bound since the last call: to be stored. */
  takeFresh(): readonly Binding[] {
    const fresh = this.#fresh
    this.#fresh = []
    return fresh
  }

  #count(personId: string) {
    this.#bound.set(personId, (this.#bound.get(personId) ?? 0) + 1)
  }

  #isFree(clientId: number, personId: string): boolean {
    const owner = this.#owners.get(clientId)
    return owner === undefined || owner === personId
  }
}
