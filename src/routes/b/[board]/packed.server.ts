/** An answer whose text is stored packed by gzip: unpacked only for who cannot read it so. */
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import type { Stored } from '#server/work/jobs.ts'

const unpack = promisify(gunzip)

export async function packedAnswer(request: Request, text: Stored, headers: Record<string, string>): Promise<Response> {
  if (typeof text === 'string') return new Response(text, { headers })
  const takesPacked = /\bgzip\b/.test(request.headers.get('accept-encoding') ?? '')
  const body = new Uint8Array(takesPacked ? text : await unpack(text))
  return new Response(body, {
    headers: { ...headers, ...(takesPacked ? { 'content-encoding': 'gzip' } : {}), vary: 'accept-encoding' },
  })
}
