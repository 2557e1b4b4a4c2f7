/** Puts the board sockets on an HTTP server: `/sync/{boardId}?epoch={n}`. */
import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type WebSocket } from 'ws'
import { tokenFrom } from '../auth/session.ts'
import type { Config } from '../config.ts'
import { isOwnOrigin } from '../origin.ts'
import { isToken } from '../random.ts'
import type { Member, Transport } from './connection.ts'
import { CLOSE, SUBPROTOCOL, type CloseCode } from './protocol.ts'
import type { Admission, Rooms } from './rooms.ts'

export type AttachSetting = {
  readonly config: Pick<Config, 'origin' | 'trustProxy' | 'limits'>
  readonly rooms: Rooms
  /** `epoch`: the one that the client's copy is of; null: it does not say. */
  readonly admit: (token: string | undefined, boardId: string, epoch: number | null) => Promise<Admission>
  readonly joined: (boardId: string, member: Member) => Promise<void>
  readonly report: (error: unknown) => void
}

/** Ends what `attach` began. */
export type Detach = () => void
export type Attach = (server: Pick<Server, 'on' | 'off'>, options?: { readonly alone?: boolean }) => Detach

/** Above what the room accepts, so that it can say 4413: `ws` itself closes with 1009, after which y-websocket tries again for ever. */
const MAX_PAYLOAD = 16 << 20
const MAX_FRAME = 9 << 20
const QUEUE_FRAMES = 256
const QUEUE_BYTES = 1 << 20
const PING_MS = 20_000
const PATH = /^\/sync\/([^/?#]*)$/

export function createAttach(setting: AttachSetting): Attach {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_PAYLOAD,
    // Frames are small: compressing them one by one costs memory and time and gains nothing.
    perMessageDeflate: false,
    handleProtocols: (offered) => (offered.has(SUBPROTOCOL) ? SUBPROTOCOL : false),
  })

  /** `alone`: no other listener answers upgrades of this server, so that those of other paths are refused here. */
  return (server, { alone = true } = {}) => {
    const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      const path = PATH.exec((request.url ?? '').split('?')[0]!)
      if (!path) return alone ? refuse(socket, '404 Not Found') : undefined
      // Browsers send cookies with sockets opened by any page: only our own pages may.
      if (!isOwnOrigin(request, setting.config)) return refuse(socket, '403 Forbidden')
      if (sockets.clients.size >= setting.config.limits.sockets) return refuse(socket, '503 Service Unavailable')
      sockets.handleUpgrade(request, socket, head, (webSocket) => {
        serve(setting, { webSocket, socket, request, boardId: path[1]! }).catch(setting.report)
      })
    }
    server.on('upgrade', upgrade)
    const stopPinging = pingAll(sockets)
    return () => {
      server.off('upgrade', upgrade)
      stopPinging()
      for (const webSocket of sockets.clients) webSocket.terminate()
    }
  }
}

function refuse(socket: Duplex, status: string) {
  socket.on('error', () => {})
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}

type Opened = { webSocket: WebSocket; socket: Duplex; request: IncomingMessage; boardId: string }

/** Everything else is accepted and then closed with a code: browsers do not show the status of a refused upgrade. */
async function serve(setting: AttachSetting, { webSocket, socket, request, boardId }: Opened) {
  const transport = transportOf(webSocket, socket, setting.config.limits.backlogMost)
  const queue: Uint8Array[] = []
  let queued = 0
  let receive = (frame: Uint8Array) => {
    queue.push(frame)
    queued += frame.length
    // Frames arrive while the room is being loaded; a client that floods meanwhile comes back.
    if (queue.length > QUEUE_FRAMES || queued > QUEUE_BYTES) transport.close(CLOSE.later, 'queue')
  }
  let gone = false
  let leave = () => {}
  webSocket.on('error', () => webSocket.terminate())
  webSocket.on('close', () => {
    gone = true
    leave()
  })
  webSocket.on('message', (data, isBinary) => {
    // What arrives after our close is not looked at.
    if (webSocket.readyState !== webSocket.OPEN) return
    const frame = data as Buffer
    if (!isBinary) return transport.close(CLOSE.refused, 'text frame')
    if (frame.length > MAX_FRAME) return transport.close(CLOSE.tooLarge, 'frame')
    receive(frame)
  })

  try {
    const admission: Admission = isToken(boardId)
      ? await setting.admit(tokenFrom(request.headers.cookie), boardId, epochIn(request.url))
      : { ok: false, code: CLOSE.unknownBoard, reason: 'unknown board' }
    if (!admission.ok) return transport.close(admission.code, admission.reason)
    const wantsAcks = webSocket.protocol === SUBPROTOCOL
    const line = await setting.rooms.join(boardId, { transport, member: admission.member, wantsAcks })
    if (!line) return
    leave = once(line.leave)
    if (gone) return leave()
    receive = line.receive
    for (const frame of queue.splice(0)) receive(frame)
    await setting.joined(boardId, admission.member)
  } catch (error) {
    setting.report(error)
    transport.close(CLOSE.later, 'unavailable')
  }
}

function epochIn(url: string | undefined): number | null {
  const given = new URLSearchParams((url ?? '').split('?')[1]).get('epoch')
  return given === null ? null : Number(given)
}

function transportOf(webSocket: WebSocket, socket: Duplex, backlogMost: number): Transport {
  let closing = false
  const takes = () => !closing && webSocket.readyState === webSocket.OPEN
  const close = (code: CloseCode, reason: string) => {
    if (closing) return
    closing = true
    webSocket.close(code, reason)
    setTimeout(() => webSocket.terminate(), 5_000).unref()
  }
  return {
    send(frame) {
      if (!takes()) return
      if (webSocket.bufferedAmount > backlogMost) return close(CLOSE.later, 'not reading')
      webSocket.send(frame, { binary: true })
    },
    // Past `ws`, which would build the same header for each reader: whole frames may be written between its own, which are never
    // compressed and so never wait.
    sendShared(frame) {
      if (!takes()) return
      if (socket.writableLength > backlogMost) return close(CLOSE.later, 'not reading')
      socket.write(frame.wire)
    },
    close,
    buffered: () => webSocket.bufferedAmount,
    hold(ms) {
      webSocket.pause()
      setTimeout(() => webSocket.resume(), ms).unref()
    },
  }
}

/** A line whose other end vanished without a word is found out after two pings. */
function pingAll(sockets: WebSocketServer): () => void {
  const silent = new WeakMap<WebSocket, number>()
  const timer = setInterval(() => {
    for (const webSocket of sockets.clients) {
      const misses = silent.get(webSocket)
      if (misses === undefined) webSocket.on('pong', () => silent.set(webSocket, 0))
      if ((misses ?? 0) >= 2) webSocket.terminate()
      silent.set(webSocket, (misses ?? 0) + 1)
      webSocket.ping()
    }
  }, PING_MS)
  timer.unref()
  return () => clearInterval(timer)
}

function once(act: () => void): () => void {
  let done = false
  return () => {
    if (done) return
    done = true
    act()
  }
}
