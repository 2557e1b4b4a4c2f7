/** A rival in a process of its own, by its own documentation: `hocuspocus` with its SQLite extension, or the server of y-websocket 2.1. */
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { join } from 'node:path'

const spec = JSON.parse(process.argv[2])
const require = createRequire(import.meta.url)
const boards = Array.from({ length: spec.boards }, (_, i) => `board-${i}`)
const state = spec.state === null ? null : readFileSync(spec.state)
const open = { hocuspocus, 'hocuspocus-durable': hocuspocusDurable }[process.env.BENCH_RIVAL] ?? yWebsocket
const port = await open()
process.send({ ready: { port, boards, tokens: [] } })
process.on('message', async (asked) => {
  if (asked !== 'memory') return
  for (let i = 0; i < 2; i++) {
    global.gc()
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  const { heapUsed, external, rss } = process.memoryUsage()
  process.send({ memory: { heap: heapUsed + external, rss, rooms: 0 } })
})
process.once('disconnect', () => process.exit(0))

async function hocuspocus() {
  const { Server } = await import('@hocuspocus/server')
  const { SQLite } = await import('@hocuspocus/extension-sqlite')
  const sqlite = new SQLite({ database: join(process.env.DATA_DIR, 'hocuspocus.db') })
  const server = new Server({ port: spec.port, address: '127.0.0.1', quiet: true, extensions: [sqlite] })
  await server.listen()
  if (state) {
    const Y = await import('yjs')
    const data = Y.convertUpdateFormatV2ToV1(state)
    for (const name of boards) await sqlite.configuration.store({ documentName: name, state: Buffer.from(data) })
  }
  return server.address.port
}

/** Each update is a row of a log and on the disk before it is applied and told: what ours promises, as its hooks allow it. */
async function hocuspocusDurable() {
  const { Server } = await import('@hocuspocus/server')
  const { DatabaseSync } = await import('node:sqlite')
  const db = new DatabaseSync(join(process.env.DATA_DIR, 'log.db'))
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE log (board TEXT, data BLOB)')
  const insert = db.prepare('INSERT INTO log VALUES (?, ?)')
  const log = {
    // A message is the document's name, then 0 (sync), then 1 or 2 (an update).
    async beforeHandleMessage({ documentName, update }) {
      const at = Buffer.byteLength(documentName) + 1
      if (update[at] === 0 && update[at + 1] > 0) insert.run(documentName, update)
    },
  }
  const server = new Server({ port: spec.port, address: '127.0.0.1', quiet: true, extensions: [log] })
  await server.listen()
  return server.address.port
}

async function yWebsocket() {
  const { setupWSConnection, getYDoc } = require('y-websocket/bin/utils')
  const { WebSocketServer } = require('ws')
  if (state) {
    const Y = require('yjs')
    for (const name of boards) Y.applyUpdateV2(getYDoc(name), state)
  }
  // The body of its bin/server.cjs, which cannot be told to choose a port.
  const server = createServer((_request, response) => response.end('okay'))
  const sockets = new WebSocketServer({ noServer: true })
  sockets.on('connection', setupWSConnection)
  server.on('upgrade', (request, socket, head) =>
    sockets.handleUpgrade(request, socket, head, (webSocket) => sockets.emit('connection', webSocket, request)),
  )
  await new Promise((resolve) => server.listen(spec.port, '127.0.0.1', resolve))
  return server.address().port
}
