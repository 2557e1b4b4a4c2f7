/** One's own presence on its way out, paced, and that of the others, which is never sent back. */
import { encodeAwarenessUpdate } from 'y-protocols/awareness'
import type { WebsocketProvider } from 'y-websocket'
import type { Peer, Presence } from '#lib/board/presence.ts'
import { presenceFrame } from '#lib/wire/frames.ts'

/** Milliseconds between two presence messages: with others, alone, and where each is a request of its own. */
const PAUSE = { together: 50, alone: 1_000, slow: 2_000 } as const

type PresenceLineSetting = {
  readonly provider: Pick<WebsocketProvider, 'awareness' | 'doc' | 'ws' | 'wsconnected'>
  /** Each message is a request of its own now. */
  readonly slow: () => boolean
}

export class PresenceLine {
  readonly #setting: PresenceLineSetting
  readonly #listeners = new Set<() => void>()
  readonly #stopListening: () => void
  #presence: Presence = {}
  #timer: ReturnType<typeof setTimeout> | null = null
  #peers: readonly Peer[] | null = null

  constructor(setting: PresenceLineSetting) {
    this.#setting = setting
    this.#stopListening = this.#listen()
  }

  get peers(): readonly Peer[] {
    const { awareness, doc } = this.#setting.provider
    this.#peers ??= [...awareness.getStates()]
      .filter(([client, state]) => client !== doc.clientID && state?.user)
      .map(([client, presence]) => ({ client, presence }) as Peer)
    return this.#peers
  }

  onPeers(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** At most 20 times a second, once a second when alone, never from a hidden tab. */
  publish(presence: Presence): void {
    this.#presence = presence
    if (this.#timer !== null) return
    const pause = PAUSE[this.#setting.slow() ? 'slow' : this.peers.length > 0 ? 'together' : 'alone']
    this.#timer = setTimeout(() => {
      this.#timer = null
      if (!document.hidden) this.raise()
    }, pause)
  }

  /** As it is now, at once. The server keeps the clock of those who left: raised once, one is seen again. */
  raise(): void {
    this.#setting.provider.awareness.setLocalState({ ...this.#presence })
  }

  end(): void {
    this.#stopListening()
    if (this.#timer) clearTimeout(this.#timer)
    this.#listeners.clear()
  }

  /** In the place of the stock handler, which sends every remote change back to the server (SYNC §1.3). */
  #listen(): () => void {
    const { provider } = this.#setting
    const { awareness } = provider
    const stock = (provider as unknown as { _awarenessUpdateHandler: (...args: never[]) => void })
      ._awarenessUpdateHandler
    awareness.off('update', stock)
    const changed = (_changes: unknown, origin: unknown) => {
      if (origin !== provider) this.#send()
      this.#peers = null
      for (const listener of [...this.#listeners]) listener()
    }
    awareness.on('update', changed)
    const visible = () => {
      if (!document.hidden) this.publish(this.#presence)
    }
    document.addEventListener('visibilitychange', visible)
    return () => {
      awareness.off('update', changed)
      document.removeEventListener('visibilitychange', visible)
    }
  }

  #send(): void {
    const { awareness, doc, ws, wsconnected } = this.#setting.provider
    if (!wsconnected || ws?.readyState !== WebSocket.OPEN) return
    ws.send(presenceFrame(encodeAwarenessUpdate(awareness, [doc.clientID])) as Uint8Array<ArrayBuffer>)
  }
}
