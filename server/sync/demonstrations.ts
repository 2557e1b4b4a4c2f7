/**
 * What open demonstrations take of the process, all together and by network: anybody may open one, and as many persons as they like, so nothing that they
 * do may cost somebody else their board. Boards that are none are counted beside them: where those need the memory, demonstrations get no more of it.
 */
import { getHeapStatistics } from 'node:v8'
import type { Limits } from './limits.ts'

type Setting = Pick<Limits, 'allDemoStructs' | 'openStructs' | 'heapPercent'>
/** `network`: of who opened it, where it is a demonstration. */
type Open = { readonly network: string | null; structs: number }

/** A network's part of all. */
const SHARE = 0.25
const LOOK_EVERY_MS = 250

export class Demonstrations {
  readonly #limits: Setting
  readonly #isTight: () => boolean
  readonly #open = new Map<string, Open>()

  constructor(limits: Setting, isTight: () => boolean = heapIsTight(limits.heapPercent)) {
    this.#limits = limits
    this.#isTight = isTight
  }

  /** A board is being loaded. `network`: of who opens it, where it is a demonstration. */
  opened(boardId: string, network: string | null): void {
    this.#open.set(boardId, { network, structs: 0 })
  }

  closed(boardId: string): void {
    this.#open.delete(boardId)
  }

  /** How many structs its document has by now. */
  counted(boardId: string, structs: number): void {
    const open = this.#open.get(boardId)
    if (open) open.structs = structs
  }

  /** Whether demonstrations from this network may take more of the memory. */
  mayGrow(network: string): boolean {
    if (this.#isTight()) return false
    let [all, demos, own] = [0, 0, 0]
    for (const open of this.#open.values()) {
      all += open.structs
      if (open.network !== null) demos += open.structs
      if (open.network === network) own += open.structs
    }
    const { openStructs, allDemoStructs } = this.#limits
    return all < openStructs && demos < allDemoStructs && own < allDemoStructs * SHARE
  }

  /** False for a board that is none. */
  isOutgrown(boardId: string): boolean {
    const network = this.#open.get(boardId)?.network ?? null
    return network !== null && !this.mayGrow(network)
  }
}

/** Whether so much of the heap is in use; looked at from time to time. */
export function heapIsTight(percent: number): () => boolean {
  let [lookedAt, isTight] = [-Infinity, false]
  return () => {
    const now = performance.now()
    if (now - lookedAt < LOOK_EVERY_MS) return isTight
    const { used_heap_size: used, heap_size_limit: most } = getHeapStatistics()
    lookedAt = now
    return (isTight = used > (most * percent) / 100)
  }
}
