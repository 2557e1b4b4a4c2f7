/** Where a request says it comes from. The page server and the socket server ask the same functions. */
import type { IncomingMessage } from 'node:http'
import { isIPv6 } from 'node:net'
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

/** Where somebody asks from, for counting: an address, of IPv6 the /64 that one line is given. */
export function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:/i, '')
  if (!isIPv6(plain)) return plain
  const [head = '', tail] = plain.split('%')[0]!.split('::')
  const parts = (text: string | undefined) => (text ? text.split(':') : [])
  const [before, after] = [parts(head), parts(tail)]
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => '0')
  const groups = tail === undefined ? before : [...before, ...zeros, ...after]
  return `${groups
    .slice(0, 4)
    .map((group) => parseInt(group, 16).toString(16))
    .join(':')}::/64`
}
