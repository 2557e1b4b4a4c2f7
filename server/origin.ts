/** Where a request says it comes from. The page server and the socket server ask the same functions. */
import type { IncomingMessage } from 'node:http'
import type { Config } from './config.ts'

type Trust = Pick<Config, 'origin' | 'trustProxy'>

/** True when the browser's `Origin` is the address that this server answers at. A missing Origin is refused: only browsers hold cookies. */
export function isOwnOrigin(request: IncomingMessage, trust: Trust): boolean {
  const given = request.headers.origin
  return given !== undefined && given === ownOrigin(request, trust)
}

/** Without a configured ORIGIN: the scheme and the host that the request was sent to. */
export const ownOrigin = (request: IncomingMessage, trust: Trust): string =>
  trust.origin ?? `${schemeOf(request, trust)}://${request.headers.host ?? ''}`

export function schemeOf(request: IncomingMessage, trust: Trust): 'http' | 'https' {
  const forwarded = trust.trustProxy ? String(request.headers['x-forwarded-proto'] ?? '') : ''
  return forwarded.split(',')[0]?.trim() === 'https' ? 'https' : 'http'
}

export function addressOf(request: IncomingMessage, trust: Trust): string {
  const forwarded = trust.trustProxy ? String(request.headers['x-forwarded-for'] ?? '') : ''
  return forwarded.split(',').at(-1)?.trim() || (request.socket.remoteAddress ?? '')
}
