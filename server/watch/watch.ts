/** `/health` and `/metrics`: answered before any page, so that they answer whatever the pages do. */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Config } from '../config.ts'
import type { Health } from './health.ts'
import type { Metrics } from './metrics.ts'

/** False: the request is somebody else's. `apart`: it came in on a port of its own (METRICS_PORT), which people are not let to. */
export type Watch = (request: IncomingMessage, response: ServerResponse, from?: { readonly apart: boolean }) => boolean

type Answer = { readonly status: number; readonly type: string; readonly body: string }

export function createWatch(setting: {
  readonly config: Pick<Config, 'metrics'>
  readonly health: Health
  readonly metrics: Metrics
  readonly report: (error: unknown) => void
}): Watch {
  const { token } = setting.config.metrics

  return (request, response, { apart } = { apart: false }) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return false
    switch ((request.url ?? '').split('?')[0]) {
      case '/health':
        return soon(response, health)
      case '/metrics':
        if (token === null && !apart) return false
        return soon(response, token === null || bears(request, token) ? metrics : refuse)
      default:
        return false
    }
  }

  async function health(): Promise<Answer> {
    const why = await setting.health.troubles()
    const ready = why.length === 0
    return {
      status: ready ? 200 : 503,
      type: 'application/json',
      body: JSON.stringify(ready ? { ready } : { ready, why }),
    }
  }

  async function metrics(): Promise<Answer> {
    return { status: 200, type: 'text/plain; version=0.0.4; charset=utf-8', body: await setting.metrics.text() }
  }

  function soon(response: ServerResponse, make: () => Promise<Answer>): true {
    make()
      .catch((error): Answer => {
        setting.report(error)
        return { status: 500, type: 'text/plain', body: '' }
      })
      .then(({ status, type, body }) => {
        const headers = { 'content-type': type, 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' }
        response.writeHead(status, status === 401 ? { ...headers, 'www-authenticate': 'Bearer' } : headers).end(body)
      })
    return true
  }
}

const refuse = async (): Promise<Answer> => ({ status: 401, type: 'text/plain', body: 'A token is needed.\n' })

/** Compared as hashes, in a time that says nothing about how much of it was right. */
function bears(request: IncomingMessage, token: string): boolean {
  const given = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? ''
  const hash = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(hash(given), hash(token))
}
