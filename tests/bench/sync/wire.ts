/** What each server expects on its line. All three speak y-protocols; Hocuspocus begins every message with the document's name, and with a token. */
import * as encoding from 'lib0/encoding'
import { SESSION_COOKIE } from '#server/auth/session.ts'

/** `hocuspocus-durable`: stores each update before anybody hears of it, without waiting for more. */
export type Kind = 'canevas' | 'hocuspocus' | 'hocuspocus-durable' | 'y-websocket'

export type Address = {
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  /** Before every message, both ways. */
  readonly prefix: Uint8Array
  /** Sent first. */
  readonly greeting: Uint8Array | null
}

export function addressOf(kind: Kind, port: number, board: string, token: string): Address {
  const none = new Uint8Array()
  if (kind === 'y-websocket') return { path: `/${board}`, headers: {}, prefix: none, greeting: null }
  if (kind === 'canevas') {
    const headers = {
      Cookie: `${SESSION_COOKIE}=${token}`,
      Origin: `http://127.0.0.1:${port}`,
      'Sec-WebSocket-Protocol': 'wb.v1',
    }
    return { path: `/sync/${board}`, headers, prefix: none, greeting: null }
  }
  const prefix = built((encoder) => encoding.writeVarString(encoder, board))
  const greeting = built((encoder) => {
    encoding.writeVarUint(encoder, 2)
    encoding.writeVarUint(encoder, 0)
    encoding.writeVarString(encoder, 'token')
  })
  return { path: '/', headers: {}, prefix, greeting }
}

export const sync = (sub: 0 | 1 | 2, payload: Uint8Array): Uint8Array =>
  built((encoder) => {
    encoding.writeVarUint(encoder, 0)
    encoding.writeVarUint(encoder, sub)
    encoding.writeVarUint8Array(encoder, payload)
  })

export const presence = (clientId: number, clock: number, state: unknown): Uint8Array =>
  built((encoder) => {
    encoding.writeVarUint(encoder, 1)
    encoding.writeVarUint8Array(
      encoder,
      built((body) => {
        encoding.writeVarUint(body, 1)
        encoding.writeVarUint(body, clientId)
        encoding.writeVarUint(body, clock)
        encoding.writeVarString(body, JSON.stringify(state))
      }),
    )
  })

export const NOTHING = new Uint8Array([0])
/** A step 2 that holds nothing. */
export const EMPTY_UPDATE = new Uint8Array([0, 0])

function built(write: (encoder: encoding.Encoder) => void): Uint8Array {
  const encoder = encoding.createEncoder()
  write(encoder)
  return encoding.toUint8Array(encoder)
}

// ── when it was written ──

/** Microseconds of the machine's own clock, the same in every process. */
export const microseconds = (): number => Number(process.hrtime.bigint() / 1_000n)

const MARKER = 0x15a5a5a
/** A list of two, a float of eight bytes, an integer (lib0 `any`). */
const BEGINS = Buffer.from([117, 2, 123])
const MARKER_BYTES = built((encoder) => encoding.writeAny(encoder, MARKER)) as Uint8Array

/** A place on the board that says when it was written. Half a microsecond more: an integer would be written shorter. */
export const stamped = (): [number, number] => [microseconds() + 0.5, MARKER]

/** Tells of each stamped place in a message, however many updates were merged into it. */
export function eachStamp(payload: Buffer, tell: (writtenAt: number) => void): void {
  for (let at = payload.indexOf(BEGINS); at >= 0; at = payload.indexOf(BEGINS, at + 1)) {
    const marker = at + BEGINS.length + 8
    if (marker + MARKER_BYTES.length > payload.length) return
    if (MARKER_BYTES.every((byte, i) => payload[marker + i] === byte)) tell(payload.readDoubleBE(at + BEGINS.length))
  }
}
