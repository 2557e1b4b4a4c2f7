/**
 * Requests that were begun and never end hold a place without asking for anything. A body has to go on arriving, and there are only so many unfinished
 * requests (`shares.ts`).
 */
import type { IncomingMessage, Server } from 'node:http'
import type { Socket } from 'node:net'
import { createShares } from './shares.ts'

export type Patience = {
  /** Nothing arrived for so long, or less a second than this over so long: milliseconds, bytes. */
  readonly stillMs: number
  readonly bytesPerSecond: number
  /** Unfinished requests, in all and of one network. A town hall's are finished within a moment each. */
  readonly most: number
  readonly mostEach: number
  readonly lookEveryMs: number
}

const PATIENCE: Patience = { stillMs: 20_000, bytesPerSecond: 1_000, most: 2_000, mostEach: 500, lookEveryMs: 1_000 }

type Body = {
  readonly request: IncomingMessage
  /** When it began, when something last arrived, and the connection's bytes then. */
  readonly begun: number
  readonly begunAt: number
  last: number
  lastAt: number
}

/** Until the server is closed. */
export function endHalfSent(server: Server, patience: Patience = PATIENCE): void {
  const unfinished = new Map<Socket, Body | null>()
  const shares = createShares(patience)

  function begin(socket: Socket, body: Body | null): void {
    unfinished.set(socket, body)
    shares.take(socket)
  }

  function end(socket: Socket): void {
    unfinished.delete(socket)
    shares.giveBack(socket)
  }

  server.on('connection', (socket) => {
    begin(socket, null)
    socket.on('close', () => end(socket))
  })
  server.on('upgrade', (request) => end(request.socket))
  server.on('request', (request) => {
    const { socket } = request
    end(socket)
    if (!hasBody(request)) return
    const [bytes, now] = [socket.bytesRead, performance.now()]
    begin(socket, { request, begun: bytes, begunAt: now, last: bytes, lastAt: now })
    request.on('close', () => end(socket))
  })

  const timer = setInterval(() => {
    const now = performance.now()
    for (const [socket, body] of unfinished) if (body && isStill(socket, body, now, patience)) socket.destroy()
  }, patience.lookEveryMs)
  timer.unref()
  server.on('close', () => clearInterval(timer))
}

const hasBody = ({ headers, complete }: IncomingMessage): boolean =>
  !complete && (headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0)

function isStill(socket: Socket, body: Body, now: number, { stillMs, bytesPerSecond }: Patience): boolean {
  const { bytesRead } = socket
  // What we do not read cannot arrive.
  if (bytesRead > body.last || body.request.isPaused()) [body.last, body.lastAt] = [bytesRead, now]
  if (body.request.complete) return false
  if (now - body.lastAt > stillMs) return true
  const seconds = (now - body.begunAt) / 1_000
  return seconds * 1_000 > stillMs && !body.request.isPaused() && (bytesRead - body.begun) / seconds < bytesPerSecond
}
