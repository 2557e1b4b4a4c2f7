/**
 * Heavy work, off the event loop: jobs (jobs.ts) run in a small pool of threads, each with a limit of time and memory, in a fair order. Who has
 * gone is not waited for: their job leaves the queue, or its thread is ended.
 */
import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { Piscina } from 'piscina'
import type { Jobs } from './jobs.ts'
import { FairQueue } from './queue.ts'
import type { ThreadData } from './source.ts'

/** For whom a job is done. `isTrying`: somebody who tries a demonstration. */
export type Asker = {
  readonly person: string
  /** Strangers have their turn by network: persons cost them nothing. */
  readonly network: string
  readonly board: string
  readonly isTrying: boolean
}
export type Asking = Asker & { readonly signal?: AbortSignal | undefined }

/** It cannot be done now; asking again in a moment may help. */
export class Busy extends Error {}

export type Work = ReturnType<typeof createWork>

// Not beside this module: a build moves it elsewhere. Everything is started from the project's folder.
const THREAD = resolve('server/work/thread.ts')
/** On Linux a thread's own priority keeps it out of the way of the event loop (thread.ts); elsewhere a core is left free. */
const THREADS = Math.max(process.platform === 'linux' ? 2 : 1, Math.min(4, availableParallelism() - 1))
/** The largest board of the limits takes a tenth of either. */
const LONGEST_MS = 30_000
const MEMORY_MB = 1_024
const IDLE_MS = 300_000
const MOST_OF_ONE = 8
const MOST_WAITING = 200

type Result<J extends keyof Jobs> = Awaited<ReturnType<Jobs[J]>>
type Place = { readonly go: () => void }

export function createWork({
  dataDir,
  threads = THREADS,
  longestMs = LONGEST_MS,
  memoryMb = MEMORY_MB,
}: ThreadData & { readonly threads?: number; readonly longestMs?: number; readonly memoryMb?: number }) {
  const pool = new Piscina({
    filename: THREAD,
    workerData: { dataDir } satisfies ThreadData,
    minThreads: 0,
    maxThreads: threads,
    idleTimeout: IDLE_MS,
    // A thread at rest sleeps in its own event loop.
    atomics: 'disabled',
    resourceLimits: { maxOldGenerationSizeMb: memoryMb },
  })
  const members = new FairQueue<Place>()
  const strangers = new FairQueue<Place>()
  let running = 0
  let strangersRunning = 0
  let isEnding = false
  /** One thread is kept for people with a role, where there are two. */
  const mostStrangers = Math.max(1, threads - 1)

  function next(): void {
    while (running < threads) {
      const mayBeStranger = strangersRunning < mostStrangers
      const place = members.shift() ?? (mayBeStranger ? strangers.shift() : undefined)
      if (!place) return
      place.go()
    }
  }

  /** Resolves when it is this asker's turn. */
  function turn({ person, network, board, isTrying, signal }: Asking): Promise<void> {
    const [queue, who] = isTrying ? [strangers, network] : [members, person]
    if (queue.countOf(who) >= MOST_OF_ONE || queue.size >= MOST_WAITING) throw new Busy('queue')
    return new Promise((resolve, reject) => {
      const left = () => {
        queue.remove(place, who, board)
        reject(new Busy('gone'))
      }
      const place: Place = {
        go() {
          signal?.removeEventListener('abort', left)
          running++
          if (isTrying) strangersRunning++
          resolve()
        },
      }
      if (signal?.aborted) return reject(new Busy('gone'))
      signal?.addEventListener('abort', left, { once: true })
      queue.push(place, who, board)
      next()
    })
  }

  return {
    /** Throws `Busy` where there is no room, the job took too long or too much, or its asker has gone; else what the job throws. */
    async run<J extends keyof Jobs>(job: J, input: Parameters<Jobs[J]>[0], asking: Asking): Promise<Result<J>> {
      await turn(asking)
      const tooLong = AbortSignal.timeout(longestMs)
      const signal = asking.signal ? AbortSignal.any([asking.signal, tooLong]) : tooLong
      try {
        return (await pool.run(input, { name: job, signal, transferList: transferable(input) })) as Result<J>
      } catch (error) {
        if (signal.aborted) throw new Busy(tooLong.aborted ? 'time' : 'gone')
        if ((error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY') throw new Busy('memory')
        throw isEnding ? new Busy('ending') : error
      } finally {
        running--
        if (asking.isTrying) strangersRunning--
        next()
      }
    },
    get waiting(): number {
      return members.size + strangers.size
    },
    get running(): number {
      return running
    },
    /** The database's log goes into its file: for nobody, and out of turn. */
    fold: (): Promise<void> => pool.run(null, { name: 'foldLog' }) as Promise<void>,
    end(): Promise<void> {
      isEnding = true
      return pool.destroy()
    },
  }
}

/** What somebody sent is handed over, not copied. */
const transferable = (input: object): readonly ArrayBuffer[] =>
  'body' in input ? (input.body as readonly Uint8Array<ArrayBuffer>[]).map(({ buffer }) => buffer) : []
