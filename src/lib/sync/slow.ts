/** «Mode ralenti»: loaded only where sockets do not get through. */
import { httpAnswers, socketAnswers } from './ways.ts'

export { PollingSocket } from './polling.ts'

/** Milliseconds. */
const ANSWERS_WITHIN = 4_000
/** Of a socket that should have opened already. */
const SURELY_WITHIN = 1_500
const TRY_AGAIN_AFTER = 5 * 60_000

/** `reached`: a socket got through before, so that this network is not one that never lets any through. */
export async function isBlocked(server: string, reached: boolean): Promise<boolean> {
  if (!(await httpAnswers(server, ANSWERS_WITHIN))) return false
  return !(await socketAnswers(server, reached ? ANSWERS_WITHIN : SURELY_WITHIN))
}

/** Now and every five minutes, until a socket gets through or the caller has enough. */
export function watchForSockets(server: string, now: boolean, works: () => void): () => void {
  let over = false
  const look = async () => {
    if (!(await socketAnswers(server, ANSWERS_WITHIN)) || over) return
    stop()
    works()
  }
  const timer = setInterval(look, TRY_AGAIN_AFTER)
  const stop = () => {
    over = true
    clearInterval(timer)
  }
  if (now) void look()
  return stop
}
