/** Which way leads to the server: a WebSocket, or long polls where this network lets no socket through. */
import type * as slowWay from './slow.ts'

type Slow = typeof slowWay
/** What a socket and `PollingSocket` have in common. */
type Line = WebSocket

/** Remembered for this tab: the next page of it does not wait for a socket first. */
const MARK = 'canevas:slow'
/** Milliseconds after which a socket that has not opened is in doubt. */
const OPENS_WITHIN = 4_000
const FAILURES = 2

export class Way {
  readonly #server: string
  readonly #changed: () => void
  #slow: Slow | null = null
  #opens = 0
  #failures = 0
  #asking = false
  #over = false
  #stop = () => {}

  /** `server`: `wss://host/sync`. `changed`: the line that is open, or trying to, is the wrong one now. */
  constructor(server: string, changed: () => void) {
    this.#server = server
    this.#changed = changed
  }

  get slow(): boolean {
    return this.#slow !== null
  }

  /** Once the way that this tab took last is ready to be taken. */
  async ready(): Promise<void> {
    if (remembered()) await import('./slow.ts').then((slow) => this.#take(slow, true)).catch(() => undefined)
  }

  line(url: string, protocols: string[]): Line {
    if (this.#slow) return new this.#slow.PollingSocket(url) as never
    const socket = new WebSocket(url, protocols)
    const doubt = setTimeout(() => this.#doubt(), OPENS_WITHIN)
    let opened = false
    socket.addEventListener('open', () => {
      clearTimeout(doubt)
      opened = true
      this.#opens++
      this.#failures = 0
    })
    socket.addEventListener('close', () => {
      clearTimeout(doubt)
      if (!opened && ++this.#failures >= FAILURES) void this.#doubt()
    })
    return socket
  }

  end(): void {
    this.#over = true
    this.#stop()
  }

  async #doubt(): Promise<void> {
    if (this.#asking || this.#slow || this.#over) return
    this.#asking = true
    const opens = this.#opens
    try {
      const slow = await import('./slow.ts')
      const blocked = await slow.isBlocked(this.#server, opens > 0)
      if (!blocked || this.#opens > opens || this.#over) return
      this.#take(slow, false)
      this.#changed()
    } catch {
      // Not even this file arrives: the connection is cut, not restricted.
    } finally {
      this.#asking = false
    }
  }

  #take(slow: Slow, tryNow: boolean): void {
    if (this.#over) return
    this.#slow = slow
    remember(true)
    this.#stop = slow.watchForSockets(this.#server, tryNow, () => {
      this.#slow = null
      remember(false)
      this.#changed()
    })
  }
}

function remembered(): boolean {
  try {
    return sessionStorage.getItem(MARK) !== null
  } catch {
    return false
  }
}

function remember(slow: boolean): void {
  try {
    if (slow) sessionStorage.setItem(MARK, '1')
    else sessionStorage.removeItem(MARK)
  } catch {
    // Each page finds out anew.
  }
}
