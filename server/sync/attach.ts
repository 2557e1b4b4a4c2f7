/** Puts the board sockets on an HTTP server: `/sync/{boardId}?epoch={n}`, and `/sync/test`, which says that sockets get through. */
import type { IncomingMessage, Server } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type WebSocket } from 'ws'
import { SOCKET_ADDRESS, SUBPROTOCOL, TEST } from '#lib/wire/address.ts'
import { CLOSE, type CloseCode } from '#lib/wire/closing.ts'
import { isOwnOrigin } from '../origin.ts'
import type { Transport } from './connection.ts'
import { withKept } from './crowd.ts'
import { enter, type EntranceSetting } from './entrance.ts'
import { wireOf } from './sharedFrame.ts'

/** `pingMs`: between two pings. */
export type AttachSetting = EntranceSetting & { readonly pingMs?: number }

/** Ends what `attach` began. */
export type Detach = () => void
export type Attach = (server: Pick<Server, 'on' | 'off'>, options?: { readonly alone?: boolean }) => Detach

/** Above what the room accepts, so that it can say 4413: `ws` itself closes with 1009, after which y-websocket tries again for ever. */
const MAX_PAYLOAD = 16 << 20
/**
 * Up to so many bytes go past `ws`, which writes header and content apart and builds the same header for each reader. Whole frames may be written
 * between its own: those are never compressed and so never wait.
 */
const WORTH_COPYING = 16 << 10
const PING_MS = 20_000
/** Whoever is sent away has so long to close their end, and no more than so many at a time. */
const FAREWELL_MS = 5_000
const MOST_LEAVING = 1_000
/** A frame of which there is so much to send is worth waiting for, as long as it takes on a slow network; milliseconds at most. */
const SLOW_BYTES_A_MS = 10
const LONGEST_WAY_MS = 180_000

export function createAttach(setting: AttachSetting): Attach {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_PAYLOAD,
    // Frames are small: compressing them one by one costs memory and time and gains nothing.
    perMessageDeflate: false,
    handleProtocols: (offered) => (offered.has(SUBPROTOCOL) ? SUBPROTOCOL : false),
  })

  /** Strangers who come and are sent away by thousands take nobody's place: they are not counted, and the first to leave are cut off. */
  const leaving = new Set<WebSocket>()
  const sendAway: SendAway = (webSocket, code, reason) => {
    // What it had sent is looked at after it has gone, too.
    if (webSocket.readyState === webSocket.CLOSED) return
    webSocket.close(code, reason)
    webSocket.on('close', () => leaving.delete(webSocket))
    leaving.add(webSocket)
    setTimeout(() => webSocket.terminate(), FAREWELL_MS).unref()
    const [first] = leaving
    if (leaving.size > MOST_LEAVING) first!.terminate()
  }

  const lives = new WeakMap<WebSocket, Life>()
  /** `alone`: no other listener answers upgrades of this server, so that those of other paths are refused here. */
  return (server, { alone = true } = {}) => {
    const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      const path = SOCKET_ADDRESS.exec((request.url ?? '').split('?')[0]!)
      if (!path) return alone ? refuse(socket, '404 Not Found') : undefined
      // Browsers send cookies with sockets opened by any page: only our own pages may.
      if (!isOwnOrigin(request, setting.config)) return refuse(socket, '403 Forbidden')
      // Who it is, is not known yet: whoever leads a board finds a place beyond the limit (`crowd.ts`).
      if (sockets.clients.size - leaving.size >= withKept(setting.config.limits.sockets))
        return refuse(socket, '503 Service Unavailable')
      const boardId = path[1]!
      sockets.handleUpgrade(request, socket, head, (webSocket) => {
        webSocket.on('error', () => webSocket.terminate())
        const life: Life = { socket: socket as Socket, read: 0, misses: 0, busyUntil: 0 }
        lives.set(webSocket, life)
        if (boardId !== TEST) return serve(setting, { webSocket, life, request, boardId, sendAway })
        // One frame, so that a proxy which only lets the handshake through is found out.
        webSocket.send(TEST)
        sendAway(webSocket, CLOSE.done, '')
      })
    }
    server.on('upgrade', upgrade)
    const stopPinging = pingAll(sockets, lives, setting.pingMs ?? PING_MS)
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

