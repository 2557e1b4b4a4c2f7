/** Three implementations on one board, over real sockets: stock y-websocket, our own client, and ywasm, the CRDT written anew in Rust. */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { afterAll, expect, onTestFinished, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import * as ywasm from 'ywasm'
import { read, write } from '#lib/board/layout.ts'
import { Connection } from '#lib/sync/connection.ts'
import { board, contentOn, note, person, plain, type Running, startServer, until } from './support.ts'

// After the last client is closed.
afterAll(() => void vi.unstubAllGlobals())

test('stock y-websocket, our own client and ywasm converge on content', async () => {
  const server = await startServer()
  const { id, facilitator } = await board(server)
  const people = [
    facilitator,
    await person(server, 'Nadia', 'participant', id),
    await person(server, 'Karim', 'participant', id),
  ]
  const stock = stockClient(server, id, people[0]!.cookie)
  const own = await ownClient(server, id, people[1]!)
  const rust = new RustClient(server, id, people[2]!.cookie)
  await until(() => stock.provider.synced && own.connection.state.is === 'saved' && rust.synced, 'all have the board')

  const change = (doc: Y.Doc, ...changes: Parameters<typeof write>[1]) => doc.transact(() => write(doc, changes))
  change(stock.doc, note('stock', 'bonjour'), { do: 'patch', root: 'placements', key: 'ideas:stock', point: [1, 2] })
  change(own.doc, note('own', 'de chez nous'))
  rust.put('rust', 'écrit en Rust')
  const everyone = () => [plain(stock.doc), plain(own.doc), rust.plain()].map((content) => JSON.stringify(content))
  const agree = () => new Set(everyone()).size === 1
  const all = ['stock', 'own', 'rust']
  await until(
    () => all.every((name) => everyone().every((content) => content.includes(`"${name}"`))) && agree(),
    'all agree',
  )

  // In one text at the same time, and on one value.
  for (let round = 0; round < 20; round++) {
    change(stock.doc, {
      do: 'splice',
      root: 'elements',
      id: 'own',
      field: 'text',
      at: 0,
      remove: 0,
      insert: `s${round} `,
    })
    change(own.doc, { do: 'splice', root: 'elements', id: 'own', field: 'text', at: 2, remove: 1, insert: `o${round}` })
    rust.insert('own', 1, `r${round} `)
    change(own.doc, { do: 'patch', root: 'placements', key: 'ideas:stock', point: [round, 1] })
    rust.place('ideas:stock', [round, 2])
    if (round % 5 === 4) await until(agree, 'all agree in between')
  }
  await until(() => agree() && own.connection.state.is === 'saved', 'all agree in the end')
  const text = String((read(own.doc).elements.get('own') as { text?: string }).text)
  expect(['s19', 'r19'].every((letters) => text.includes(letters))).toBe(true)
  const stored = await contentOn(server, id)
  expect(stored.elements.get('own')).toEqual(read(stock.doc).elements.get('own'))
  expect(stored.placements.get('ideas:stock')).toEqual(read(own.doc).placements.get('ideas:stock'))
  expect(server.faults).toEqual([])
})

test('people sent away by a restart come back at moments of their own', async () => {
  const server = await startServer()
  const { id } = await board(server)
  const tries: number[] = []
  const people: Awaited<ReturnType<typeof ownClient>>[] = []
  for (let n = 0; n < 8; n++) {
    const someone = await person(server, `Personne ${n}`, 'participant', id)
    people.push(await ownClient(server, id, someone, () => tries.push(performance.now())))
  }
  await until(() => people.every(({ connection }) => connection.state.is === 'saved'), 'all have the board')
  tries.length = 0
  const stopped = performance.now()
  await server.stop()
  await until(() => tries.length >= people.length, 'all have tried to come back')
  const first = tries.slice(0, people.length).map((at) => at - stopped)
  const apart = new Set(first.map((ms) => Math.floor(ms / 50)))
  expect(apart.size).toBeGreaterThan(3)
})

function withCookie(server: Running, cookie: string) {
  return class extends WebSocket {
    constructor(address: string, protocols: string[] = []) {
      super(address, protocols, { headers: { cookie, origin: server.origin } })
    }
  } as unknown as typeof globalThis.WebSocket
}

function stockClient(server: Running, boardId: string, cookie: string) {
  const doc = new Y.Doc()
  const provider = new WebsocketProvider(`ws://127.0.0.1:${server.port}/sync`, boardId, doc, {
    WebSocketPolyfill: withCookie(server, cookie),
    disableBc: true,
  })
  onTestFinished(() => provider.destroy())
  return { doc, provider }
}

/** In a tab that is in front. */
async function ownClient(
  server: Running,
  boardId: string,
  { cookie, personId }: { cookie: string; personId: string },
  opens = () => {},
) {
  const Socket = withCookie(server, cookie)
  const stub = function (address: string, protocols: string[]) {
    opens()
    return new Socket(address, protocols)
  }
  vi.stubGlobal('WebSocket', stub)
  vi.stubGlobal('document', { hidden: false, addEventListener: () => {}, removeEventListener: () => {} })
  for (const name of ['addEventListener', 'removeEventListener']) vi.stubGlobal(name, () => {})
  const doc = new Y.Doc()
  const url = `ws://127.0.0.1:${server.port}/sync`
  const { epoch } = (await server.services.boardRows.read(boardId))!
  const connection = new Connection({ doc, boardId, epoch, personId, url, keepLocally: false, step: () => 0 })
  onTestFinished(() => connection.close())
  return { doc, connection }
}

const ROOTS = ['elements', 'links', 'placements', 'dossier']

class RustClient {
  readonly #doc = new ywasm.YDoc({ clientID: Math.floor(Math.random() * 2 ** 31) })
  /** Taken before any transaction: while one is open, ywasm gives no root. */
  readonly #roots = Object.fromEntries(ROOTS.map((name) => [name, this.#doc.getMap(name)]))
  readonly #socket: WebSocket
  synced = false

  constructor(server: Running, boardId: string, cookie: string) {
    const Socket = withCookie(server, cookie) as unknown as typeof WebSocket
    this.#socket = new Socket(`ws://127.0.0.1:${server.port}/sync/${boardId}`)
    this.#socket.on('open', () => this.#send(0, ywasm.encodeStateVector(this.#doc)))
    this.#socket.on('message', (data) => this.#receive(new Uint8Array(data as Buffer)))
    onTestFinished(() => this.#socket.terminate())
  }

  put(id: string, text: string): void {
    this.#edit((txn) => {
      const record = new ywasm.YMap({ is: 'note', text: new ywasm.YText(text) })
      this.#roots.elements!.set(id, record, txn)
    })
  }

  insert(id: string, at: number, letters: string): void {
    this.#edit((txn) => {
      const text = this.#roots.elements!.get(id, txn).get('text', txn) as ywasm.YText
      text.insert(at, letters, undefined, txn)
    })
  }

  place(key: string, point: readonly [number, number]): void {
    this.#edit((txn) => this.#roots.placements!.set(key, point, txn))
  }

  /** As `plain` of a document of Yjs. */
  plain(): unknown {
    // Through its own reading, not through its bytes: what it shows is what counts.
    const roots = ROOTS.map((name) => [name, asPlain(this.#roots[name]!.toJson(undefined))])
    return sorted(Object.fromEntries(roots))
  }

  #edit(write: (txn: ywasm.YTransaction) => void): void {
    const before = ywasm.encodeStateVector(this.#doc)
    const txn = this.#doc.beginTransaction('here')
    write(txn)
    txn.commit()
    txn.free()
    this.#send(2, ywasm.encodeStateAsUpdate(this.#doc, before))
  }

  #receive(frame: Uint8Array) {
    const decoder = decoding.createDecoder(frame)
    if (decoding.readVarUint(decoder) !== 0) return
    const sub = decoding.readVarUint(decoder)
    const bytes = decoding.readVarUint8Array(decoder)
    if (sub === 0) return this.#send(1, ywasm.encodeStateAsUpdate(this.#doc, bytes))
    ywasm.applyUpdate(this.#doc, bytes, 'there')
    if (sub === 1) this.synced = true
  }

  #send(sub: number, payload: Uint8Array) {
    const encoder = encoding.createEncoder()
    encoding.writeVarUint(encoder, 0)
    encoding.writeVarUint(encoder, sub)
    encoding.writeVarUint8Array(encoder, payload)
    this.#socket.send(encoding.toUint8Array(encoder))
  }
}

const asPlain = (value: unknown): unknown =>
  value instanceof Map ? Object.fromEntries([...value].map(([key, inner]) => [key, asPlain(inner)])) : value

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  )
}
