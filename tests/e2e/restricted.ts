/** A network that lets no WebSocket through: a proxy between a browser and the server, which forwards requests and not upgrades. */
import { createServer, request as ask, type IncomingHttpHeaders } from 'node:http'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { ORIGIN } from './people.ts'

export type Restricted = {
  readonly origin: string
  /** From now on sockets get through. */
  readonly relax: () => void
  readonly end: () => Promise<void>
}

/** `upgrades`: answered with 403, or never. */
export async function restrictedNetwork(upgrades: 'refused' | 'hanging'): Promise<Restricted> {
  const server = new URL(ORIGIN)
  const sockets = new Set<Socket>()
  let relaxed = false
  /** The server sees its own address, as behind a reverse proxy. */
  const forwardedHeaders = (headers: IncomingHttpHeaders): IncomingHttpHeaders => ({
    ...headers,
    host: server.host,
    ...(headers.origin ? { origin: ORIGIN } : {}),
  })
  const proxy = createServer((request, response) => {
    const { method, url } = request
    const headers = forwardedHeaders(request.headers)
    const forwarded = ask({ host: server.hostname, port: server.port, method, path: url, headers }, (answer) => {
      // Each answer whole, as proxies that look into them do.
      const parts: Buffer[] = []
      answer.on('data', (part: Buffer) => parts.push(part))
      answer.on('end', () => response.writeHead(answer.statusCode!, answer.headers).end(Buffer.concat(parts)))
    })
    forwarded.on('error', () => response.destroy())
    response.on('close', () => forwarded.destroy())
    request.pipe(forwarded)
  })
  proxy.on('upgrade', (request, socket) => {
    socket.on('error', () => {})
    if (relaxed) {
      const lines = Object.entries(forwardedHeaders(request.headers)).map(
        ([name, value]) => `${name}: ${String(value)}`,
      )
      const onward = connect(Number(server.port), server.hostname)
      onward.on('error', () => socket.destroy())
      socket.on('close', () => onward.destroy())
      onward.write([`GET ${request.url} HTTP/1.1`, ...lines, '', ''].join('\r\n'))
      onward.pipe(socket).pipe(onward)
    } else if (upgrades === 'refused')
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
  })
  proxy.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => proxy.listen(0, 'localhost', resolve))
  return {
    origin: `http://localhost:${(proxy.address() as AddressInfo).port}`,
    relax: () => {
      relaxed = true
    },
    end: () =>
      new Promise((resolve) => {
        proxy.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}