type SendAway = (webSocket: WebSocket, code: CloseCode, reason: string) => void
/** What shows whether somebody is still there. */
type Life = {
  readonly socket: Socket
  /** Bytes, when it was last looked at. */
  read: number
  misses: number
  /** Until then it may well be taking in what it was sent. */
  busyUntil: number
}
type Opened = {
  readonly webSocket: WebSocket
  readonly life: Life
  readonly request: IncomingMessage
  readonly boardId: string
  readonly sendAway: SendAway
}

/** Everything else is accepted and then closed with a code: browsers do not show the status of a refused upgrade. */
function serve(setting: AttachSetting, opened: Opened) {
  const { webSocket, request, boardId } = opened
  const transport = transportOf(opened, setting.config.limits.backlogMost)
  const wantsAcks = webSocket.protocol === SUBPROTOCOL
  const entrance = enter(setting, { boardId, request, wantsAcks, transport })
  webSocket.on('close', entrance.leave)
  webSocket.on('message', (data, isBinary) => {
    // What arrives after our close is not looked at.
    if (webSocket.readyState !== webSocket.OPEN) return
    if (!isBinary) return transport.close(CLOSE.refused, 'text frame')
    entrance.receive(data as Buffer)
  })
}

function transportOf({ webSocket, life, sendAway }: Opened, backlogMost: number): Transport {
  const { socket } = life
  let closing = false
  /** Bytes of a whole board that was asked for: they are not what a reader fails to read. */
  let asked = 0
  let heldUntil = 0
  let reading: NodeJS.Timeout | undefined
  const takes = () => !closing && webSocket.readyState === webSocket.OPEN
  const close = (code: CloseCode, reason: string) => {
    if (closing) return
    closing = true
    sendAway(webSocket, code, reason)
  }
  const isFull = (waiting: number) => {
    if (waiting < backlogMost) asked = 0
    return waiting > backlogMost + asked
  }
  const takesItsTime = (bytes: number) => {
    const now = performance.now()
    life.busyUntil = Math.min(Math.max(now, life.busyUntil) + bytes / SLOW_BYTES_A_MS, now + LONGEST_WAY_MS)
  }
  return {
    send(frame) {
      if (!takes()) return
      if (isFull(webSocket.bufferedAmount)) return close(CLOSE.later, 'not reading')
      if (frame.length > backlogMost) {
        if (asked > 0) return close(CLOSE.later, 'not reading')
        asked = frame.length
      }
      if (frame.length <= WORTH_COPYING) return void socket.write(wireOf(frame))
      takesItsTime(frame.length)
      webSocket.send(frame, { binary: true })
    },
    sendShared(frame) {
      if (!takes()) return
      if (isFull(socket.writableLength)) return close(CLOSE.later, 'not reading')
      if (frame.wire.length > WORTH_COPYING) takesItsTime(frame.wire.length)
      socket.write(frame.wire)
    },
    close,
    buffered: () => webSocket.bufferedAmount,
    hold(ms) {
      const until = performance.now() + ms
      if (until <= heldUntil) return
      heldUntil = until
      clearTimeout(reading)
      webSocket.pause()
      reading = setTimeout(() => webSocket.resume(), ms).unref()
    },
  }
}

/**
 * A line whose other end vanished without a word is found out after two pings. Whatever arrives is a sign of life: on a slow network an answer waits
 * behind what its sender has to say, and behind the board that it is still being sent.
 */
function pingAll(sockets: WebSocketServer, lives: WeakMap<WebSocket, Life>, everyMs: number): () => void {
  const timer = setInterval(() => {
    for (const webSocket of sockets.clients) {
      const life = lives.get(webSocket)
      // What it answers is not read while it is held.
      if (!life || webSocket.isPaused) continue
      const { bytesRead } = life.socket
      if (bytesRead > life.read || performance.now() < life.busyUntil) life.misses = 0
      life.read = bytesRead
      if (life.misses >= 2) webSocket.terminate()
      life.misses++
      webSocket.ping()
    }
  }, everyMs)
  timer.unref()
  return () => clearInterval(timer)
}
