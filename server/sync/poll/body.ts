import type { IncomingMessage } from 'node:http'

export class BodyTooLarge extends Error {}

/** What was sent, whole. Rejects with `BodyTooLarge` as soon as there are more than `most` bytes, and reads no further. */
export function bodyOf(request: IncomingMessage, most: number): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = []
    let bytes = 0
    const tooLarge = () => {
      request.removeAllListeners('data')
      // The rest runs by unread: an answer that comes before it has ended would be lost with the connection.
      request.resume()
      reject(new BodyTooLarge())
    }
    if (Number(request.headers['content-length'] ?? 0) > most) return tooLarge()
    request.on('data', (part: Buffer) => {
      bytes += part.length
      if (bytes > most) return tooLarge()
      parts.push(part)
    })
    request.on('end', () => resolve(Buffer.concat(parts)))
    request.on('error', reject)
    request.on('close', () => reject(new Error('The request was cut.')))
  })
}
