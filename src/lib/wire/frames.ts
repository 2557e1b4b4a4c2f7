/**
 * What travels on a board's socket, `/sync/{boardId}?epoch={n}&as={person}`: the wire of y-websocket, unchanged, and one message of our own.
 *
 * Numbers are lib0 varUint: 7 bits a byte, least significant first, the top bit says that more follows. `bytes` = varUint length, then that
 * many bytes; `text` = `bytes` holding UTF-8. A WebSocket frame is binary and holds ONE message:
 *
 *   0 sync        0 step1     bytes(state vector)        "this is what I have"; answered by a step2
 *                 1 step2     bytes(update, format 1)    "this is what you lack"
 *                 2 update    bytes(update, format 1)    "this has just happened"
 *   1 presence    bytes( n, n × { clientID, clock, text(JSON or "null") } )     the latest clock wins, "null" = left
 *   3 query       (empty)     answered by a 1 with everybody present
 *   120 stored    n           server → client, only where the client offered the subprotocol `wb.v1`:
 *                             "the first n sync 1 and 2 messages of this socket are on disk"
 *   121 notice    n           server → client, likewise: 1 some of the board's edits could not be read from the disk (to who leads it),
 *                             2 the board is nearly as large as it may become, 3 it has gone back to a kept version
 *   122 clock     n           server → client, likewise, once a line: the server's clock, milliseconds since 1970; hours of ateliers follow it
 *
 * In this order: the client sends step1 and its presence at once; the server, when the room is loaded, sends its own step1, then a step2 for
 * the client's, then everybody's presence. A step2 holds only what is committed. An update of a client is applied, committed, sent to all
 * (its sender too: y-websocket reconnects when it hears nothing for 30 s), then acknowledged. Every 15 s an empty presence, `01 01 00`.
 *
 * An update whose dependencies the server lacks is set aside unacknowledged and the server sends step1 again: the step2 that answers holds it.
 *
 * Presence: a socket speaks for one client id, the first it names that nobody else holds. `user` is overwritten from the session, unknown
 * fields are dropped. A removal keeps the clock: after a reconnection a client raises its clock once (sets its state again) to be seen.
 *
 * The epoch is of the copy that the client holds: an other one than the board's is closed with 4410 before anything is exchanged. Stock
 * clients, which keep no copy, leave it out.
 *
 * Where sockets do not get through, the same frames travel over HTTP: `poll.ts`.
 *
 * How lines end: `closing.ts`.
 */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'

/** The first number of a message. */
export const MESSAGE = { sync: 0, presence: 1, query: 3, stored: 120, notice: 121, clock: 122 } as const
/** The second one of a sync message. */
export const SYNC = { step1: 0, step2: 1, update: 2 } as const
export const NOTICE = { unreadable: 1, nearly_full: 2, came_back: 3 } as const

export type Message =
  | { readonly is: 'step1'; readonly stateVector: Uint8Array }
  | { readonly is: 'update'; readonly whole: boolean; readonly update: Uint8Array }
  | { readonly is: 'presence'; readonly payload: Uint8Array }
  | { readonly is: 'query' }
  | { readonly is: 'other' }

/** Throws `Malformed`. */
export function decode(frame: Uint8Array): Message {
  try {
    return decodeMessage(decoding.createDecoder(frame))
  } catch (cause) {
    throw cause instanceof Malformed ? cause : new Malformed('frame')
  }
}

export class Malformed extends Error {}

function decodeMessage(decoder: decoding.Decoder): Message {
  switch (readUint(decoder)) {
    case MESSAGE.sync:
      switch (readUint(decoder)) {
        case SYNC.step1:
          return { is: 'step1', stateVector: readBytes(decoder) }
        case SYNC.step2:
          return { is: 'update', whole: true, update: readBytes(decoder) }
        case SYNC.update:
          return { is: 'update', whole: false, update: readBytes(decoder) }
        default:
          throw new Malformed('sync message')
      }
    case MESSAGE.presence:
      return { is: 'presence', payload: readBytes(decoder) }
    case MESSAGE.query:
      return { is: 'query' }
    default:
      return { is: 'other' }
  }
}

