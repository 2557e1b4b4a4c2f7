/** The HTTP server around everything: what no request may do to it, whatever it asks for. */
import { createServer, type RequestListener, type Server } from 'node:http'
import type { Config } from './config.ts'
import { endHalfSent } from './halfSent.ts'
import { schemeOf } from './origin.ts'
import { SECURITY_HEADERS } from './securityHeaders.ts'
import { createShares } from './shares.ts'
import type { Limits } from './sync/limits.ts'

/**
 * Headers are there within ten seconds, which is looked at every two. A body of 8 MB takes a quarter of an hour at 9 kB/s: until then it has to go on
 * arriving (`halfSent.ts`). Idle connections are kept for longer than proxies keep theirs (a minute), so that none is closed while a request is on its way;
 * where room is short they go first (`shareOut`).
 */
const TIMEOUTS = {
  headersTimeout: 10_000,
  connectionsCheckingInterval: 2_000,
  requestTimeout: 900_000,
  keepAliveTimeout: 75_000,
}

type Setting = Pick<Config, 'trustProxy' | 'origin'> & {
  readonly limits: Pick<Limits, 'connections' | 'connectionsPerNetwork'>
}

/** Kit's files are sent past its hooks, so the headers are set here. */
export function createHttpServer(config: Setting, listener: RequestListener): Server {
  const server = createServer(TIMEOUTS, (request, response) => {
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value)
    if (schemeOf(request, config) === 'https') response.setHeader('strict-transport-security', 'max-age=31536000')
    listener(request, response)
  })
  endHalfSent(server)
  shareOut(server, config)
  return server
}

/** Connections that wait, ask or read: whichever has not asked for anything for longest goes first. Boards' sockets are counted by their door. */
function shareOut(server: Server, { trustProxy, limits }: Setting): void {
  const most = limits.connections
  // Behind a proxy all come from one address.
  const shares = createShares({ most, mostEach: trustProxy ? most : limits.connectionsPerNetwork })
  server.on('connection', (socket) => {
    shares.take(socket)
    socket.on('close', () => shares.giveBack(socket))
  })
  server.on('request', ({ socket }) => shares.take(socket))
  server.on('upgrade', ({ socket }) => shares.giveBack(socket))
}
