/** Requests that are begun and never end, on the server that everything stands on. */
import { once } from 'node:events'
import { createServer, request as ask, type Server } from 'node:http'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { endHalfSent, type Patience } from '#server/halfSent.ts'
import { createHttpServer } from '#server/http.ts'
import { DEFAULT_LIMITS } from '#server/sync/limits.ts'
import { until } from './support.ts'

const QUICK: Patience = { stillMs: 300, bytesPerSecond: 1_000, most: 2_000, mostEach: 500, lookEveryMs: 50 }

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  return (server.address() as AddressInfo).port
}

/** Reads what it is sent, then answers with how much that was. */
async function reading(patience: Partial<Patience> = {}): Promise<number> {
  const server = createServer((request, response) => {
    let length = 0
    request.on('data', (chunk: Buffer) => (length += chunk.length))
    request.on('error', () => {})
    request.on('end', () => response.end(String(length)))
  })
  endHalfSent(server, { ...QUICK, ...patience })
  return listening(server)
}

function begin(port: number, words: string): Socket & { readonly over: boolean } {
  const socket = connect(port, '127.0.0.1', () => socket.write(words))
  socket.on('error', () => {})
  let over = false
  socket.on('close', () => (over = true))
  socket.resume()
  return Object.defineProperty(socket, 'over', { get: () => over }) as Socket & { readonly over: boolean }
}
const POST = 'POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 100000\r\n\r\n'

test('a body that stops arriving is given up, and one that trickles', async () => {
  const port = await reading()
  const still = begin(port, `${POST}hello`)
  const trickling = begin(port, POST)
  const timer = setInterval(() => trickling.write('x'), 20)
  onTestFinished(() => clearInterval(timer))
  await until(() => still.over && trickling.over, 'both are over')
})

test('a slow body that goes on arriving is taken whole', async () => {
  const port = await reading()
  const sent = ask({ port, method: 'POST', headers: { 'content-length': 8_000 } })
  const answered = once(sent, 'response') as Promise<[NodeJS.ReadableStream]>
  for (let n = 0; n < 20; n++) {
    sent.write('x'.repeat(400))
    await new Promise((resolve) => setTimeout(resolve, 40))
  }
  sent.end()
  const [answer] = await answered
  const [body] = (await once(answer, 'data')) as [Buffer]
  expect(body.toString()).toBe('8000')
})

test('an answer that takes its time is waited for', async () => {
  const server = createServer((request, response) => {
    request.resume()
    setTimeout(() => response.end('late'), 900)
  })
  endHalfSent(server, QUICK)
  const port = await listening(server)
  const answer = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: 'all of it' })
  expect(await answer.text()).toBe('late')
})

test('of too many unfinished requests the oldest goes, and whole ones are served', async () => {
  const port = await reading({ stillMs: 60_000, mostEach: 20 })
  const halves = Array.from({ length: 30 }, () => begin(port, 'GET / HTTP/1.1\r\nHost: he'))
  await until(() => halves.filter(({ over }) => over).length === 10, 'ten are over')
  for (let n = 0; n < 60; n++) expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200)
})

test('headers that never end are given up within seconds, and every answer says how it may be used', async () => {
  const config = { origin: null, trustProxy: false, limits: DEFAULT_LIMITS }
  const server = createHttpServer(config, (_request, response) => response.end('file'))
  const port = await listening(server)
  const half = begin(port, 'GET / HTTP/1.1\r\nHost: he')
  const { headers } = await fetch(`http://127.0.0.1:${port}/icon.svg`)
  expect([headers.get('x-content-type-options'), headers.get('x-frame-options')]).toEqual(['nosniff', 'DENY'])
  await until(() => half.over, 'it is over', 20_000)
})
