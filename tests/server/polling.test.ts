/** The board's frames over HTTP long polls, with the browser's own `PollingSocket` under an unmodified y-websocket. */
import * as encoding from 'lib0/encoding'
import { onTestFinished, expect, test, vi } from 'vitest'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { read, write } from '#lib/board/layout.ts'
import { DEFAULT_LIMITS } from '#server/sync/limits.ts'
import { PollingSocket } from '#lib/sync/polling.ts'
import {
  board,
  connect,
  contentOn,
  note,
  person,
  plain,
  RawClient,
  type Running,
  startServer,
  textOf,
  until,
} from './support.ts'

type Fetch = typeof fetch
type Who = { readonly cookie: string }

/** What a browser adds to each request. */
const asBrowser =
  ({ origin }: Pick<Running, 'origin'>, { cookie }: Who): Fetch =>
  (asked, init) =>
    fetch(asked, { ...init, headers: { ...init?.headers, cookie, origin } })

/** `on`: stands between the client and its requests. */
function poller(server: Running, boardId: string, who: Who, on: (ask: Fetch) => Fetch = (ask) => ask, stock = false) {
  const doc = new Y.Doc()
  const closes: { code: number; reason: string }[] = []
  class Polling extends PollingSocket {
    constructor(url: string) {
      super(url, [], on(asBrowser(server, who)))
    }
  }
  const provider = new WebsocketProvider(`ws://127.0.0.1:${server.port}/sync`, boardId, doc, {
    WebSocketPolyfill: Polling as never,
    disableBc: true,
    params: stock ? { stock: '' } : {},
  })
  const client = {
    doc,
    provider,
    closes,
    acknowledged: 0,
    write: (id: string, text: string) => {
      doc.transact(() => write(doc, [note(id, text)]))
    },
    get content() {
      return read(doc)
    },
  }
  provider.messageHandlers[120] = (_encoder, decoder) => {
    client.acknowledged = (decoder as { arr: Uint8Array; pos: number }).arr[1]!
  }
  provider.messageHandlers[121] = () => undefined
  provider.messageHandlers[122] = () => undefined
  provider.on('connection-close', (event) => event && closes.push({ code: event.code, reason: event.reason }))
  onTestFinished(() => {
    provider.awareness.destroy()
    provider.destroy()
  })
  return client
}

const synced = (client: ReturnType<typeof poller>) => until(() => client.provider.synced, 'it is in step')

/** By hand: answers as they come. */
const post = (server: Running, who: Who, path: string, body?: Uint8Array<ArrayBuffer>, headers = {}) =>
  fetch(`${server.origin}/sync/${path}`, {
    method: 'POST',
    headers: { cookie: who.cookie, origin: server.origin, ...headers },
    ...(body ? { body } : {}),
  })

async function lineOf(server: Running, boardId: string, who: Who): Promise<string> {
  return ((await (await post(server, who, `${boardId}/poll`)).json()) as { line: string }).line
}

const body = (...frames: readonly Uint8Array[]) => {
  const encoder = encoding.createEncoder()
  for (const frame of frames) encoding.writeVarUint8Array(encoder, frame)
  return encoding.toUint8Array(encoder) as Uint8Array<ArrayBuffer>
}

function updateFrame(id: string, text: string): Uint8Array {
  const doc = new Y.Doc()
  doc.transact(() => write(doc, [note(id, text)]))
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, 0)
  encoding.writeVarUint(encoder, 2)
  encoding.writeVarUint8Array(encoder, Y.encodeStateAsUpdate(doc))
  return encoding.toUint8Array(encoder)
}

