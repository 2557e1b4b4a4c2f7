/**
 * What open demonstrations take of the process, all together and by network: anybody may open one, and as many persons as they like, so nothing that they
 * do may cost somebody else their board.
 */
import { getHeapStatistics } from 'node:v8'
import type { Limits } from './limits.ts'

type Setting = Pick<Limits, 'allDemoStructs' | 'heapPercent'>
type Open = { readonly network: string; structs: number }

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

  /** `network`: of who opens it. */
  opened(boardId: string, network: string): void {
    if (!this.#open.has(boardId)) this.#open.set(boardId, { network, structs: 0 })
  }

  closed(boardId: string): void {
    this.#open.delete(boardId)
  }

  /** How many structs its document has by now. */
  counted(boardId: string, structs: number): void {
    const demo = this.#open.get(boardId)
    if (demo) demo.structs = structs
  }

  /** Whether demonstrations from this network may take more of the memory. */
  mayGrow(network: string): boolean {
    if (this.#isTight()) return false
    let [all, own] = [0, 0]
    for (const demo of this.#open.values()) {
      all += demo.structs
      if (demo.network === network) own += demo.structs
    }
    const { allDemoStructs } = this.#limits
    return all < allDemoStructs && own < allDemoStructs * SHARE
  }

  /** False for a board that is none. */
  isOutgrown(boardId: string): boolean {
    const demo = this.#open.get(boardId)
    return demo !== undefined && !this.mayGrow(demo.network)
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
