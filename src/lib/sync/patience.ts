/**
 * The stock provider gives up a line that has said nothing for 30 s. But a board comes as one message, which takes longer than that on a slow network:
 * given up each time it would never be there.
 */
import type { WebsocketProvider } from 'y-websocket'

/** Milliseconds: of a board that is still to come, and between two looks. */
const LONGEST = 180_000
const LOOK_EVERY = 5_000

export function waitForBoard(provider: Pick<WebsocketProvider, 'wsconnected' | 'synced' | 'wsLastMessageReceived'>): {
  /** A line has been opened. */
  opened(): void
  end(): void
} {
  let until = 0
  const timer = setInterval(() => {
    const now = Date.now()
    if (provider.wsconnected && !provider.synced && now < until) provider.wsLastMessageReceived = now
  }, LOOK_EVERY)
  return {
    opened: () => (until = Date.now() + LONGEST),
    end: () => clearInterval(timer),
  }
}
