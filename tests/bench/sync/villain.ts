/** Somebody who is a member of the board and means no good. Comes back whenever the line is closed. */
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import { Client, type Ear } from './client.ts'
import { sync } from './wire.ts'

export type Deed = 'stopsReading' | 'pendingUpdates' | 'presenceFlood' | 'hugeFrames' | 'manyClientIds' | 'updateFlood'
export type Attack = { readonly deed: Deed; readonly port: number; readonly board: string; readonly token: string }

const SILENT: Ear = { delivered: () => {}, acknowledged: () => {}, frame: () => {} }
const AGAIN_AFTER_MS = 200

/** Done again and again, so often. */
const DEEDS: Record<
  Deed,
  { readonly everyMs: number; readonly lines: number; readonly act: (client: Client, step: number) => void }
> = {
  stopsReading: { everyMs: 1_000, lines: 8, act: (client) => client.pause() },
  pendingUpdates: {
    everyMs: 2_000,
    lines: 1,
    act(client) {
      for (const update of withoutTheFirst(2_000)) client.send(sync(2, update))
    },
  },
  presenceFlood: {
    everyMs: 20,
    lines: 1,
    act(client) {
      for (let i = 0; i < 20; i++) client.present({ view: 'ideas', cursor: [Math.random(), i] })
    },
  },
  hugeFrames: { everyMs: 500, lines: 1, act: (client) => client.send(sync(1, new Uint8Array(8 << 20).fill(0xff))) },
  manyClientIds: { everyMs: 100, lines: 1, act: (client, step) => client.send(crowdOf(1_000, step * 1_000)) },
  updateFlood: {
    everyMs: 1_000,
    lines: 1,
    act(client) {
      for (const update of edits(2_000)) client.send(sync(2, update))
    },
  },
}

process.once('disconnect', () => process.exit(0))
process.on('message', (attack: Attack) => {
  for (let i = 0; i < DEEDS[attack.deed].lines; i++) begin(attack)
})

function begin(attack: Attack): void {
  const { deed, port, board, token } = attack
  const { everyMs, act } = DEEDS[deed]
  let timer: NodeJS.Timeout | null = null
  let step = 0
  const client = new Client({ kind: 'canevas', port, board, token }, SILENT, () => {
    if (timer) clearInterval(timer)
    setTimeout(() => begin(attack), AGAIN_AFTER_MS)
  })
  client.synced.then(
    () => {
      act(client, step++)
      timer = setInterval(() => act(client, step++), everyMs)
    },
    () => {},
  )
}

function edits(count: number): Uint8Array[] {
  const doc = new Y.Doc()
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  for (let i = 0; i < count; i++) doc.getMap('placements').set('ideas:x', [i, i])
  return updates
}

const withoutTheFirst = (count: number): readonly Uint8Array[] => edits(count + 1).slice(1)

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
