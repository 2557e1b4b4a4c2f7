/** An answer that is stored packed by gzip: unpacked only for who cannot read it so, and piece by piece. */
import { Readable } from 'node:stream'
import { setTimeout } from 'node:timers/promises'
import { createGunzip } from 'node:zlib'
import { isPacked } from '#server/packing.ts'
import type { Stored } from '#server/work/jobs.ts'

/** What is written to a socket at once, and the rest after it: 16 MB a second, and nearly all of the event loop is left to those who write. */
const PIECE = 64 << 10
const REST_MS = 4

export function packedAnswer(request: Request, stored: Stored, headers: Record<string, string>): Response {
  const bytes = typeof stored === 'string' ? Buffer.from(stored) : stored
  const takesPacked = /\bgzip\b/.test(request.headers.get('accept-encoding') ?? '')
  if (!isPacked(bytes)) return new Response(streamOf(pieces(bytes)), { headers })
  if (!takesPacked) return new Response(streamOf(unpacked(bytes)), { headers })
  const packed = { ...headers, 'content-encoding': 'gzip', vary: 'accept-encoding' }
  return new Response(streamOf(pieces(bytes)), { headers: packed })
}

/** Piece by piece, with a rest after each. */
export const streamOf = (pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>) =>
  Readable.toWeb(Readable.from(withRests(pieces), { objectMode: false })) as ReadableStream

async function* withRests(pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) {
    yield piece
    await setTimeout(REST_MS)
  }
}

export async function* unpacked(packed: Uint8Array): AsyncGenerator<Uint8Array> {
  const from = Readable.from(pieces(packed), { objectMode: false })
  yield* from.pipe(createGunzip({ chunkSize: PIECE })) as AsyncIterable<Uint8Array>
}

function* pieces(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += PIECE) yield bytes.subarray(at, at + PIECE)
}
