/**
 * The process that loads a server: people on boards, who write stamped places and move cursors. Told by messages; what it measured goes back as
 * one. Latencies are from the writer's call to the reader's function, on one clock, in milliseconds.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks'
import * as Y from 'yjs'
import { Client, type Ear } from './client.ts'
import { quantiles, type Quantiles } from './figures.ts'
import { cpuSeconds } from './servers.ts'
import { microseconds, stamped, type Kind } from './wire.ts'

export type Traffic = {
  readonly kind: Kind
  readonly port: number
  readonly pid: number
  readonly boards: readonly string[]
  readonly tokens: readonly string[]
  /** On each board. The first `writers` of them write, `writeHz` times a second each. */
  readonly people: number
  readonly writers: number
  readonly writeHz: number
  /** All of them, when above 0. */
  readonly cursorHz: number
  /** So many more type, four letters a second each. */
  readonly typers: number
  readonly ms: number
}

export type Measured = {
  readonly delivery: Quantiles
  readonly ack: Quantiles
  readonly expected: number
  readonly writes: number
  /** Frames that came in at all clients, and their bytes. */
  readonly frames: number
  readonly bytes: number
  readonly cpu: number
  readonly seconds: number
  /** How late this process itself came to its tasks, in milliseconds. */
  readonly ownDelayP99: number
}

const WARM_MS = 1_000
const DRAIN_MS = 3_000
const AT_ONCE = 50

process.on('message', (asked: { readonly traffic?: Traffic }) => {
  if (asked.traffic) traffic(asked.traffic).then((measured) => process.send!({ measured }))
})
process.once('disconnect', () => process.exit(0))

async function traffic(job: Traffic): Promise<Measured> {
  const tally = createTally()
  const clients = await join(job, tally.ear)
  const people = clients.flatMap((onBoard) => onBoard.map((client, i) => active(client, i, job, tally)))
  await sleep(WARM_MS)
  const delay = monitorEventLoopDelay({ resolution: 10 })
  delay.enable()
  const [cpuBefore, begun] = [cpuSeconds(job.pid), microseconds()]
  tally.begin()
  await sleep(job.ms)
  tally.end()
  const [cpu, seconds] = [cpuSeconds(job.pid) - cpuBefore, (microseconds() - begun) / 1e6]
  delay.disable()
  for (const stop of people) stop()
  const expected = tally.writes * job.people
  for (let waited = 0; waited < DRAIN_MS && tally.delivered.length < expected; waited += 20) await sleep(20)
  for (const client of clients.flat()) client.end()
  return {
    delivery: quantiles(tally.delivered),
    ack: quantiles(tally.acknowledged),
    expected,
    writes: tally.writes,
    ...{ frames: tally.frames, bytes: tally.bytes, cpu, seconds },
    ownDelayP99: delay.percentile(99) / 1e6 - 10,
  }
}

/** Everybody, board by board, once they have the first answer. */
async function join(
  { kind, port, boards, tokens, people }: Traffic,
  ear: Ear,
): Promise<readonly (readonly Client[])[]> {
  const all = boards.map((): Client[] => [])
  const places = boards.flatMap((board, b) => Array.from({ length: people }, (_, i) => ({ board, b, i })))
  for (let at = 0; at < places.length; at += AT_ONCE)
    await Promise.all(
      places.slice(at, at + AT_ONCE).map(async ({ board, b, i }) => {
        const client = new Client({ kind, port, board, token: tokens[i % Math.max(1, tokens.length)] ?? '' }, ear)
        all[b]!.push(client)
        await client.synced
      }),
    )
  return all
}

/** What one person does; returns how to stop. */
function active(client: Client, i: number, job: Traffic, tally: ReturnType<typeof createTally>): () => void {
  const stops: (() => void)[] = []
  if (i < job.writers) stops.push(every(1_000 / job.writeHz, placing(client, tally)))
  else if (i < job.writers + job.typers) stops.push(every(250, typing(client)))
  if (job.cursorHz > 0) {
    let step = 0
    const move = () => client.present({ view: 'ideas', cursor: [300 + (++step % 400), 200 + i], selection: [`e${i}`] })
    stops.push(every(1_000 / job.cursorHz, move))
  }
  return () => stops.forEach((stop) => stop())
}

function placing(client: Client, tally: ReturnType<typeof createTally>): () => void {
  const doc = new Y.Doc()
  doc.clientID = client.clientId
  doc.on('update', (update: Uint8Array) => client.write(update, at))
  // Its own: whoever writes under a key that another run left would be merged away, stamp and all.
  const key = `ideas:e${client.clientId}`
  let at = 0
  return () => {
    const place = stamped()
    at = place[0]
    tally.wrote(at)
    doc.getMap('placements').set(key, place)
  }
}

/** Into a text of a card that it puts first. */
function typing(client: Client): () => void {
  const doc = new Y.Doc()
  doc.clientID = client.clientId
  doc.on('update', (update: Uint8Array) => client.write(update))
  const text = new Y.Text()
  const record = new Y.Map<unknown>([
    ['is', 'note'],
    ['text', text],
  ])
  doc.getMap('elements').set(`typed-${client.clientId}`, record)
  return () => text.insert(text.length, 'a')
}

function createTally() {
  let [from, to] = [Infinity, Infinity]
  const counts = { writes: 0, frames: 0, bytes: 0 }
  const [delivered, acknowledged]: [number[], number[]] = [[], []]
  const during = (at: number) => at >= from && at <= to
  const ear: Ear = {
    delivered: (at) => {
      if (during(at)) delivered.push((microseconds() - at) / 1_000)
    },
    acknowledged: (at) => {
      if (during(at)) acknowledged.push((microseconds() - at) / 1_000)
    },
    frame: (bytes) => {
      if (!during(microseconds())) return
      counts.frames++
      counts.bytes += bytes
    },
  }
  return {
    ...{ ear, delivered, acknowledged },
    wrote: (at: number) => void (during(at) && counts.writes++),
    begin: () => void (from = microseconds()),
    end: () => void (to = microseconds()),
    get writes() {
      return counts.writes
    },
    get frames() {
      return counts.frames
    },
    get bytes() {
      return counts.bytes
    },
  }
}

/** Begins somewhere in its period: people do not move in step. */
function every(ms: number, act: () => void): () => void {
  let timer: NodeJS.Timeout | null = null
  const first = setTimeout(() => {
    act()
    timer = setInterval(act, ms)
  }, Math.random() * ms)
  return () => {
    clearTimeout(first)
    if (timer) clearInterval(timer)
  }
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
