/** People on a board without a browser: each moves a cursor twenty times a second, every fifth one drags cards, one writes places. */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { WebSocket } from 'ws'
import * as Y from 'yjs'

export type Crowd = { readonly leave: () => void }

export async function crowd(
  port: number,
  boardId: string,
  tokens: readonly string[],
  cookieName: string,
): Promise<Crowd> {
  const people = await Promise.all(tokens.map((token, i) => join(port, boardId, `${cookieName}=${token}`, i)))
  return { leave: () => people.forEach((leave) => leave()) }
}

async function join(port: number, boardId: string, cookie: string, i: number): Promise<() => void> {
  const origin = `http://localhost:${port}`
  const socket = new WebSocket(`ws://localhost:${port}/sync/${boardId}`, ['wb.v1'], { headers: { cookie, origin } })
  await new Promise((resolve, reject) => {
    socket.once('open', resolve)
    socket.once('error', reject)
  })
  const doc = new Y.Doc()
  const ends = [i === 0 ? writes(socket, doc) : () => {}, moves(socket, doc.clientID, i)]
  return () => {
    for (const end of ends) end()
    socket.terminate()
    doc.destroy()
  }
}

function moves(socket: WebSocket, client: number, i: number): () => void {
  let clock = 0
  const drags = i % 5 === 1
  const timer = setInterval(() => {
    const turn = ++clock / 12 + i
    const cursor = [700 + 600 * Math.cos(turn / 3), 500 + 400 * Math.sin(turn / 2 + i)]
    const selection = drags ? [`c${6 * i + 1}`, `c${6 * i + 3}`] : [`c${6 * i + 4}`]
    const draft = drags ? { d: [Math.round(40 * Math.cos(turn)), Math.round(40 * Math.sin(turn))] } : null
    const body = encoding.createEncoder()
    encoding.writeVarUint(body, 1)
    encoding.writeVarUint(body, client)
    encoding.writeVarUint(body, clock)
    encoding.writeVarString(body, JSON.stringify({ view: 'tree', cursor, selection, draft }))
    send(socket, 1, null, encoding.toUint8Array(body))
  }, 50)
  return () => clearInterval(timer)
}

/** Four cards a second get another place. */
function writes(socket: WebSocket, doc: Y.Doc): () => void {
  socket.on('message', (data) => {
    const decoder = decoding.createDecoder(new Uint8Array(data as Buffer))
    if (decoding.readVarUint(decoder) !== 0) return
    const sub = decoding.readVarUint(decoder)
    if (sub > 0) Y.applyUpdate(doc, decoding.readVarUint8Array(decoder), 'remote')
  })
  doc.on('update', (update: Uint8Array, from: unknown) => {
    if (from !== 'remote') send(socket, 0, 2, update)
  })
  send(socket, 0, 0, Y.encodeStateVector(doc))
  let count = 0
  const timer = setInterval(() => {
    const placements = doc.getMap<[number, number]>('placements')
    const keys = [...placements.keys()].filter((key) => key.startsWith('tree:')).sort()
    const key = keys[++count % Math.max(1, keys.length)]
    const place = key === undefined ? undefined : placements.get(key)
    if (key !== undefined && place) placements.set(key, [place[0], place[1] + (count % 2 ? 8 : -8)])
  }, 250)
  return () => clearInterval(timer)
}

function send(socket: WebSocket, type: number, sub: number | null, payload: Uint8Array): void {
  if (socket.readyState !== WebSocket.OPEN) return
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, type)
  if (sub !== null) encoding.writeVarUint(encoder, sub)
  encoding.writeVarUint8Array(encoder, payload)
  socket.send(encoding.toUint8Array(encoder))
}
