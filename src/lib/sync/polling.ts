/**
 * The manners of a WebSocket over HTTP long polls, for networks that let no socket through: what `y-websocket` uses of it, and no more. The wire is
 * described in `wire/poll.ts`. Nothing is lost on the way: what is not known to have arrived is sent again, and taken once.
 */
import { CLOSE } from '#lib/wire/closing.ts'
import { BYTES_TYPE, JSON_TYPE, POLL, readDown, writeUp, type Told } from '#lib/wire/poll.ts'

/** Milliseconds between two bodies that leave: what is written meanwhile travels together. */
const SEND_PAUSE = 400
/** Bytes of a body, beyond its first frame: many proxies take no more than a megabyte. */
const BODY_BYTES = 512 << 10
/** Pauses before a request is made again, milliseconds; after the last one the line is lost. */
const AGAIN_AFTER = [300, 1_000, 3_000] as const
/** Longer than the server ever waits, and what a body takes besides on a slow network: bytes a millisecond. */
const PATIENCE = 40_000
const SLOW = 10
const PAYLOAD_TOO_LARGE = 413

type Answer = { readonly json: Told } | { readonly bytes: Uint8Array }

export class PollingSocket {
  static readonly CONNECTING = 0
  static readonly OPEN = 1
  static readonly CLOSING = 2
  static readonly CLOSED = 3
  readonly CONNECTING = 0
  readonly OPEN = 1
  readonly CLOSING = 2
  readonly CLOSED = 3
  binaryType = 'arraybuffer'
  readyState = 0
  onopen: ((event: Event) => void) | null = null
  onmessage: ((event: { readonly data: ArrayBuffer }) => void) | null = null
  onclose: ((event: { readonly code: number; readonly reason: string }) => void) | null = null
  onerror: ((event: Event) => void) | null = null
  readonly #door: string
  readonly #query: string
  readonly #fetch: typeof fetch
  readonly #stop = new AbortController()
  #line = ''
  /** Frames that the server is not known to have, and the number of the first. */
  readonly #out: Uint8Array[] = []
  #firstOut = 1
  #sending = false
  #received = 0

  /** `url`: as for a WebSocket. */
  constructor(
    url: string | URL,
    _protocols?: string | string[],
    fetcher: typeof fetch = (...asked) => fetch(...asked),
  ) {
    const { protocol, host, pathname, search } = new URL(url)
    this.#door = `${protocol === 'wss:' ? 'https:' : 'http:'}//${host}${pathname}`
    this.#query = search
    this.#fetch = fetcher
    globalThis.addEventListener?.('pagehide', this.#leave)
    void this.#begin()
  }

  send(data: Uint8Array | ArrayBuffer): void {
    if (this.readyState !== this.OPEN) return
    this.#out.push(new Uint8Array(data))
    if (!this.#sending) void this.#sendAll()
  }

  close(code: number = CLOSE.done, reason = ''): void {
    if (this.readyState === this.CLOSED) return
    this.#leave()
    // As a socket's: told once whoever closed it has gone on.
    queueMicrotask(() => this.#end(code, reason))
  }

  async #begin(): Promise<void> {
    const answer = await this.#ask(POLL.begin + this.#query)
    if (!answer || !('json' in answer) || !answer.json.line) {
      this.#end(CLOSE.lost, 'no line')
      return
    }
    this.#line = `${POLL.begin}/${answer.json.line}`
    this.readyState = this.OPEN
    this.onopen?.(new Event('open'))
    await this.#listen()
  }

  async #listen(): Promise<void> {
    while (this.readyState === this.OPEN) {
      const answer = await this.#ask(this.#line + POLL.down(this.#received))
      if (!answer) return
      if ('bytes' in answer) this.#take(answer.bytes)
    }
  }

  #take(bytes: Uint8Array): void {
    const down = readDown(bytes)
    if (!down) return void this.#end(CLOSE.lost, 'malformed')
    for (const [i, frame] of down.frames.entries()) {
      const number = down.first + i
      if (number <= this.#received) continue
      this.#received = number
      // A handler may close it.
      if (this.readyState === this.OPEN) this.onmessage?.({ data: frame.slice().buffer as ArrayBuffer })
    }
  }

  async #sendAll(): Promise<void> {
    this.#sending = true
    while (this.#out.length > 0 && this.readyState === this.OPEN) {
      const frames = this.#nextBody()
      if (!(await this.#ask(this.#line + POLL.up(this.#firstOut), writeUp(frames)))) return
      this.#out.splice(0, frames.length)
      this.#firstOut += frames.length
      await pause(SEND_PAUSE)
    }
    this.#sending = false
  }

  #nextBody(): readonly Uint8Array[] {
    let bytes = 0
    const upTo = this.#out.findIndex(({ length }, i) => (bytes += length) > BODY_BYTES && i > 0)
    return this.#out.slice(0, upTo < 0 ? undefined : upTo)
  }

  /** Null: the line is over, and said so. */
  async #ask(path: string, body?: Uint8Array<ArrayBuffer>): Promise<Answer | null> {
    for (const wait of [...AGAIN_AFTER, null]) {
      const answer = await this.#post(path, body).catch(() => null)
      if (this.readyState === this.CLOSED) return null
      if (answer === 'too large') return this.#end(CLOSE.tooLarge, 'proxy')
      if (answer && 'json' in answer && answer.json.code) return this.#end(answer.json.code, answer.json.reason ?? '')
      if (answer) return answer
      // Whoever knocks for the first time is not kept waiting: the next attempt is y-websocket's.
      if (wait === null || this.readyState === this.CONNECTING) break
      await pause(wait)
    }
    return this.#end(CLOSE.lost, 'unreachable')
  }

