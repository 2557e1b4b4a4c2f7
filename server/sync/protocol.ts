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
 * Where sockets do not get through, the same frames travel over HTTP: `poll/poll.ts`.
 *
 * Close codes: see `CLOSE`. 4400–4499 tell y-websocket not to come back, others to come back later.
 */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'

export const SUBPROTOCOL = 'wb.v1'

/** In the place of a board's id: a line that goes nowhere, to find out which ways are open from here. */
export const TEST = 'test'

export const CLOSE = {
  /** Stopping or restarting, or the person's role changed: come back. */
  restart: 1012,
  /** Too much at once, or the disk cannot be written: come back later. */
  later: 1013,
  sessionOver: 4401,
  noAccess: 4403,
  unknownBoard: 4404,
  /** Forged or malformed: nothing of that message was applied. */
  refused: 4409,
  /** The board was restored from a backup since: what this client holds must not be merged into it. */
  otherEpoch: 4410,
  /** This browser is somebody else by now: what its tab holds is another person's. */
  otherPerson: 4411,
  tooLarge: 4413,
} as const
export type CloseCode = (typeof CLOSE)[keyof typeof CLOSE]

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
    case 0:
      switch (readUint(decoder)) {
        case 0:
          return { is: 'step1', stateVector: readBytes(decoder) }
        case 1:
          return { is: 'update', whole: true, update: readBytes(decoder) }
        case 2:
          return { is: 'update', whole: false, update: readBytes(decoder) }
        default:
          throw new Malformed('sync message')
      }
    case 1:
      return { is: 'presence', payload: readBytes(decoder) }
    case 3:
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

export const step1 = (stateVector: Uint8Array): Uint8Array => syncFrame(0, stateVector)
export const step2 = (update: Uint8Array): Uint8Array => syncFrame(1, update)
export const update = (bytes: Uint8Array): Uint8Array => syncFrame(2, bytes)

function syncFrame(sub: 0 | 1 | 2, bytes: Uint8Array): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, 0)
  encoding.writeVarUint(encoder, sub)
  encoding.writeVarUint8Array(encoder, bytes)
  return encoding.toUint8Array(encoder)
}

export function stored(count: number): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, 120)
  encoding.writeVarUint(encoder, count)
  return encoding.toUint8Array(encoder)
}

export const NOTICE = { unreadable: 1, nearlyFull: 2, cameBack: 3 } as const

export function notice(which: (typeof NOTICE)[keyof typeof NOTICE]): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, 121)
  encoding.writeVarUint(encoder, which)
  return encoding.toUint8Array(encoder)
}

export function clock(now: number): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, 122)
  encoding.writeVarUint(encoder, now)
  return encoding.toUint8Array(encoder)
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
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, 1)
  encoding.writeVarUint8Array(encoder, encoding.toUint8Array(body))
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
