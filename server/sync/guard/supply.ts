/** The structs of an update beside those that the document holds: whatever either points to is found here, or the update waits. */
import * as Y from 'yjs'
import { indexAt, pointersOf, type Struct } from './structs.ts'
import { LACKS, Refusal } from './verdict.ts'

export class Supply {
  readonly doc: Y.Doc
  readonly structs: readonly Struct[]
  readonly #byClient = new Map<number, Struct[]>()

  /** Throws `LACKS`, or a `Refusal` of structs that point where no editor can point or wait for each other. */
  constructor(doc: Y.Doc, structs: readonly Struct[]) {
    this.doc = doc
    this.structs = structs
    this.#index()
    for (const struct of structs) for (const id of pointersOf(struct)) this.#checkPointer(struct, id)
    this.#checkCircles()
  }

  state = (client: number): number => Y.getState(this.doc.store, client)
  isKnown = (struct: Struct): boolean => struct.id.clock + struct.length <= this.state(struct.id.client)
  brought = (client: number): readonly Struct[] => this.#byClient.get(client) ?? []
  held = (client: number): readonly Struct[] => (this.doc.store.clients.get(client) ?? []) as readonly Struct[]

  /** The struct at an id: the document's own, else the update's. */
  find(id: Y.ID): Struct {
    const state = this.state(id.client)
    const structs = id.clock < state ? this.doc.store.clients.get(id.client) : this.#byClient.get(id.client)
    const last = structs?.at(-1)
    if (!structs || !last || id.clock >= last.id.clock + last.length || id.clock < structs[0]!.id.clock) throw LACKS
    return structs[indexAt(structs as readonly Struct[], id.clock)] as Struct
  }

  /** Somebody goes on after it, in the middle of its struct. */
  isBeforeEnd(id: Y.ID): boolean {
    const struct = this.find(id)
    return id.clock < struct.id.clock + struct.length - 1
  }

  /** Somebody goes on before it, in the middle of its struct. */
  isAfterStart = (id: Y.ID): boolean => id.clock > this.find(id).id.clock

  /** Structs by client, which must follow each other without a gap, from what the document holds or before. */
  #index() {
    let previous: Struct | null = null
    for (const struct of this.structs) {
      const { client, clock } = struct.id
      if (!Number.isSafeInteger(clock + struct.length)) throw new Refusal('clock')
      const mine = this.#byClient.get(client)
      if (!mine) {
        if (clock > this.state(client)) throw LACKS
        this.#byClient.set(client, [struct])
      } else {
        if (previous?.id.client !== client || previous.id.clock + previous.length !== clock) throw new Refusal('clock')
        mine.push(struct)
      }
      if (struct instanceof Y.Skip && clock + struct.length > this.state(client)) throw LACKS
      previous = struct
    }
  }

  /** Known or new: Yjs follows the pointers of both, and fails in the middle of a transaction where one points into its own future. */
  #checkPointer({ id: own }: Struct, id: Y.ID) {
    if (id.client === own.client && id.clock >= own.clock) throw new Refusal('pointer')
    this.find(id)
  }

  /** Structs that wait for each other, in Yjs' own order: it would apply the rest of the update and keep these for later. */
  #checkCircles() {
    if (this.#byClient.size < 2) return
    const done = new Map<number, number>()
    const waiting = new Map<Struct, number[]>()
    const queue = [...this.#byClient.keys()]
    let left = this.structs.length
    for (let client = queue.pop(); client !== undefined; client = queue.pop()) {
      const structs = this.#byClient.get(client)!
      let at = done.get(client) ?? 0
      for (; at < structs.length; at++) {
        const awaited = this.#awaitedBy(structs[at]!, done)
        if (awaited) {
          waiting.set(awaited, [...(waiting.get(awaited) ?? []), client])
          break
        }
        left--
        queue.push(...(waiting.get(structs[at]!) ?? []))
      }
      done.set(client, at)
    }
    if (left > 0) throw new Refusal('circular')
  }

  /** A struct of another client in this update that must be applied before; `done`: how many of each client's are. */
  #awaitedBy(struct: Struct, done: ReadonlyMap<number, number>): Struct | null {
    for (const id of pointersOf(struct)) {
      if (id.client === struct.id.client || id.clock < this.state(id.client)) continue
      const structs = this.#byClient.get(id.client)!
      const at = indexAt(structs, id.clock)
      if (at >= (done.get(id.client) ?? 0)) return structs[at]!
    }
    return null
  }
}
