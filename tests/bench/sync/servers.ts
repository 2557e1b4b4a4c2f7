/** Starts the servers that are compared, each in a process of its own, and reads from the system what they cost. */
import { fork, spawnSync, type ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Kind } from './wire.ts'

export const KINDS = ['canevas', 'hocuspocus', 'y-websocket'] as const satisfies readonly Kind[]
/** With the one that promises what ours does. */
export const ALL_KINDS = [...KINDS, 'hocuspocus-durable'] as const satisfies readonly Kind[]

export type Spec = {
  readonly boards: number
  readonly people: number
  /** A file with every board's first state (Yjs format 2). */
  readonly state: string | null
  /** Edits in each board's log, after that state. */
  readonly rows: number
  /** Whether everybody is a member of every board, or of the first one only. */
  readonly everywhere: boolean
  readonly graceMs: number
  /** 0: any. */
  readonly port: number
}

export type Server = {
  readonly kind: Kind
  readonly pid: number
  readonly port: number
  readonly boards: readonly string[]
  readonly tokens: readonly string[]
  readonly dataDir: string
  /** Bytes, after a collection. */
  memory(): Promise<{ readonly heap: number; readonly rss: number; readonly rooms: number }>
  /** `SIGKILL` unless told otherwise. Its data stays until `clear`. */
  stop(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>
  clear(): Promise<void>
}

type Starting = Partial<Spec> & {
  readonly dataDir?: string
  readonly execArgv?: readonly string[]
  readonly limits?: Readonly<Record<string, string>>
}

/** What a room of the bench needs and a workshop does not: hundreds of lines from one address and one person. */
const WIDE = {
  LIMIT_SOCKETS_PER_PERSON: '6000',
  LIMIT_SOCKETS_PER_BOARD: '6000',
  LIMIT_SOCKETS: '20000',
  LIMIT_SOCKETS_PER_NETWORK: '20000',
  LIMIT_BOARD_RECORDS: '100000',
  LIMIT_BOARD_BYTES: '200000000',
}
/** Where a few people of the bench stand for hundreds: each is on many boards, or opens one many times. */
export const MANY_EACH = {
  LIMIT_FRAMES_PER_SECOND: '1000000',
  LIMIT_BYTES_PER_SECOND: '999999999',
  LIMIT_BURST_BYTES: '999999999',
}
const HERE = fileURLToPath(new URL('.', import.meta.url))
const RIVALS = join(HERE, 'rivals')

export async function startServer(
  kind: Kind,
  { dataDir: given, execArgv = [], limits = {}, ...spec }: Starting = {},
): Promise<Server> {
  const dataDir = given ?? mkdtempSync(join(tmpdir(), 'canevas-bench-'))
  const whole: Spec = {
    boards: 1,
    people: 1,
    state: null,
    rows: 0,
    everywhere: false,
    graceMs: 30_000,
    port: 0,
    ...spec,
  }
  const child = fork(join(HERE, kind === 'canevas' ? 'ours.ts' : 'rivals/server.mjs'), [JSON.stringify(whole)], {
    env: { ...process.env, ...WIDE, ...limits, DATA_DIR: dataDir, BENCH_RIVAL: kind, NODE_ENV: 'production' },
    execArgv: ['--expose-gc', ...execArgv],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const { port, boards, tokens } = (await answer(child, 'ready')) as Pick<Server, 'port' | 'boards' | 'tokens'>
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const stop = (signal: 'SIGTERM' | 'SIGKILL' = 'SIGKILL') => {
    child.kill(signal)
    return ended
  }
  return {
    ...{ kind, pid: child.pid!, port, boards, tokens, dataDir },
    memory: () => {
      child.send('memory')
      return answer(child, 'memory') as ReturnType<Server['memory']>
    },
    stop,
    async clear() {
      await stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** Runs in the folder of the bench alone: the project depends on none of them. */
export function installRivals(): void {
  if (existsSync(join(RIVALS, 'node_modules/@hocuspocus/server'))) return
  console.log('The servers to compare with are being installed; this happens once.')
  const { status } = spawnSync('npm', ['ci', '--ignore-scripts', '--omit=optional', '--no-audit', '--no-fund'], {
    cwd: RIVALS,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  })
  if (status !== 0) throw new Error('The servers to compare with could not be installed: npm says why above.')
}

export function answer(child: ChildProcess, name: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const hear = (message: unknown) => {
      if (typeof message !== 'object' || message === null || !(name in message)) return
      child.off('message', hear)
      child.off('exit', gone)
      resolve((message as Record<string, unknown>)[name])
    }
    const gone = (code: number | null) =>
      reject(new Error(`A process of the bench ended (${code}) before its ${name}.`))
    child.on('message', hear)
    child.once('exit', gone)
  })
}

/** Seconds of processor time, its own and the kernel's for it; the system counts hundredths. */
export function cpuSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) / 100
}
