/** One request whose answer is read and thrown away; cut off by `signal`. */
import { request } from 'node:http'

export type Asked = {
  readonly method?: 'GET' | 'POST'
  readonly headers: Readonly<Record<string, string>>
  readonly body?: Uint8Array | string
  readonly signal: AbortSignal
}

export type Answered = { readonly status: number; readonly text: string; readonly cookies: readonly string[] }

export function ask(url: string, { method = 'GET', headers, body, signal }: Asked): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { method, headers, signal }, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('end', () => {
        const { statusCode: status = 0, headers } = response
        resolve({ status, text: Buffer.concat(parts).toString(), cookies: headers['set-cookie'] ?? [] })
      })
      response.on('error', reject)
    })
    asked.on('error', reject)
    asked.end(body)
  })
}