test('one on a socket and one on polls see each other, and edits are acknowledged once they are on disk', async () => {
  const server = await startServer()
  const { id, facilitator } = await board(server)
  const lucie = await connect(server, id, facilitator)
  const nadia = poller(server, id, await person(server, 'Nadia', 'participant', id))
  await synced(nadia)
  lucie.write(note('by-socket001', 'par une connexion'))
  nadia.write('by-polls0001', 'par des questions')
  await until(() => textOf(nadia, 'by-socket001') && textOf(lucie, 'by-polls0001'), 'both see both')
  await until(() => nadia.acknowledged >= 2, 'what was polled up is acknowledged')
  expect(plain(nadia.doc)).toEqual(plain(lucie.doc))
  nadia.provider.awareness.setLocalState({ cursor: [1, 2], view: 'tree' })
  await until(() => lucie.present.has(nadia.doc.clientID), 'the cursor is seen')
  expect(lucie.present.get(nadia.doc.clientID)).toMatchObject({ user: { name: 'Nadia' } })
  nadia.provider.disconnect()
  await until(() => !lucie.present.has(nadia.doc.clientID), 'leaving is seen')
  expect(server.faults).toEqual([])
})

test('what happens on the board is told at most once a second, however much happens', async () => {
  const server = await startServer()
  const { id, facilitator } = await board(server)
  const lucie = await connect(server, id, facilitator)
  let polls = 0
  const nadia = poller(server, id, await person(server, 'Nadia', 'participant', id), (ask) => (asked, init) => {
    if (String(asked).includes('/down')) polls++
    return ask(asked, init)
  })
  await synced(nadia)
  const [before, at] = [polls, performance.now()]
  for (let i = 0; i < 60; i++) {
    lucie.write(note(`much-${String(i).padStart(7, '0')}`, 'x'))
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  await until(() => textOf(nadia, 'much-0000059'), 'all of it arrives')
  const atOnce = 4
  expect(polls - before).toBeLessThanOrEqual((performance.now() - at) / 1_000 + atOnce + 1)
})

test('an answer lost on the way is given again, and a body sent twice is taken once', async () => {
  const server = await startServer()
  const { id, facilitator } = await board(server)
  const lucie = await connect(server, id, facilitator)
  const lost = { down: 0, up: 0 }
  // The server has answered each of them; the answer does not arrive.
  const lossy =
    (ask: Fetch): Fetch =>
    async (asked, init) => {
      const response = await ask(asked, init)
      const way = String(asked).includes('/down') ? 'down' : String(asked).includes('/up') ? 'up' : null
      if (way && ++lost[way] % 2 === 1) throw new TypeError('lost')
      return response
    }
  const nadia = poller(server, id, await person(server, 'Nadia', 'participant', id), lossy)
  await synced(nadia)
  for (let i = 0; i < 4; i++) {
    lucie.write(note(`down-000000${i}`, 'x'))
    nadia.write(`up-00000000${i}`, 'y')
    await until(() => textOf(nadia, `down-000000${i}`) && textOf(lucie, `up-00000000${i}`), 'both arrive')
  }
  await until(() => nadia.acknowledged >= 5, 'the count is that of what was sent once')
  await new Promise((resolve) => setTimeout(resolve, 1_500))
  expect(nadia.acknowledged).toBe(5)
  expect(nadia.closes).toEqual([])
  expect(lost.up).toBeGreaterThan(2)
})

test('a page that something on the way puts in the place of an answer is none: nothing is taken for sent or received', async () => {
  const server = await startServer()
  const { id, facilitator } = await board(server)
  const lucie = await connect(server, id, facilitator)
  let [portal, pages] = [false, 0]
  const behind =
    (ask: Fetch): Fetch =>
    async (asked, init) => {
      if (!portal) return ask(asked, init)
      pages++
      return new Response('<!DOCTYPE html><title>Bienvenue</title>', { headers: { 'content-type': 'text/html' } })
    }
  const nadia = poller(server, id, await person(server, 'Nadia', 'participant', id), behind)
  await synced(nadia)
  portal = true
  nadia.write('up', 'while the portal asked for a password')
  lucie.write(note('down', 'meanwhile'))
  await until(() => pages >= 2, 'both ways lead to its page')
  portal = false
  await until(() => textOf(nadia, 'down') && textOf(lucie, 'up'), 'both arrive')
  expect(nadia.closes).toEqual([])
})

test('a body sent again after its successor is passed over; one from beyond a gap sends the client away to come back', async () => {
  const server = await startServer()
  const { id, facilitator } = await board(server)
  const line = await lineOf(server, id, facilitator)
  const first = updateFrame('first-000001', 'un')
  const second = updateFrame('second-00001', 'deux')
  await post(server, facilitator, `${id}/poll/${line}/up?first=1`, body(first))
  await post(server, facilitator, `${id}/poll/${line}/up?first=2`, body(second))
  await post(server, facilitator, `${id}/poll/${line}/up?first=1`, body(first, second))
  const after = await post(server, facilitator, `${id}/poll/${line}/up?first=9`, body(first))
  expect(await after.json()).toEqual({ code: 1012, reason: 'gap' })
  const content = await contentOn(server, id)
  expect([content.elements.has('first-000001'), content.elements.has('second-00001')]).toEqual([true, true])
})

test('a line is of the session that opened it: not of another person, not without a session, not of another page', async () => {
  const server = await startServer()
  const { id, facilitator } = await board(server)
  const line = await lineOf(server, id, facilitator)
  const nadia = await person(server, 'Nadia', 'participant', id)
  const unknown = { code: 1012, reason: 'unknown line' }
  for (const who of [nadia, { cookie: '' }])
    for (const verb of ['up?first=1', 'down?after=0', 'leave'])
      expect(await (await post(server, who, `${id}/poll/${line}/${verb}`)).json()).toEqual(unknown)
  expect(await (await post(server, facilitator, `${id}/poll/${'x'.repeat(22)}/leave`)).json()).toEqual(unknown)
  const evil = await post(server, facilitator, `${id}/poll/${line}/leave`, undefined, {
    origin: 'https://evil.example',
  })
  expect(evil.status).toBe(403)
  const reading = await fetch(`${server.origin}/sync/${id}/poll/${line}/down?after=0`, {
    headers: { cookie: facilitator.cookie },
  })
  expect(reading.status).toBe(403)
  const own = await post(server, facilitator, `${id}/poll/${line}/down?after=0`)
  expect(own.headers.get('content-type')).toBe('application/octet-stream')
  expect(own.headers.get('cache-control')).toBe('no-store')
})

test('a stranger, somebody without a session, an unknown board and another epoch are told why in words', async () => {
  const server = await startServer()
  const { id, facilitator } = await board(server)
  const stranger = await person(server, 'Igor')
  const refusals = await Promise.all(
    [
      post(server, stranger, `${id}/poll`),
      post(server, { cookie: '' }, `${id}/poll`),
      post(server, facilitator, `${'x'.repeat(22)}/poll`),
      post(server, facilitator, `nonsense/poll`),
      post(server, facilitator, `${id}/poll?epoch=12345`),
    ].map(async (answer) => ((await (await answer).json()) as { code: number }).code),
  )
  expect(refusals).toEqual([4403, 4401, 4404, 4404, 4410])
})

test('whoever is removed, or signs out, is closed while it polls', async () => {
  const server = await startServer()
  const { id } = await board(server)
  const nadia = await person(server, 'Nadia', 'participant', id)
  const omar = await person(server, 'Omar', 'participant', id)
  const [polling, other] = [poller(server, id, nadia), poller(server, id, omar)]
  await synced(polling)
  await synced(other)
  server.services.db.prepare('DELETE FROM membership WHERE person_id = ?').run(nadia.personId)
  await server.services.rooms.recheck()
  await until(() => polling.closes.length > 0, 'it is told')
  expect(polling.closes).toEqual([{ code: 4403, reason: 'no access' }])
  await server.services.joining.signOut((await server.services.sessions.read(omar.token))!.id)
  await until(() => other.closes.length > 0, 'it is told')
  expect(other.closes).toEqual([{ code: 4401, reason: 'session over' }])
})

test('an observer on polls reads and does not write', async () => {
  const server = await startServer()
  const { id, facilitator } = await board(server)
  const lucie = await connect(server, id, facilitator)
  const omar = poller(server, id, await person(server, 'Omar', 'observer', id))
  await synced(omar)
  omar.write('by-observer1', 'non')
  lucie.write(note('for-observer', 'oui'))
  await until(() => textOf(omar, 'for-observer'), 'an observer sees')
  const content = await contentOn(server, id)
  expect(content.elements.has('by-observer1')).toBe(false)
  expect(omar.closes).toEqual([])
})

test('a body or a frame that is too large, and one that is cut, close the line with the codes of a socket', async () => {
  const server = await startServer()
  const { id, facilitator } = await board(server)
  const sent = async (bytes: Uint8Array<ArrayBuffer>) => {
    const line = await lineOf(server, id, facilitator)
    return (await post(server, facilitator, `${id}/poll/${line}/up?first=1`, bytes)).json()
  }
  expect(await sent(new Uint8Array(11 << 20))).toEqual({ code: 4413, reason: 'body' })
  expect(await sent(body(new Uint8Array(9.5 * (1 << 20))))).toEqual({ code: 4413, reason: 'frame' })
  expect(await sent(new Uint8Array([200, 1, 0]))).toEqual({ code: 4409, reason: 'malformed' })
  expect(await sent(body(new Uint8Array([0, 9])))).toEqual({ code: 4409, reason: 'malformed' })
  expect(server.faults).toEqual([])
})

test('who stays away is gone, who leaves is gone at once, and a person has so many lines', async () => {
  const server = await startServer({ silenceMs: 300 })
  const { id, facilitator } = await board(server)
  const line = await lineOf(server, id, facilitator)
  expect(await server.services.rooms.count(id)).toBe(1)
  await until(() => server.services.rooms.sockets === 0, 'silence ends it')
  const answer = await post(server, facilitator, `${id}/poll/${line}/down?after=0`)
  expect(await answer.json()).toEqual({ code: 1012, reason: 'unknown line' })
  const left = await lineOf(server, id, facilitator)
  await post(server, facilitator, `${id}/poll/${left}/leave`)
  expect(server.services.rooms.sockets).toBe(0)
  const lines = []
  for (let i = 0; i <= 10; i++) lines.push(await (await post(server, facilitator, `${id}/poll`)).json())
  expect(lines.at(-1)).toEqual({ code: 1013, reason: 'person' })
})

test('who takes long to be told much has not stayed away', async () => {
  const server = await startServer({ silenceMs: 300 })
  const { id, facilitator } = await board(server)
  const lucie = await connect(server, id, facilitator)
  lucie.write(note('long', 'x'.repeat(60_000)))
  await until(() => lucie.acknowledged === lucie.sent, 'it is stored')
  const nadia = await person(server, 'Nadia', 'participant', id)
  const line = await lineOf(server, id, nadia)
  await post(server, nadia, `${id}/poll/${line}/up?first=1`, body(new Uint8Array([0, 0, 1, 0])))
  const told = new Uint8Array(await (await post(server, nadia, `${id}/poll/${line}/down?after=0`)).arrayBuffer())
  expect(told.length).toBeGreaterThan(60_000)
  await new Promise((resolve) => setTimeout(resolve, 1_500))
  const again = await post(server, nadia, `${id}/poll/${line}/down?after=0`)
  expect(again.headers.get('content-type')).toBe('application/octet-stream')
})

test('an answer that comes slowly is waited for, and one that does not come is not', async () => {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  const asked: string[] = []
  let bytes = 0
  const answer: Fetch = async (to, init) => {
    asked.push(String(to).replace(/^.*poll/, ''))
    const json = new Headers({ 'content-type': 'application/json' })
    if (!String(to).includes('/down')) return { ok: true, headers: json, json: async () => ({ line: 'x' }) } as Response
    const headers = new Headers({ 'content-type': 'application/octet-stream', 'content-length': String(bytes) })
    const arrayBuffer = () =>
      new Promise<ArrayBuffer>((resolve, reject) => {
        setTimeout(() => resolve(new ArrayBuffer(0)), bytes > 0 ? 90_000 : 1e9)
        init!.signal!.addEventListener('abort', () => reject(new Error('given up')))
      })
    return { ok: true, headers, arrayBuffer } as Response
  }
  const times = async (of: number) => {
    asked.length = 0
    bytes = of
    const socket = new PollingSocket('ws://127.0.0.1/sync/b', [], answer)
    await vi.advanceTimersByTimeAsync(80_000)
    socket.close()
    return asked.filter((to) => to.includes('/down')).length
  }
  expect(await times(800_000)).toBe(1)
  expect(await times(0)).toBeGreaterThan(1)
})

test('a poll that is cut keeps what it was to be told', async () => {
  const server = await startServer()
  const { id, facilitator } = await board(server)
  const lucie = await connect(server, id, facilitator)
  const nadia = await person(server, 'Nadia', 'participant', id)
  const line = await lineOf(server, id, nadia)
  const after = (n: number) => `${id}/poll/${line}/down?after=${n}`
  const down = async (n: number) => new Uint8Array(await (await post(server, nadia, after(n))).arrayBuffer())
  // The server's clock, and what it asks for.
  expect((await down(0))[0]).toBe(1)
  expect((await down(1))[0]).toBe(2)
  const cut = new AbortController()
  const cutPoll = fetch(`${server.origin}/sync/${after(2)}`, {
    method: 'POST',
    headers: { cookie: nadia.cookie, origin: server.origin },
    signal: cut.signal,
  }).catch(() => 'cut')
  await new Promise((resolve) => setTimeout(resolve, 200))
  cut.abort()
  expect(await cutPoll).toBe('cut')
  lucie.sendPresence(lucie.doc.clientID, 1, { cursor: [3, 4], view: 'tree' })
  // Nobody asked for the board's state on this line: presence waits for that, the heartbeat and what is asked for do not.
  await post(server, nadia, `${id}/poll/${line}/up?first=1`, body(new Uint8Array([3])))
  const next = await down(2)
  expect(next[0]).toBe(3)
  expect(next.length).toBeGreaterThan(3)
})

test('a line that sends too much at once is read more slowly, and loses nothing', async () => {
  const server = await startServer({}, { limits: { ...DEFAULT_LIMITS, framesPerSecond: 20 } })
  const { id, facilitator } = await board(server)
  const line = await lineOf(server, id, facilitator)
  const frames = Array.from({ length: 150 }, (_, i) => updateFrame(`many-${String(i).padStart(7, '0')}`, 'x'))
  expect(await (await post(server, facilitator, `${id}/poll/${line}/up?first=1`, body(...frames))).json()).toEqual({})
  const lucie = await connect(server, id, facilitator)
  await until(() => textOf(lucie, 'many-0000149'), 'all arrive')
  expect(server.services.figures.times('slowedDown')).toBeGreaterThan(0)
})

test('at a stop whoever polls is sent away to come back, with everything stored', async () => {
  const server = await startServer()
  const { id } = await board(server)
  const nadia = poller(server, id, await person(server, 'Nadia', 'participant', id))
  await synced(nadia)
  nadia.write('last-word001', 'dernier mot')
  await until(() => nadia.acknowledged >= 2, 'it is stored')
  nadia.provider.shouldConnect = false
  await server.stop()
  expect(nadia.closes).toEqual([{ code: 1012, reason: 'restart' }])
  const again = await startServer({ dataDir: server.dataDir })
  expect((await contentOn(again, id)).elements.has('last-word001')).toBe(true)
})

test('the ways to the server can be tried out without a session, and from our own pages only', async () => {
  const server = await startServer()
  expect((await post(server, { cookie: '' }, 'test/poll?wait=20')).status).toBe(200)
  expect((await post(server, { cookie: '' }, 'test/poll', undefined, { origin: 'https://evil.example' })).status).toBe(
    403,
  )
  const socket = new RawClient(server.port, '/sync/test', undefined, { silent: true })
  await until(() => socket.closed, 'it is closed')
  expect([socket.closed?.code, Buffer.from(socket.frames[0]!).toString()]).toEqual([1000, 'test'])
  const foreign = new RawClient(server.port, '/sync/test', undefined, { origin: 'https://evil.example' })
  await until(() => foreign.refusedStatus, 'it is refused')
  expect(foreign.refusedStatus).toBe(403)
})