  /** Null: no answer of the server, but perhaps of something on the way. */
  async #post(path: string, body?: Uint8Array<ArrayBuffer>): Promise<Answer | 'too large' | null> {
    const given = new AbortController()
    const giveUp = () => given.abort()
    let timer = setTimeout(giveUp, PATIENCE + (body?.length ?? 0) / SLOW)
    this.#stop.signal.addEventListener('abort', giveUp)
    try {
      const response = await this.#fetch(this.#door + path, request(body, given.signal))
      if (response.status === PAYLOAD_TOO_LARGE) return 'too large'
      if (!response.ok) return null
      clearTimeout(timer)
      timer = setTimeout(giveUp, PATIENCE + Number(response.headers.get('content-length')) / SLOW)
      switch (response.headers.get('content-type')) {
        case JSON_TYPE:
          return { json: (await response.json()) as Told }
        case BYTES_TYPE:
          return { bytes: new Uint8Array(await response.arrayBuffer()) }
        default:
          // A network's own page, in the place of the answer: what was asked never arrived.
          return null
      }
    } finally {
      clearTimeout(timer)
      this.#stop.signal.removeEventListener('abort', giveUp)
    }
  }

  /** Going: what is written goes along, otherwise the server is told. */
  readonly #leave = (): void => {
    if (this.readyState !== this.OPEN) return
    const frames = this.#nextBody()
    const path = frames.length > 0 ? POLL.up(this.#firstOut) : POLL.leave
    const body = frames.length > 0 ? writeUp(frames) : undefined
    this.#fetch(this.#door + this.#line + path, { ...request(body), keepalive: true }).catch(() => undefined)
  }

  #end(code: number, reason: string): null {
    if (this.readyState === this.CLOSED) return null
    this.readyState = this.CLOSED
    globalThis.removeEventListener?.('pagehide', this.#leave)
    this.#stop.abort()
    if (code === CLOSE.lost) this.onerror?.(new Event('error'))
    this.onclose?.({ code, reason })
    return null
  }
}

const request = (body?: Uint8Array<ArrayBuffer>, signal?: AbortSignal): RequestInit => ({
  method: 'POST',
  cache: 'no-store',
  credentials: 'same-origin',
  ...(body ? { body, headers: { 'content-type': BYTES_TYPE } } : {}),
  ...(signal ? { signal } : {}),
})

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
