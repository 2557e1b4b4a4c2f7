/**
 * A browser is one person at a time, whatever tabs it has open: each page says whose it is, so that a board that is open under another name knows at
 * once, not when its line is cut.
 */
const CHANNEL = 'canevas-person'

export function tellPerson(personId: string): void {
  if (typeof BroadcastChannel === 'undefined') return
  const channel = new BroadcastChannel(CHANNEL)
  channel.postMessage(personId)
  channel.close()
}

/** Calls back with every person that another tab says it is of. Returns how to stop. */
export function onPerson(hear: (personId: string) => void): () => void {
  if (typeof BroadcastChannel === 'undefined') return () => {}
  const channel = new BroadcastChannel(CHANNEL)
  channel.onmessage = ({ data }: MessageEvent<unknown>) => {
    if (typeof data === 'string') hear(data)
  }
  return () => channel.close()
}
