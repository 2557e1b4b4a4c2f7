/**
 * A WebSocket client with nothing in it, so that what loads the servers costs little beside them: no masking (a key of zeros masks nothing, RFC
 * 6455 §5.3), no compression, no events but a function.
 */
import { randomBytes } from 'node:crypto'
import { createConnection, type Socket } from 'node:net'

export type Line = {
  readonly send: (payload: Uint8Array) => void
  readonly end: () => void
  readonly isOpen: () => boolean
  /** Reads no more, until told otherwise. */
  readonly pause: () => void
  readonly resume: () => void
}

type Opening = {
  readonly port: number
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  /** The payload may be looked at until the function returns. */
  readonly receive: (payload: Buffer, line: Line) => void
  readonly open: (line: Line) => void
  readonly closed: () => void
}

const [BINARY, CLOSE, PING, PONG] = [0x2, 0x8, 0x9, 0xa]
const MASKED = 0x80

export function openLine({ port, path, headers = {}, receive, open, closed }: Opening): Line {
  const socket = createConnection({ port, host: '127.0.0.1', noDelay: true })
  /** What has come of a frame, and how much of it is looked at next: a large one is put together once, not at each piece. */
  let [pieces, held, wanted] = [[] as Buffer[], 0, 0]
  let shaken = false
  const line: Line = {
    send: (payload) => void socket.write(framed(BINARY, payload)),
    end: () => void socket.destroy(),
    isOpen: () => shaken && !socket.destroyed,
    pause: () => void socket.pause(),
    resume: () => void socket.resume(),
  }
  socket.on('connect', () => shakeHands(socket, port, path, headers))
  socket.on('error', () => {})
  socket.on('close', closed)
  socket.on('data', (chunk: Buffer) => {
    pieces.push(chunk)
    held += chunk.length
    if (held < wanted) return
    let data = pieces.length === 1 ? chunk : Buffer.concat(pieces)
    const wait = (forLength: number) => ([pieces, held, wanted] = [[data], data.length, forLength])
    if (!shaken) {
      const end = data.indexOf('\r\n\r\n')
      if (end < 0) return void wait(0)
      if (!data.subarray(0, 13).toString().includes('101')) return void socket.destroy()
      shaken = true
      data = data.subarray(end + 4)
      open(line)
    }
    while (data.length > 0) {
      const taken = take(data)
      if (typeof taken === 'number') return void wait(taken)
      data = data.subarray(taken.length)
      if (taken.opcode === BINARY) receive(taken.payload, line)
      else if (taken.opcode === PING) socket.write(framed(PONG, taken.payload))
      else if (taken.opcode === CLOSE) socket.end(framed(CLOSE, taken.payload.subarray(0, 2)))
    }
    ;[pieces, held, wanted] = [[], 0, 0]
  })
  return line
}

function shakeHands(socket: Socket, port: number, path: string, headers: Readonly<Record<string, string>>) {
  const key = randomBytes(16).toString('base64')
  const all = { Host: `127.0.0.1:${port}`, Upgrade: 'websocket', Connection: 'Upgrade', ...headers }
  const lines = Object.entries({ ...all, 'Sec-WebSocket-Key': key, 'Sec-WebSocket-Version': '13' })
  socket.write(`GET ${path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`)
}

type Frame = { readonly opcode: number; readonly payload: Buffer; readonly length: number }

/** One whole frame from a server, or how much is needed to look again. None of the servers measured splits a message into several. */
function take(data: Buffer): Frame | number {
  if (data.length < 2) return 2
  const short = data[1]! & 0x7f
  const header = short < 126 ? 2 : short === 126 ? 4 : 10
  if (data.length < header) return header
  const length = short < 126 ? short : short === 126 ? data.readUInt16BE(2) : Number(data.readBigUInt64BE(2))
  if (data.length < header + length) return header + length
  return { opcode: data[0]! & 0x0f, payload: data.subarray(header, header + length), length: header + length }
}

export function framed(opcode: number, payload: Uint8Array): Buffer {
  const extended = payload.length < 126 ? 0 : payload.length < 65_536 ? 2 : 8
  const frame = Buffer.alloc(2 + extended + 4 + payload.length)
  frame[0] = 0x80 | opcode
  if (extended === 0) frame[1] = MASKED | payload.length
  else if (extended === 2) {
    frame[1] = MASKED | 126
    frame.writeUInt16BE(payload.length, 2)
  } else {
    frame[1] = MASKED | 127
    frame.writeBigUInt64BE(BigInt(payload.length), 2)
  }
  frame.set(payload, 6 + extended)
  return frame
}
