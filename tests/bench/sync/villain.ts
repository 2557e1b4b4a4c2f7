/** Somebody who is a member of the board and means no good. Comes back whenever the line is closed. */
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import { Client, type Ear } from './client.ts'
import { sync } from './wire.ts'

export type Deed = 'stopsReading' | 'pendingUpdates' | 'presenceFlood' | 'hugeFrames' | 'manyClientIds' | 'updateFlood'
export type Attack = { readonly deed: Deed; readonly port: number; readonly board: string; readonly token: string }

const SILENT: Ear = { delivered: () => {}, acknowledged: () => {}, frame: () => {} }
const AGAIN_AFTER_MS = 200

type Act = (client: Client, step: number) => void
/** Prepared before anything is measured: what it costs a villain to make up is nobody else's. */
type Preparation = { readonly everyMs: number; readonly lines: number; readonly act: Act }

const DEEDS: Record<Deed, () => Preparation> = {
  stopsReading: () => ({ everyMs: 1_000, lines: 8, act: (client) => client.pause() }),
  pendingUpdates: () => {
    const frames = edits(2_001, 1)
      .flatMap((updates) => updates.slice(1))
      .map((update) => sync(2, update))
    return { everyMs: 2_000, lines: 1, act: (client) => frames.forEach((frame) => client.send(frame)) }
  },
  presenceFlood: () => ({
    everyMs: 20,
    lines: 1,
    act(client) {
      for (let i = 0; i < 20; i++) client.present({ view: 'ideas', cursor: [Math.random(), i] })
    },
  }),
  hugeFrames: () => {
    const frame = sync(1, new Uint8Array(8 << 20).fill(0xff))
    return { everyMs: 500, lines: 1, act: (client) => client.send(frame) }
  },
  manyClientIds: () => {
    const frames = Array.from({ length: 100 }, (_, step) => crowdOf(1_000, step * 1_000))
    return { everyMs: 100, lines: 1, act: (client, step) => client.send(frames[step % frames.length]!) }
  },
  updateFlood: () => {
    const floods = edits(2_000, 8).map((updates) => updates.map((update) => sync(2, update)))
    return { everyMs: 1_000, lines: 1, act: (client, step) => floods[step]?.forEach((frame) => client.send(frame)) }
  },
}

process.once('disconnect', () => process.exit(0))
process.on('message', (attack: Attack) => {
  const prepared = DEEDS[attack.deed]()
  process.send!({ prepared: true })
  for (let i = 0; i < prepared.lines; i++) begin(attack, prepared)
})

function begin(attack: Attack, prepared: Preparation): void {
  const { port, board, token } = attack
  let timer: NodeJS.Timeout | null = null
  let step = 0
  const client = new Client({ kind: 'canevas', port, board, token }, SILENT, () => {
    if (timer) clearInterval(timer)
    setTimeout(() => begin(attack, prepared), AGAIN_AFTER_MS)
  })
  client.synced.then(
    () => {
      prepared.act(client, step++)
      timer = setInterval(() => prepared.act(client, step++), prepared.everyMs)
    },
    () => {},
  )
}

/** So many in a row, so many times, each after the one before. */
function edits(count: number, times: number): readonly Uint8Array[][] {
  const doc = new Y.Doc()
  let updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  return Array.from({ length: times }, () => {
    updates = []
    for (let i = 0; i < count; i++) doc.getMap('placements').set('ideas:x', [i, i])
    return updates
  })
}

function crowdOf(count: number, from: number): Uint8Array {
  const body = encoding.createEncoder()
  encoding.writeVarUint(body, count)
  for (let i = 0; i < count; i++) {
    encoding.writeVarUint(body, from + i + 1)
    encoding.writeVarUint(body, 1)
    encoding.writeVarString(body, '{}')
  }
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, 1)
  encoding.writeVarUint8Array(encoder, encoding.toUint8Array(body))
  return encoding.toUint8Array(encoder)
}