function readUint(decoder: decoding.Decoder): number {
  const number = decoding.readVarUint(decoder)
  if (decoder.pos > decoder.arr.length) throw new Malformed('number')
  return number
}

/**
 * A copy with memory of its own: lib0 checks lengths against the whole ArrayBuffer, and a frame is a slice of one that other people's
 * frames share.
 */
function readBytes(decoder: decoding.Decoder): Uint8Array {
  const length = readUint(decoder)
  if (length > decoder.arr.length - decoder.pos) throw new Malformed('length')
  const bytes = new Uint8Array(length)
  bytes.set(decoder.arr.subarray(decoder.pos, decoder.pos + length))
  decoder.pos += length
  return bytes
}

export const step1 = (stateVector: Uint8Array): Uint8Array => syncFrame(SYNC.step1, stateVector)
export const step2 = (update: Uint8Array): Uint8Array => syncFrame(SYNC.step2, update)
export const update = (bytes: Uint8Array): Uint8Array => syncFrame(SYNC.update, bytes)

function syncFrame(sub: (typeof SYNC)[keyof typeof SYNC], bytes: Uint8Array): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, MESSAGE.sync)
  encoding.writeVarUint(encoder, sub)
  encoding.writeVarUint8Array(encoder, bytes)
  return encoding.toUint8Array(encoder)
}

export const stored = (count: number): Uint8Array => numberFrame(MESSAGE.stored, count)
export const notice = (which: keyof typeof NOTICE): Uint8Array => numberFrame(MESSAGE.notice, NOTICE[which])
export const clock = (now: number): Uint8Array => numberFrame(MESSAGE.clock, now)

function numberFrame(type: number, number: number): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, type)
  encoding.writeVarUint(encoder, number)
  return encoding.toUint8Array(encoder)
}

/** What follows the first number of a message of ours, as y-websocket hands it over. */
export const numberOf = (decoder: unknown): number => decoding.readVarUint(decoder as decoding.Decoder)

export function noticeOf(decoder: unknown): keyof typeof NOTICE | null {
  const number = numberOf(decoder)
  const found = Object.entries(NOTICE).find(([, value]) => value === number)
  return (found?.[0] as keyof typeof NOTICE | undefined) ?? null
}

/** One client's latest state; null: it left. */
export type PresenceState = { readonly clientId: number; readonly clock: number; readonly json: string | null }

export function presence(states: readonly PresenceState[]): Uint8Array {
  const body = encoding.createEncoder()
  encoding.writeVarUint(body, states.length)
  for (const { clientId, clock, json } of states) {
    encoding.writeVarUint(body, clientId)
    encoding.writeVarUint(body, clock)
    encoding.writeVarString(body, json ?? 'null')
  }
  return presenceFrame(encoding.toUint8Array(body))
}

/** `payload`: as y-protocols writes it. */
export function presenceFrame(payload: Uint8Array): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, MESSAGE.presence)
  encoding.writeVarUint8Array(encoder, payload)
  return encoding.toUint8Array(encoder)
}

/** `01 01 00`. */
export const HEARTBEAT = presence([])

/** The states of a presence message, still as bytes of JSON: echoes are dropped before anyone parses them. Throws `Malformed`. */
export function presenceStates(payload: Uint8Array): readonly { clientId: number; clock: number; json: Uint8Array }[] {
  try {
    const decoder = decoding.createDecoder(payload)
    const count = readUint(decoder)
    if (count > payload.length) throw new Malformed('presence')
    return Array.from({ length: count }, () => {
      const [clientId, clock, length] = [readUint(decoder), readUint(decoder), readUint(decoder)]
      if (length > payload.length - decoder.pos) throw new Malformed('presence')
      const json = payload.subarray(decoder.pos, decoder.pos + length)
      decoder.pos += length
      return { clientId, clock, json }
    })
  } catch (cause) {
    throw cause instanceof Malformed ? cause : new Malformed('presence')
  }
}
