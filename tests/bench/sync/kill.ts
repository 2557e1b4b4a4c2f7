/** B6: `kill -9` at moments nobody chose. What was acknowledged, and what somebody else was shown, has to be there afterwards. */
import * as decoding from 'lib0/decoding'
import * as Y from 'yjs'
import type { Target } from '../run.ts'
import { openLine, type Line } from './line.ts'
import { startServer, type Server } from './servers.ts'
import { addressOf, EMPTY_UPDATE, NOTHING, sync, type Kind } from './wire.ts'

export async function kill(quick: boolean): Promise<readonly Target[]> {
  const kills = quick ? 3 : 200
  const begun = performance.now()
  let server = await startServer('canevas', { people: 2 })
  const { dataDir, boards, tokens } = server
  const [promised, shown] = [new Set<number>(), new Set<number>()]
  let [written, lostPromised, lostShown] = [0, 0, 0]
  const check = async () => {
    const [there] = await Promise.all([whole(server, boards[0]!, tokens[1]!)])
    lostPromised += [...promised].filter((n) => !there.has(n)).length
    lostShown += [...shown].filter((n) => !there.has(n)).length
  }
  for (let round = 0; round < kills; round++) {
    const run = new Run({ ...server, boards, tokens }, written)
    await run.begin()
    await new Promise((resolve) => setTimeout(resolve, 20 + Math.random() * 180))
    await server.stop('SIGKILL')
    await run.end()
    for (const n of run.promised) promised.add(n)
    for (const n of run.shown) shown.add(n)
    written = run.written
    server = await startServer('canevas', { boards: 0, dataDir })
    await check()
  }
  await server.clear()
  const seconds = ((performance.now() - begun) / 1_000).toFixed(0)
  console.log(
    `\nB6 kill -9, ${kills} times in ${seconds} s: ${written} edits written, ${promised.size} acknowledged, ${shown.size} shown to somebody else`,
  )
  console.log(`   lost: ${lostPromised} acknowledged, ${lostShown} shown. Hocuspocus: ${await ofHocuspocus()}`)
  const target = (name: string, lost: number): Target => ({
    name: `${name}, ${kills} kills`,
    goal: '0',
    figure: `${lost} of ${promised.size}`,
    met: lost === 0 && promised.size > kills,
  })
  return [
    target('acknowledged edits lost', lostPromised),
    { ...target('seen-by-a-peer edits lost', lostShown), figure: `${lostShown} of ${shown.size}` },
  ]
}

/** A writer that numbers its edits, and somebody who watches. */
class Run {
  readonly #server: Server
  readonly #doc = new Y.Doc()
  readonly promised = new Set<number>()
  readonly shown = new Set<number>()
  written: number
  /** The number of each message that counts for acknowledgements; 0: none of the edits. */
  readonly #messages: number[] = []
  #lines: Peer[] = []
  #timer: NodeJS.Timeout | null = null

  constructor(server: Server, written: number) {
    this.#server = server
    this.written = written
  }

  async begin(): Promise<void> {
    const { kind, port, boards, tokens } = this.#server
    const watched = new Y.Doc()
    watched.getMap('placements').observe((event) => {
      for (const key of event.keysChanged) this.shown.add(Number(key.slice('ideas:n'.length)))
    })
    const writer = await Peer.join({ kind, port, board: boards[0]!, token: tokens[0]! }, new Y.Doc(), {
      answered: () => this.#messages.push(0),
      acknowledged: (count) => {
        for (const n of this.#messages.slice(0, count)) if (n > 0) this.promised.add(n)
      },
    })
    const watcher = await Peer.join({ kind, port, board: boards[0]!, token: tokens[1] ?? '' }, watched)
    this.#lines = [writer, watcher]
    this.#doc.on('update', (update: Uint8Array) => {
      this.#messages.push(this.written)
      writer.send(sync(2, update))
    })
    this.#timer = setInterval(() => {
      for (let i = 0; i < 3; i++) this.#doc.getMap('placements').set(`ideas:n${++this.written}`, [this.written, 0])
    }, 2)
  }

  async end(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer)
    for (const line of this.#lines) line.end()
  }
}

type Hearing = { readonly answered?: () => void; readonly acknowledged?: (count: number) => void }

/** A client that keeps the document. */
class Peer {
  readonly #line: Line
  readonly #prefix: Uint8Array
  constructor(line: Line, prefix: Uint8Array) {
    this.#line = line
    this.#prefix = prefix
  }

  static join(
    to: { kind: Kind; port: number; board: string; token: string },
    doc: Y.Doc,
    hearing: Hearing = {},
  ): Promise<Peer> {
    const { path, headers, prefix, greeting } = addressOf(to.kind, to.port, to.board, to.token)
    return new Promise((resolve, reject) => {
      const line = openLine({
        ...{ port: to.port, path, headers },
        open: () => {
          const peer = new Peer(line, prefix)
          if (greeting) peer.send(greeting)
          peer.send(sync(0, NOTHING))
        },
        receive: (payload) => {
          const decoder = decoding.createDecoder(new Uint8Array(payload).subarray(prefix.length))
          const type = decoding.readVarUint(decoder)
          if (type === 120) return hearing.acknowledged?.(decoding.readVarUint(decoder))
          if (type !== 0) return
          const sub = decoding.readVarUint(decoder)
          const bytes = decoding.readVarUint8Array(decoder)
          if (sub === 0) {
            hearing.answered?.()
            return new Peer(line, prefix).send(sync(1, EMPTY_UPDATE))
          }
          Y.applyUpdate(doc, bytes)
          if (sub === 1) resolve(new Peer(line, prefix))
        },
        closed: () => reject(new Error('closed')),
      })
    })
  }

  send(message: Uint8Array): void {
    if (this.#line.isOpen()) this.#line.send(this.#prefix.length > 0 ? Buffer.concat([this.#prefix, message]) : message)
  }

  end(): void {
    this.#line.end()
  }
}

async function whole({ kind, port }: Server, board: string, token: string): Promise<ReadonlySet<number>> {
  const doc = new Y.Doc()
  const peer = await Peer.join({ kind, port, board, token }, doc)
  peer.end()
  return new Set([...doc.getMap('placements').keys()].map((key) => Number(key.slice('ideas:n'.length))))
}

/** It says that it has an update (message 8) as soon as it is in memory: a hundred edits, a hundred answers, one kill. */
async function ofHocuspocus(): Promise<string> {
  const server = await startServer('hocuspocus')
  const board = server.boards[0]!
  const doc = new Y.Doc()
  const writer = await Peer.join({ kind: 'hocuspocus', port: server.port, board, token: '' }, new Y.Doc())
  doc.on('update', (update: Uint8Array) => writer.send(sync(2, update)))
  for (let n = 1; n <= 100; n++) doc.getMap('placements').set(`ideas:n${n}`, [n, 0])
  // Longer than every acknowledgement takes, and shorter than its default pause before it stores.
  await new Promise((resolve) => setTimeout(resolve, 500))
  await server.stop('SIGKILL')
  const again = await startServer('hocuspocus', { dataDir: server.dataDir })
  const there = await whole(again, board, '')
  await again.clear()
  return `100 edits acknowledged, ${100 - there.size} of them lost with one kill`
}
