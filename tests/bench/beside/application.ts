/** The built application in a process of its own, with what the workload needs: a board at work, a large one with versions, an account. */
import { fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { SESSION_COOKIE } from '#server/auth/session.ts'
import { readConfig } from '#server/config.ts'
import { createServices } from '#server/services.ts'
import { ordinary } from '../boards.ts'
import type { Serving } from '../sync/runs.ts'
import { answer } from '../sync/servers.ts'
import { largeBoard } from './files.ts'

export type Application = Serving & {
  readonly origin: string
  /** Of somebody with an account, who leads the large board. */
  readonly cookie: string
  readonly large: string
  readonly versions: readonly string[]
  /** The longest that its event loop stood still since the last call, milliseconds. */
  stoodStill(): Promise<number>
  end(): Promise<void>
}

const PEOPLE = 25
const PORT = 4179
/** A member stands for many here; what they may ask for is measured by tests. Strangers pay as they always do. */
const LIMITS = { LIMIT_POINTS: '999999999', LIMIT_VERSIONS: '100000' }

export async function startApplication(): Promise<Application> {
  const dataDir = mkdtempSync(join(tmpdir(), 'canevas-beside-'))
  const made = await prepared(dataDir)
  const child = fork(fileURLToPath(new URL('../../../server/start.js', import.meta.url)), {
    env: {
      ...process.env,
      ...LIMITS,
      PORT: String(PORT),
      HOST: '127.0.0.1',
      DATA_DIR: dataDir,
      NODE_ENV: 'production',
    },
    execArgv: ['--import', fileURLToPath(new URL('./loop.ts', import.meta.url))],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const origin = `http://127.0.0.1:${PORT}`
  while (!(await fetch(`${origin}/health`).catch(() => null))?.ok)
    await new Promise((resolve) => setTimeout(resolve, 200))
  return {
    ...made,
    ...{ kind: 'canevas', pid: child.pid!, port: PORT, origin },
    async stoodStill() {
      child.send('stood still')
      return (await answer(child, 'stoodStill')) as number
    },
    async end() {
      child.kill('SIGTERM')
      await ended
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

async function prepared(dataDir: string) {
  const services = await createServices(readConfig({ ...process.env, DATA_DIR: dataDir }), { report: console.error })
  const { accounts, boards, joining, memberships, sessions } = services
  const account = { name: 'Lucie', structure: 'Banc', email: 'lucie@exemple.fr', password: '', admin: false }
  const { personId } = (await accounts.create(account, services.now()))!
  const { token } = await sessions.begin(personId, 'account')
  const work = await boards.createBoard({ title: 'Au travail', by: personId, state: ordinary(150, 200) })
  const { id: large } = await boards.createBoard({ title: 'Grand', by: personId, state: largeBoard() })
  const tokens: string[] = []
  for (let i = 0; i < PEOPLE; i++) {
    const guest = await joining.welcomeGuest({ name: `Personne ${i}`, structure: 'Banc' })
    const { programmeId, id: boardId } = work
    const membership = {
      personId: guest.personId,
      programmeId,
      boardId,
      role: 'participant',
      viaInvitation: null,
    } as const
    await memberships.create(membership, services.now())
    tokens.push(guest.token)
  }
  const asking = { person: personId, network: '', board: large, isTrying: false }
  const keep = (label: string) => boards.keepVersion(large, { label, kind: 'kept' }, asking)
  const versions = [(await keep('Avant')).id, (await keep('Après')).id]
  await services.close()
  return { boards: [work.id], tokens, cookie: `${SESSION_COOKIE}=${token}`, large, versions }
}
