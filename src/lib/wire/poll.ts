/**
 * The board's frames over HTTP, for networks that let no WebSocket through. Every request is a POST from our own pages and gets one whole answer,
 * so that proxies which hold back what streams do no harm. Frames are those of `frames.ts`, each as varUint length and bytes.
 *
 *   /sync/{boardId}/poll?epoch={n}&as={person} → { line }                 a secret that holds for this session only
 *   /sync/{boardId}/poll/{line}/up?first={n}   frames → {}                n: the number of the first; those already taken are passed over,
 *                                                                         so a body that was perhaps lost is simply sent again
 *   /sync/{boardId}/poll/{line}/down?after={n} → varUint first, frames    n: the last that arrived; all after it come (again). Waits up to 25 s
 *                                                                         for something to say; a second between answers
 *   /sync/{boardId}/poll/{line}/leave          → {}
 *   /sync/test/poll?wait={ms}                  → {}                       says that this way is open
 *
 * Sent away: `{ code, reason }` instead, with the close codes of a socket. A line not asked for 30 s is over.
 */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import type { Closing } from './closing.ts'

export const POLL_ADDRESS = /^\/sync\/([^/]+)\/poll(?:\/([\w-]{22})\/(up|down|leave))?$/
/** Behind a line's address, and behind the line once there is one. */
export const POLL = {
  begin: '/poll',
  up: (first: number) => `/up?first=${first}`,
  down: (after: number) => `/down?after=${after}`,
  leave: '/leave',
  test: (waitMs: number) => `/poll?wait=${waitMs}`,
} as const
export const JSON_TYPE = 'application/json'
export const BYTES_TYPE = 'application/octet-stream'

/** An answer in JSON. */
export type Told = { readonly line?: string } & Partial<Closing>
/** `first`: the number of the first frame; without frames, of the next. */
export type Frames = { readonly first: number; readonly frames: readonly Uint8Array[] }

export function writeUp(frames: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const encoder = encoding.createEncoder()
  for (const frame of frames) encoding.writeVarUint8Array(encoder, frame)
  return encoding.toUint8Array(encoder) as Uint8Array<ArrayBuffer>
}

export function writeDown({ first, frames }: Frames): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, first)
  for (const frame of frames) encoding.writeVarUint8Array(encoder, frame)
  return encoding.toUint8Array(encoder)
}

/** Null: it is cut or no such thing. Frames are parts of `bytes`. */
export const readUp = (bytes: Uint8Array): readonly Uint8Array[] | null =>
  attempt(() => framesIn(decoding.createDecoder(bytes)))

/** Null: as `readUp`. */
export const readDown = (bytes: Uint8Array): Frames | null =>
  attempt(() => {
    const decoder = decoding.createDecoder(bytes)
    const first = decoding.readVarUint(decoder)
    const frames = framesIn(decoder)
    return frames && { first, frames }
  })

function framesIn(decoder: decoding.Decoder): readonly Uint8Array[] | null {
  const frames: Uint8Array[] = []
  while (decoding.hasContent(decoder)) {
    const length = decoding.readVarUint(decoder)
    if (length > decoder.arr.length - decoder.pos) return null
    frames.push(decoder.arr.subarray(decoder.pos, (decoder.pos += length)))
  }
  return frames
}

function attempt<T>(read: () => T | null): T | null {
  try {
    return read()
  } catch {
    return null
  }
}
