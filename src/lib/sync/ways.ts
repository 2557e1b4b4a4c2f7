/** Finds out which ways to the server are open from here: each goes to an address that answers and does nothing else. */

import { TEST } from '#lib/wire/address.ts'
import { JSON_TYPE, POLL } from '#lib/wire/poll.ts'

/** `server`: `wss://host/sync`. */
export async function httpAnswers(server: string, withinMs: number, waitMs = 0): Promise<boolean> {
  const giveUp = new AbortController()
  const timer = setTimeout(() => giveUp.abort(), withinMs)
  try {
    const address = `${server.replace(/^ws/, 'http')}/${TEST}${POLL.test(waitMs)}`
    const answer = await fetch(address, { method: 'POST', cache: 'no-store', signal: giveUp.signal })
    // A network's own page may answer in its place.
    return answer.ok && answer.headers.get('content-type') === JSON_TYPE
  } catch {
    return false
  } finally {
    clearTimeout(timer)
  }
}

/** The handshake is not enough: some networks let it through and nothing after it. */
export function socketAnswers(server: string, withinMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`${server}/${TEST}`)
    const end = (works: boolean) => {
      clearTimeout(timer)
      socket.onmessage = socket.onclose = null
      socket.close()
      resolve(works)
    }
    const timer = setTimeout(() => end(false), withinMs)
    socket.onmessage = () => end(true)
    socket.onclose = () => end(false)
  })
}
