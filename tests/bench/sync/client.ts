/** Somebody on a board, as cheaply as can be: reads stamps and acknowledgements, keeps no document. */
import { openLine, type Line } from './line.ts'
import { addressOf, eachStamp, EMPTY_UPDATE, microseconds, NOTHING, presence, sync, type Kind } from './wire.ts'

export type Joining = { readonly kind: Kind; readonly port: number; readonly board: string; readonly token: string }

/** What a client hears is told here, for all clients of a run. */
export type Ear = {
  readonly delivered: (writtenAt: number) => void
  readonly acknowledged: (writtenAt: number) => void
  readonly frame: (bytes: number) => void
}

/** For whom nothing is counted. */
export const SILENT: Ear = { delivered: () => {}, acknowledged: () => {}, frame: () => {} }

export class Client {
  readonly #line: Line
  readonly #prefix: Uint8Array
  readonly clientId = Math.floor(Math.random() * 2 ** 31)
  #clock = 0
  /** When each message that counts for acknowledgements was sent; 0: nobody asks. */
  readonly #unacknowledged: number[] = []
  #acknowledged = 0
  #wrote = 0
  /** Says once when the first answer has come, with the bytes of it; rejects when the line is closed before. */
  readonly synced: Promise<number>
  #answered = (_bytes: number) => {}
  isClosed = false

  constructor(joining: Joining, ear: Ear, onClose: () => void = () => {}) {
    const { kind, port, board, token } = joining
    const { path, headers, prefix, greeting } = addressOf(kind, port, board, token)
    this.#prefix = prefix
    let fail = (_error: Error) => {}
    this.synced = new Promise((resolve, reject) => {
      this.#answered = resolve
      fail = reject
    })
    this.synced.catch(() => {})
    this.#line = openLine({
      ...{ port, path, headers },
      open: () => {
        if (greeting) this.send(greeting)
        this.send(sync(0, NOTHING))
      },
      receive: (payload) => this.#receive(payload, ear),
      closed: () => {
        this.isClosed = true
        fail(new Error('closed'))
        onClose()
      },
    })
  }

  /** Everything waiting at this end is left there. */
  pause(): void {
    this.#line.pause()
  }

  resume(): void {
    this.#line.resume()
  }

  /** A message without the document's name. */
  send(message: Uint8Array): void {
    if (!this.#line.isOpen()) return
    this.#line.send(this.#prefix.length > 0 ? Buffer.concat([this.#prefix, message]) : message)
  }

  write(update: Uint8Array, at: number = microseconds()): void {
    this.#unacknowledged.push(at)
    this.#wrote++
    this.send(sync(2, update))
  }

  get wrote(): number {
    return this.#wrote
  }

  /** Of those written, how many are on the server's disk. */
  get stored(): number {
    return this.#wrote - this.#unacknowledged.filter((at) => at > 0).length
  }

  present(state: unknown): void {
    this.send(presence(this.clientId, ++this.#clock, state))
  }

  end(): void {
    this.#line.end()
  }

  #receive(payload: Buffer, ear: Ear) {
    ear.frame(payload.length)
    const at = this.#prefix.length
    const type = payload[at]
    if (type === 0) {
      const sub = payload[at + 1]
      if (sub === 2) return eachStamp(payload, ear.delivered)
      if (sub === 1) return this.#answered(payload.length)
      this.#unacknowledged.push(0)
      return this.send(sync(1, EMPTY_UPDATE))
    }
    if (type === 120) this.#acknowledge(payload, at + 1, ear)
  }

  #acknowledge(payload: Buffer, at: number, ear: Ear) {
    let [count, shift] = [0, 0]
    for (let byte = payload[at]!; ; byte = payload[++at]!) {
      count += (byte & 0x7f) * 2 ** shift
      shift += 7
      if (byte < 0x80) break
    }
    for (; this.#acknowledged < count; this.#acknowledged++) {
      const written = this.#unacknowledged.shift() ?? 0
      if (written > 0) ear.acknowledged(written)
    }
  }
}
