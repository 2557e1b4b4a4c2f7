/** When a room's log is compacted into one state, and how: the state is verified before it takes the place of what it was made of. */
import * as Y from 'yjs'
import type { StoredBoard } from '../store/updates.ts'
import type { Figures } from './figures.ts'
import type { UpdateLog } from './updateLog.ts'

const MOST_ROWS = 1_000
const MOST_BYTES = 256 << 10

export class Checkpoints {
  readonly #boardId: string
  readonly #doc: Y.Doc
  readonly #log: UpdateLog
  readonly #figures: Figures
  #upTo: number
  #rows: number
  #logBytes: number
  #stateBytes: number
  #making: Promise<void> | null = null

  constructor(setting: { boardId: string; doc: Y.Doc; log: UpdateLog; figures: Figures }, stored: StoredBoard) {
    this.#boardId = setting.boardId
    this.#doc = setting.doc
    this.#log = setting.log
    this.#figures = setting.figures
    this.#upTo = stored.upTo
    this.#rows = stored.rows.length
    this.#logBytes = stored.rows.reduce((bytes, { data }) => bytes + data.length, 0)
    this.#stateBytes = stored.checkpoint?.length ?? 0
  }

  /** True: the log has outgrown the state. */
  committed(seq: number, bytes: number): boolean {
    this.#upTo = seq
    this.#rows++
    this.#logBytes += bytes
    return this.#rows > MOST_ROWS || this.#logBytes > Math.max(MOST_BYTES, this.#stateBytes / 2)
  }

  get due(): boolean {
    return this.#rows > 0
  }

  /** Bytes of the compacted board, at most: what the log adds is counted whole. */
  get bytes(): number {
    return this.#stateBytes + this.#logBytes
  }

  /** Safe at any time: the state may hold more than the log up to that number, never less. */
  make(): Promise<void> {
    this.#making ??= this.#make().finally(() => (this.#making = null))
    return this.#making
  }

  async #make(): Promise<void> {
    // The number is read before the state is encoded: an edit in between would be in the state and stay in the log as well.
    const [upTo, rows, logBytes] = [this.#upTo, this.#rows, this.#logBytes]
    const state = Y.encodeStateAsUpdateV2(this.#doc)
    verify(state, this.#doc)
    await this.#log.checkpoint(this.#boardId, state, upTo)
    this.#rows -= rows
    this.#logBytes -= logBytes
    this.#stateBytes = state.length
    this.#figures.count('checkpoint')
  }
}

/** The log is only trimmed for a state that reads back as what it was made of. */
function verify(state: Uint8Array, doc: Y.Doc) {
  const [read, expected] = [Y.encodeStateVectorFromUpdateV2(state), Y.encodeStateVector(doc)].map(Y.decodeStateVector)
  const same = read!.size === expected!.size && [...expected!].every(([client, clock]) => read!.get(client) === clock)
  if (!same) throw new Error('A checkpoint does not read back as its document: the log is kept.')
}
