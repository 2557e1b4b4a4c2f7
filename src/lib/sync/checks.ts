/** «Tester ma connexion»: what a board needs of this browser, this device and this network, each tried for real. */
import { httpAnswers, socketAnswers } from './ways.ts'

export const CHECKS = ['browser', 'http', 'socket', 'poll', 'storage'] as const
export type CheckName = (typeof CHECKS)[number]
export type CheckResult = { readonly name: CheckName; readonly works: boolean; readonly ms: number }
export type Verdict = 'ready' | 'slow' | 'old' | 'blocked'

/** Milliseconds. A poll is held open for a while: some networks cut what stays silent. */
const WITHIN = 6_000
const POLL_HELD = 2_000

/** `server`: `wss://host/sync`. One after the other, so that none slows another; `done` hears of each as it ends. */
export async function checkAll(server: string, done: (result: CheckResult) => void): Promise<readonly CheckResult[]> {
  const results: CheckResult[] = []
  for (const name of CHECKS) {
    const start = performance.now()
    const works = await trials[name](server)
    // Its wait was asked for.
    const held = name === 'poll' && works ? POLL_HELD : 0
    const result = { name, works, ms: Math.max(0, Math.round(performance.now() - start - held)) }
    results.push(result)
    done(result)
  }
  return results
}

export function verdictOf(results: readonly CheckResult[]): Verdict {
  const works = (name: CheckName) => results.some((result) => result.name === name && result.works)
  if (!works('browser')) return 'old'
  if (works('socket')) return 'ready'
  return works('poll') ? 'slow' : 'blocked'
}

const trials: Record<CheckName, (server: string) => boolean | Promise<boolean>> = {
  browser: () =>
    'showModal' in HTMLDialogElement.prototype &&
    'at' in Array.prototype &&
    'hasOwn' in Object &&
    CSS.supports('selector(:has(a))'),
  http: (server) => httpAnswers(server, WITHIN),
  socket: (server) => socketAnswers(server, WITHIN),
  poll: (server) => httpAnswers(server, WITHIN, POLL_HELD),
  storage: keepsSomething,
}

const TRIAL = 'canevas-test'

function keepsSomething(): Promise<boolean> {
  return new Promise((resolve) => {
    try {
      const asked = indexedDB.open(TRIAL, 1)
      asked.onerror = () => resolve(false)
      asked.onsuccess = () => {
        asked.result.close()
        indexedDB.deleteDatabase(TRIAL)
        resolve(true)
      }
    } catch {
      resolve(false)
    }
  })
}
