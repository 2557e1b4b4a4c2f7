/** When a room's log is compacted into one state, and how: the state is verified before it takes the place of what it was made of. */
import * as Y from 'yjs'
import type { StoredBoard } from '../store/updates.ts'
import type { Figures } from './figures.ts'
import type { UpdateLog } from './updateLog.ts'

const MOST_ROWS = 1_000
const MOST_BYTES = 256 << 10
/** After one that failed (a full disk): until then the log grows, and no edit pays for another attempt. */
const AGAIN_AFTER_MS = 10_000
/** A board is encoded to be weighed only when more than a fiftieth of its limit is in doubt. */
const WORTH_MEASURING = 50

type CheckpointsSetting = {
  readonly boardId: string
  readonly doc: Y.Doc
  readonly log: UpdateLog
  readonly figures: Figures
  readonly report: (error: unknown) => void
}

export class Checkpoints {
  readonly #boardId: string
  readonly #doc: Y.Doc
  readonly #log: UpdateLog
  readonly #figures: Figures
  readonly #report: (error: unknown) => void
  #upTo: number
  #rows: number
  #logBytes: number
  #stateBytes: number
  /** What has come since the state was last encoded. */
  #sinceBytes: number
  #making: Promise<void> | null = null
  #notBefore = 0

  constructor(setting: CheckpointsSetting, stored: StoredBoard) {
    this.#boardId = setting.boardId
    this.#doc = setting.doc
    this.#log = setting.log
    this.#figures = setting.figures
    this.#report = setting.report
    this.#upTo = stored.upTo
    this.#rows = stored.rows.length
    this.#logBytes = stored.rows.reduce((bytes, { data }) => bytes + data.length, 0)
    this.#stateBytes = stored.checkpoint?.length ?? 0
    this.#sinceBytes = this.#logBytes
  }

  /** Compacts a log that has outgrown the state. */
  committed(seq: number, bytes: number): void {
    this.#upTo = seq
    this.#rows++
    this.#logBytes += bytes
    this.#sinceBytes += bytes
    if (performance.now() < this.#notBefore) return
    if (this.#rows > MOST_ROWS || this.#logBytes > Math.max(MOST_BYTES, this.#stateBytes / 2))
      this.make().catch(this.#report)
  }

  /** The number of the last edit that is on disk. */
  get upTo(): number {
    return this.#upTo
  }

  get due(): boolean {
    return this.#rows > 0
  }

  /** Bytes of the compacted board, at most: what came since it was last encoded is counted whole. */
  get bytes(): number {
    return this.#stateBytes + this.#sinceBytes
  }

  /** Whether the board, compacted, is larger than `most`. */
  exceeds(most: number): boolean {
    if (this.bytes > most && this.#sinceBytes > most / WORTH_MEASURING) this.make().catch(this.#report)
    return this.bytes > most
  }

  /** Safe at any time: the state may hold more than the log up to that number, never less. */
  make(): Promise<void> {
    this.#making ??= this.#make()
      .catch((error) => {
        this.#notBefore = performance.now() + AGAIN_AFTER_MS
        throw error
      })
      .finally(() => (this.#making = null))
    return this.#making
  }

  async #make(): Promise<void> {
    // The number is read before the state is encoded: an edit in between would be in the state and stay in the log as well.
    const [upTo, rows, logBytes] = [this.#upTo, this.#rows, this.#logBytes]
    const state = Y.encodeStateAsUpdateV2(this.#doc)
    verify(state, this.#doc)
    this.#stateBytes = state.length
    this.#sinceBytes = 0
    await this.#log.checkpoint(this.#boardId, state, upTo)
    this.#rows -= rows
    this.#logBytes -= logBytes
    this.#figures.count('checkpoint')
  }
}

/** The log is only trimmed for a state that reads back as what it was made of: the same edits of each client, the same deletions. */
function verify(state: Uint8Array, doc: Y.Doc) {
  const { structs, ds } = Y.decodeUpdateV2(state)
  const read = new Map<number, number>()
  for (const struct of structs)
    if (!(struct instanceof Y.Skip)) read.set(struct.id.client, struct.id.clock + struct.length)
  const expected = Y.decodeStateVector(Y.encodeStateVector(doc))
  const same = read.size === expected.size && [...expected].every(([client, clock]) => read.get(client) === clock)
  if (!same || !Y.equalDeleteSets(ds, Y.createDeleteSetFromStructStore(doc.store)))
    throw new Error('A checkpoint does not read back as its document: the log is kept.')
}
