import { afterEach, expect, test, vi } from 'vitest'
import { Way } from './way.ts'

const SERVER = 'wss://canevas.example/sync'
const BOARD = `${SERVER}/board?epoch=1`

/** A network: what happens to sockets, and whether requests get through. */
function network(sockets: 'open' | 'refused' | 'silent', requests: boolean) {
  const state = { sockets, requests, tried: [] as string[], stored: new Map<string, string>() }
  class FakeSocket extends EventTarget {
    onmessage: (() => void) | null = null
    onclose: (() => void) | null = null
    constructor(url: string) {
      super()
      state.tried.push(url)
      const act = state.sockets
      queueMicrotask(() => {
        if (act === 'open') this.dispatchEvent(new Event('open'))
        if (act === 'open' && url.endsWith('/test')) this.onmessage?.()
        if (act === 'refused') this.close()
      })
    }
    close() {
      this.dispatchEvent(new Event('close'))
      this.onclose?.()
    }
  }
  vi.stubGlobal('WebSocket', FakeSocket)
  vi.stubGlobal('fetch', () =>
    state.requests ? Promise.resolve(Response.json({})) : Promise.reject(new TypeError('cut')),
  )
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => state.stored.get(key) ?? null,
    setItem: (key: string, value: string) => state.stored.set(key, value),
    removeItem: (key: string) => state.stored.delete(key),
  })
  return state
}

afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

/** What y-websocket does: a line, and another one when it fails. */
async function attempts(way: Way, count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    way.line(BOARD, ['wb.v1'])
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

test('refused twice while requests get through, the tab goes on by polls and remembers it', async () => {
  const net = network('refused', true)
  const changed = vi.fn()
  const way = new Way(SERVER, changed)
  await attempts(way, 1)
  expect(way.slow).toBe(false)
  await attempts(way, 1)
  await vi.waitFor(() => expect(way.slow).toBe(true))
  expect(changed).toHaveBeenCalledOnce()
  const next = new Way(SERVER, changed)
  await next.ready()
  expect(next.slow).toBe(true)
  expect(net.stored.size).toBe(1)
  way.end()
  next.end()
})

test('without any network nothing is blocked: it stays with sockets', async () => {
  network('refused', false)
  const way = new Way(SERVER, () => expect.unreachable())
  await attempts(way, 4)
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(way.slow).toBe(false)
  way.end()
})

test('a socket that gets through when it is tried again is no blocked one: the server was away', async () => {
  const net = network('refused', true)
  const way = new Way(SERVER, () => expect.unreachable())
  way.line(BOARD, [])
  way.line(BOARD, [])
  net.sockets = 'open'
  await vi.waitFor(() => expect(net.tried).toContain(`${SERVER}/test`))
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(way.slow).toBe(false)
  way.end()
})

test('a socket that never answers is in doubt after four seconds', async () => {
  vi.useFakeTimers()
  network('silent', true)
  const way = new Way(SERVER, () => undefined)
  way.line(BOARD, [])
  await vi.advanceTimersByTimeAsync(3_900)
  expect(way.slow).toBe(false)
  await vi.advanceTimersByTimeAsync(2_000)
  await vi.waitFor(() => expect(way.slow).toBe(true))
  way.end()
})

test('on a better network a remembered slow tab comes back to sockets within five minutes', async () => {
  vi.useFakeTimers()
  const net = network('refused', true)
  net.stored.set('canevas:slow', '1')
  const changed = vi.fn()
  const way = new Way(SERVER, changed)
  await way.ready()
  await vi.advanceTimersByTimeAsync(1_000)
  expect(way.slow).toBe(true)
  net.sockets = 'open'
  await vi.advanceTimersByTimeAsync(5 * 60_000)
  expect([way.slow, changed.mock.calls.length, net.stored.size]).toEqual([false, 1, 0])
  way.end()
})
