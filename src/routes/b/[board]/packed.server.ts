/** An answer that is stored packed by gzip: unpacked only for who cannot read it so, and piece by piece. */
import { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { isPacked } from '#server/packing.ts'
import type { Stored } from '#server/work/jobs.ts'

/** What is written to a socket at once: others have their turn between two of them. */
const PIECE = 64 << 10

export function packedAnswer(request: Request, stored: Stored, headers: Record<string, string>): Response {
  const bytes = typeof stored === 'string' ? Buffer.from(stored) : stored
  const takesPacked = /\bgzip\b/.test(request.headers.get('accept-encoding') ?? '')
  if (!isPacked(bytes)) return new Response(streamOf(pieces(bytes)), { headers })
  if (!takesPacked) return new Response(streamOf(pieces(bytes).pipe(createGunzip())), { headers })
  const packed = { ...headers, 'content-encoding': 'gzip', vary: 'accept-encoding' }
  return new Response(streamOf(pieces(bytes)), { headers: packed })
}

const streamOf = (readable: Readable) => Readable.toWeb(readable) as ReadableStream

function pieces(bytes: Uint8Array): Readable {
  return Readable.from(
    (function* () {
      for (let at = 0; at < bytes.length; at += PIECE) yield bytes.subarray(at, at + PIECE)
    })(),
    { objectMode: false },
  )
}
