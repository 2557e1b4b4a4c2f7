/** A real HTTP server with the real sockets and a real database in a temporary folder; only Kit's pages are missing. */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { read, write } from '#lib/board/layout.ts'
import type { Change } from '#lib/domain/change.ts'
import type { Role } from '#lib/domain/rights.ts'
import { blankDossier } from '#lib/domain/schema/dossier.ts'
import { newState } from '#lib/board/newState.ts'
import type { Content } from '#lib/domain/content.ts'
import { SESSION_COOKIE } from '#server/auth/session.ts'
import type { Config } from '#server/config.ts'
import { DEFAULT_LIMITS } from '#server/sync/limits.ts'
import { prepare } from '#server/prepare.ts'
import { snapshots, type Snapshot } from '#server/store/snapshots.ts'
import { updates } from '#server/store/updates.ts'
import { openDocument } from '#server/sync/loading.ts'
import { contentOf, type Stored } from '#server/work/jobs.ts'
import type { Asking } from '#server/work/pool.ts'
import { createServices, type Services, type Surroundings } from '#server/services.ts'

export type Running = {
  readonly services: Services
  readonly port: number
  readonly origin: string
  readonly dataDir: string
  /** What the server reported as its own faults. */
  readonly faults: unknown[]
  stop(): Promise<void>
}

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'canevas-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export async function startServer(
  { dataDir = temporaryFolder(), ...surroundings }: Surroundings & { dataDir?: string } = {},
  settings: Partial<Config> = {},
): Promise<Running> {
  const faults: unknown[] = []
  const config = {
    port: 0,
    host: '127.0.0.1',
    origin: null,
    dataDir,
    demoLimit: 200,
    trustProxy: false,
    metrics: { token: null, port: null },
    limits: DEFAULT_LIMITS,
    ...settings,
  }
  const services = await createServices(config, { report: (fault) => faults.push(fault), ...surroundings })
  const server = createServer((request, response) => {
    if (!services.watch(request, response) && !services.poll(request, response)) response.end('no pages here')
  })
  const detach = services.attach(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  let stopping: Promise<void> | null = null
  const stop = () =>
    (stopping ??= services.close().finally(() => {
      detach()
      server.close()
      server.closeAllConnections()
    }))
  onTestFinished(() => stop().catch(() => {}))
  return { services, port, origin: `http://127.0.0.1:${port}`, dataDir, faults, stop }
}

const CHILD = fileURLToPath(new URL('./child.ts', import.meta.url))

/** In a process of its own, to be killed. */
export async function startChild(
  dataDir: string,
  env: Record<string, string> = {},
): Promise<{ process: ChildProcess; port: number }> {
  const child = spawn(process.execPath, [CHILD, dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  })
  // Whatever became of the test: a child that lives on keeps the run from ending.
  onTestFinished(() => void child.kill('SIGKILL'))
  const [line] = (await once(child.stdout!, 'data')) as [Buffer]
  return { process: child, port: (JSON.parse(line.toString()) as { port: number }).port }
}

/** A job, and when the process that does it is killed: so long after it was asked for, once the thread has answered, while a row is written, at the end. */
export type Errand = {
  readonly job: 'keep' | 'go back' | 'import'
  readonly moment:
    | { readonly is: 'after'; readonly ms: number }
    | { readonly is: 'made' | 'end' }
    | { readonly is: 'writing'; readonly table: string }
  readonly boardId: string
  readonly personId: string
  readonly versionId: string
  /** The form that an import is sent as. */
  readonly file: string
}
const DOOMED = fileURLToPath(new URL('./doomed.ts', import.meta.url))

/** Resolves once it has been killed. */
export async function doomed(dataDir: string, errand: Errand): Promise<void> {
  const child = spawn(process.execPath, [DOOMED, dataDir, JSON.stringify(errand)], { stdio: 'inherit' })
  onTestFinished(() => void child.kill('SIGKILL'))
  const [code, signal] = (await once(child, 'exit')) as [number | null, string | null]
  if (signal !== 'SIGKILL') throw new Error(`It ended with ${code}.`)
}

/** A file as a form sends it. */
export const formOf = (text: string): string =>
  `--end\r\ncontent-disposition: form-data; name="file"; filename="a.json"\r\n\r\n${text}\r\n--end--\r\n`

/** Somebody with a session, and with a role on a board when one is named. */
export async function person(
  { services }: Pick<Running, 'services'>,
  name: string,
  role?: Role,
  boardId?: string,
): Promise<{ personId: string; token: string; cookie: string }> {
  const { personId, token } = await services.joining.welcomeGuest({ name, structure: 'CC du Bassin' })
  if (role && boardId) {
    const board = (await services.boardRows.read(boardId))!
    const membership = { personId, programmeId: board.programmeId, boardId, role, viaInvitation: null }
    await services.memberships.create(membership, services.now())
  }
  return { personId, token, cookie: `${SESSION_COOKIE}=${token}` }
}

/** A board and its facilitator. */
export async function board(running: Pick<Running, 'services'>) {
  const facilitator = await person(running, 'Lucie')
  const { id } = await running.services.boards.createBoard({ title: 'Boucles vives', by: facilitator.personId })
  return { id, facilitator }
}

/** A demonstration that somebody opened from a network, empty; null: there is no room. */
export async function demonstration(
  { services }: Pick<Running, 'services'>,
  by: { personId: string },
  network = '192.0.2.1',
): Promise<string | null> {
  const state = newState(blankDossier('demo', 'Demo'))
  return (await services.boards.createDemo({ title: 'Demo', by: by.personId, state, network }))?.id ?? null
}

/** A board's whole state as it is on the disk: a Yjs update of format 2, and its content. */
export async function stateOn({ services }: Pick<Running, 'services'>, boardId: string): Promise<Uint8Array> {
  await services.rooms.settled(boardId)
  const { doc } = openDocument(await updates(services.db).state(boardId))
  prepare(doc, boardId, (await services.boards.readBoard(boardId))!.title)
  return Y.encodeStateAsUpdateV2(doc)
}
export const contentOn = async (running: Pick<Running, 'services'>, boardId: string): Promise<Content> =>
  contentOf(await stateOn(running, boardId))

/** A member who asks for something that takes long. */
export const asking = (person: string, board: string): Required<Asking> => ({
  ...{ person, network: '192.0.2.1', board, isTrying: false },
  signal: new AbortController().signal,
})

export const versionOn = (
  { services }: Pick<Running, 'services'>,
  boardId: string,
  version: string,
): Promise<Snapshot | null> => snapshots(services.db).read(boardId, version)

/** A kept référentiel as it was written. */
export const unpacked = (stored: Stored): string =>
  typeof stored === 'string' ? stored : gunzipSync(stored).toString()

export type Connecting = {
  readonly doc?: Y.Doc
  /** Offers `wb.v1`. */
  readonly acks?: boolean
  readonly origin?: string | null
  /** Sends nothing by itself: for forging. */
  readonly silent?: boolean
}

/** A client of the raw wire: what a stock client does, and anything else on demand. */
export class RawClient {
  readonly doc: Y.Doc
  readonly socket: WebSocket
  /** Sync 1 and 2 messages sent, and how many the server says are on disk. */
  sent = 0
  acknowledged = 0
  readonly frames: Uint8Array[] = []
  /** Everybody's latest presence, by client id. */
  readonly present = new Map<number, unknown>()
  closed: { readonly code: number; readonly reason: string } | null = null
  refusedStatus: number | null = null
  answered = false
  readonly #silent: boolean
  readonly #onUpdate: (update: Uint8Array, origin: unknown) => void

  constructor(port: number, path: string, cookie: string | undefined, connecting: Connecting = {}) {
    this.doc = connecting.doc ?? new Y.Doc()
    this.#silent = connecting.silent ?? false
    const origin = connecting.origin === undefined ? `http://127.0.0.1:${port}` : connecting.origin
    const headers = { ...(cookie ? { cookie } : {}), ...(origin === null ? {} : { origin }) }
    this.socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, connecting.acks === false ? [] : ['wb.v1'], {
      headers,
    })
    this.socket.on('error', () => {})
    this.socket.on('unexpected-response', (_request, response) => (this.refusedStatus = response.statusCode ?? 0))
    this.socket.on('close', (code, reason) => (this.closed ??= { code, reason: reason.toString() }))
    this.socket.on('message', (data) => this.#receive(new Uint8Array(data as Buffer)))
    this.#onUpdate = (update, from) => {
      if (from !== this && !this.#silent) this.sendUpdate(update)
    }
    this.doc.on('update', this.#onUpdate)
    this.socket.on('open', () => {
      if (!this.#silent) this.sendSync(0, Y.encodeStateVector(this.doc))
    })
    try {
      onTestFinished(() => this.leave())
    } catch {
      // Outside a test.
    }
  }

  send(frame: Uint8Array): void {
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(frame)
  }

  sendSync(sub: number, payload: Uint8Array): void {
    if (this.socket.readyState !== WebSocket.OPEN) return
    const encoder = encoding.createEncoder()
    encoding.writeVarUint(encoder, 0)
    encoding.writeVarUint(encoder, sub)
    encoding.writeVarUint8Array(encoder, payload)
    if (sub > 0) this.sent++
    this.send(encoding.toUint8Array(encoder))
  }

  sendUpdate(update: Uint8Array): void {
    this.sendSync(2, update)
  }

  sendPresence(clientId: number, clock: number, state: unknown): void {
    const body = encoding.createEncoder()
    encoding.writeVarUint(body, 1)
    encoding.writeVarUint(body, clientId)
    encoding.writeVarUint(body, clock)
    encoding.writeVarString(body, typeof state === 'string' ? state : JSON.stringify(state))
    const encoder = encoding.createEncoder()
    encoding.writeVarUint(encoder, 1)
    encoding.writeVarUint8Array(encoder, encoding.toUint8Array(body))
    this.send(encoding.toUint8Array(encoder))
  }

  write(...changes: readonly Change[]): void {
    this.doc.transact(() => write(this.doc, changes))
  }

  get content(): Content {
    return read(this.doc)
  }

  get open(): boolean {
    return this.socket.readyState === WebSocket.OPEN
  }

  leave(): void {
    this.doc.off('update', this.#onUpdate)
    this.socket.terminate()
  }

  #receive(frame: Uint8Array) {
    this.frames.push(frame)
    const decoder = decoding.createDecoder(frame)
    switch (decoding.readVarUint(decoder)) {
      case 0: {
        const sub = decoding.readVarUint(decoder)
        const payload = decoding.readVarUint8Array(decoder)
        if (sub === 0) return this.#silent ? undefined : this.sendSync(1, Y.encodeStateAsUpdate(this.doc, payload))
        Y.applyUpdate(this.doc, payload, this)
        if (sub === 1) this.answered = true
        return
      }
      case 1: {
        const body = decoding.createDecoder(decoding.readVarUint8Array(decoder))
        for (let n = decoding.readVarUint(body); n > 0; n--) {
          const [id] = [decoding.readVarUint(body), decoding.readVarUint(body)]
          const state = JSON.parse(decoding.readVarString(body))
          if (state === null) this.present.delete(id!)
          else this.present.set(id!, state)
        }
        return
      }
      case 120:
        this.acknowledged = decoding.readVarUint(decoder)
    }
  }
}

export async function connect(
  running: Pick<Running, 'port'>,
  boardId: string,
  who: { cookie: string },
  connecting: Connecting = {},
): Promise<RawClient> {
  const client = new RawClient(running.port, `/sync/${boardId}`, who.cookie, connecting)
  if (connecting.silent) await until(() => client.open || client.closed, 'the socket opens')
  else await until(() => client.answered || client.closed, 'the server answers')
  return client
}

/** Waits for a state of the world, however long this machine takes. */
export async function until(reached: () => unknown, what: string, withinMs = 30_000): Promise<void> {
  const deadline = Date.now() + withinMs
  while (!reached()) {
    if (Date.now() > deadline) throw new Error(`Waited in vain until ${what}.`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

/** A round trip: whatever the server had to say to this client before now has arrived. */
export async function roundTrip(client: RawClient): Promise<void> {
  const seen = client.frames.length
  client.send(new Uint8Array([3]))
  await until(
    () => client.frames.slice(seen).some((frame) => frame[0] === 1) || client.closed,
    'the server answers a query',
  )
}

export const note = (id: string, text: string): Change => ({
  do: 'put',
  root: 'elements',
  record: { id, is: 'note', text },
})

/** The text of a card, or null. */
export const textOf = (client: Pick<RawClient, 'content'>, id: string): string | null =>
  (client.content.elements.get(id) as { text?: string } | undefined)?.text ?? null

/** What everybody must agree on, in an order that does not depend on who wrote first. */
export function plain(doc: Y.Doc): unknown {
  const sorted = (value: unknown): unknown =>
    Array.isArray(value)
      ? value.map(sorted)
      : typeof value === 'object' && value !== null
        ? Object.fromEntries(
            Object.entries(value)
              .sort(([a], [b]) => (a < b ? -1 : 1))
              .map(([key, inner]) => [key, sorted(inner)]),
          )
        : value
  return sorted(
    Object.fromEntries(['elements', 'links', 'placements', 'dossier'].map((root) => [root, doc.getMap(root).toJSON()])),
  )
}
