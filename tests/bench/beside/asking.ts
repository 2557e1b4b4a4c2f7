/** One line (lines.ts) in a process of its own, until it is stopped. */
import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { answer } from '../sync/servers.ts'
import type { Application } from './application.ts'
import type { Asked } from './lines.ts'

export function startAsker({ origin, cookie, large, versions }: Application, line: string) {
  const child = fork(fileURLToPath(new URL('./asker.ts', import.meta.url)), {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const took = answer(child, 'took')
  child.send({ line, of: { origin, cookie, large, versions } } satisfies Asked)
  return {
    /** Milliseconds that each request took. */
    async stop(): Promise<readonly number[]> {
      child.send('stop')
      try {
        return (await took) as readonly number[]
      } finally {
        child.kill()
      }
    },
  }
}
