/** What a browser cannot do: speak to the socket by hand, read the database behind the server. */
import Database from 'better-sqlite3'
import * as encoding from 'lib0/encoding'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { read } from '#lib/board/layout.ts'
import { derive } from '#lib/domain/referentiel/derive.ts'
import type { Referentiel } from '#lib/domain/referentiel/format.ts'
import { unpack } from '#server/packing.ts'

/** Sends a new card by both sync sub-messages and waits until the server has answered or closed. */
export async function tryToWrite(url: string, cookie: string, origin: string): Promise<void> {
  const doc = new Y.Doc()
  doc.getMap('elements').set(
    'pirate-card1',
    new Y.Map<unknown>([
      ['is', 'note'],
      ['text', new Y.Text('Piraté')],
    ]),
  )
  const update = Y.encodeStateAsUpdate(doc)
  const socket = new WebSocket(url, { headers: { cookie, origin } })
  await new Promise((resolve, reject) => {
    socket.once('open', resolve)
    socket.once('error', reject)
  })
  for (const sub of [1, 2]) {
    const encoder = encoding.createEncoder()
    encoding.writeVarUint(encoder, 0)
    encoding.writeVarUint(encoder, sub)
    encoding.writeVarUint8Array(encoder, update)
    socket.send(encoding.toUint8Array(encoder))
  }
  const pong = new Promise((resolve) => socket.once('pong', resolve))
  const closed = new Promise((resolve) => socket.once('close', resolve))
  socket.ping()
  await Promise.race([pong, closed])
  socket.close()
}

/** The référentiel of a board as the database holds it: checkpoint and log, read beside the running server. */
export async function storedReferentiel(dataDir: string, boardId: string): Promise<Referentiel> {
  const db = new Database(`${dataDir}/canevas.db`, { readonly: true })
  try {
    const doc = new Y.Doc()
    const checkpoint = db
      .prepare('SELECT state, upto_seq AS upTo FROM board_checkpoint WHERE board_id = ? ORDER BY upto_seq DESC LIMIT 1')
      .get(boardId) as { state: Buffer; upTo: number } | undefined
    if (checkpoint) Y.applyUpdateV2(doc, unpack(new Uint8Array(checkpoint.state)))
    const rows = db
      .prepare('SELECT data FROM board_update WHERE board_id = ? AND seq > ? ORDER BY seq')
      .all(boardId, checkpoint?.upTo ?? 0) as { data: Buffer }[]
    for (const { data } of rows) Y.applyUpdate(doc, new Uint8Array(data))
    return derive(read(doc), { exportedAt: '', exportedFrom: null })
  } finally {
    db.close()
  }
}
