/** What can be seen from outside: readiness, figures, and a log that names nobody. */
import { expect, test } from 'vitest'
import { createLogger } from '#server/log.ts'
import { board, connect, note, person, startServer, until, type Running } from './support.ts'

const TOKEN = 'a-token-for-the-tests'

const ask = async (running: Pick<Running, 'origin'>, path: string, authorization?: string) => {
  const response = await fetch(running.origin + path, { headers: authorization ? { authorization } : {} })
  return { status: response.status, headers: response.headers, body: await response.text() }
}
const healthOf = async (running: Pick<Running, 'origin'>) => {
  const { status, body } = await ask(running, '/health')
  return { status, ...(JSON.parse(body) as { ready?: true; why?: string[] }) }
}

test('a server that can keep what people write is ready', async () => {
  const server = await startServer()
  expect(await healthOf(server)).toEqual({ status: 200, ready: true })
})

test('a server whose commits fail is not ready, until one succeeds', async () => {
  let full = false
  const server = await startServer({
    wrapUpdates: (updates) => ({
      ...updates,
      async append(...given) {
        if (full) throw new Error('database or disk is full')
        return updates.append(...given)
      },
    }),
  })
  const { id, facilitator } = await board(server)
  const client = await connect(server, id, facilitator)
  full = true
  client.write(note('n', 'kept'))
  await until(() => server.services.log.stalled, 'a commit fails')
  expect(await healthOf(server)).toMatchObject({ status: 503, why: ['commits failing'] })
  full = false
  await until(() => !server.services.log.stalled, 'it is tried again')
  expect(await healthOf(server)).toMatchObject({ status: 200 })
})

test('a database that cannot be written is found out even when nobody edits', async () => {
  let now = Date.now()
  const server = await startServer({ now: () => now })
  expect(await healthOf(server)).toMatchObject({ status: 200 })
  server.services.db.pragma('query_only = ON')
  now += 2_000
  expect(await healthOf(server)).toMatchObject({ status: 503, why: ['database not writable'] })
  server.services.db.pragma('query_only = OFF')
  now += 2_000
  expect(await healthOf(server)).toMatchObject({ status: 200 })
})

test('a server that stops says so until the end', async () => {
  const server = await startServer()
  const closing = server.services.close()
  expect(await healthOf(server)).toMatchObject({ status: 503, why: ['stopping'] })
  await closing
  expect(await healthOf(server)).toMatchObject({ status: 503, why: ['stopping'] })
})

test('figures are for who bears the token; without one there are none to read', async () => {
  const closed = await startServer()
  expect((await ask(closed, '/metrics')).body).toBe('no pages here')
  const server = await startServer({}, { metrics: { token: TOKEN, port: null } })
  for (const given of [undefined, 'Bearer ', `Bearer ${TOKEN}x`, TOKEN, `Basic ${TOKEN}`])
    expect([given, (await ask(server, '/metrics', given)).status]).toEqual([given, 401])
  const { status, headers } = await ask(server, '/metrics', `Bearer ${TOKEN}`)
  expect([status, headers.get('content-type')]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8'])
})

test('figures say what happens, in words that Prometheus reads, and name nobody', async () => {
  const server = await startServer({}, { metrics: { token: TOKEN, port: null } })
  const { id, facilitator } = await board(server)
  const [lucie, karim] = [
    await connect(server, id, facilitator),
    await connect(server, id, await person(server, 'Karim', 'participant', id)),
  ]
  lucie.write(note('n', 'a secret of the board'))
  await until(() => karim.doc.getMap('elements').has('n'), 'it arrives')
  server.services.figures.count('closed', 'a "reason"\nin \\ two lines')
  server.services.traffic.count('GET', '/b/[board]', 200)
  const { body } = await ask(server, '/metrics', `Bearer ${TOKEN}`)
  const lines = body.trimEnd().split('\n')
  const sample =
    /^[a-z_]+(\{[a-z]+="([^"\\\n]|\\["\\n])*"(,[a-z]+="([^"\\\n]|\\["\\n])*")*\})? -?\d+(\.\d+)?(e[-+]?\d+)?$/
  for (const line of lines) expect(line).toMatch(line.startsWith('#') ? /^# (HELP|TYPE) [a-z_]+ \S/ : sample)
  const valueOf = (start: string) =>
    Number(
      lines
        .find((line) => line.startsWith(`${start} `))
        ?.split(' ')
        .at(-1),
    )
  expect(valueOf('canevas_ready')).toBe(1)
  expect(valueOf('canevas_rooms')).toBe(1)
  expect([valueOf('canevas_sockets'), valueOf('canevas_slow_lines')]).toEqual([2, 0])
  expect(valueOf('canevas_boards')).toBe(1)
  expect(valueOf('canevas_log_rows')).toBeGreaterThan(0)
  expect(valueOf('canevas_commit_seconds_count')).toBe(valueOf('canevas_commit_seconds_bucket{le="+Inf"}'))
  expect(valueOf('canevas_commit_recent_seconds{quantile="0.99"}')).toBeGreaterThan(0)
  expect(body).toContain(String.raw`canevas_lines_closed_total{reason="a \"reason\"\nin \\ two lines"} 1`)
  expect(valueOf('canevas_presence_dropped_total')).toBeGreaterThanOrEqual(0)
  expect(valueOf('canevas_http_requests_total{method="GET",route="/b/[board]",status="200"}')).toBe(1)
  for (const secret of ['Karim', 'Lucie', 'a secret', id, facilitator.token]) expect(body).not.toContain(secret)
  lucie.leave()
  await until(() => server.services.rooms.sockets === 1, 'she has left')
  const headers = { cookie: facilitator.cookie, origin: server.origin }
  await fetch(`${server.origin}/sync/${id}/poll`, { method: 'POST', headers })
  expect((await ask(server, '/metrics', `Bearer ${TOKEN}`)).body).toContain('\ncanevas_slow_lines 1\n')
})

test('the log is one JSON object a line, with the field names of pino', () => {
  const { lines, logger } = listening()
  logger.info('started', { port: 3000 })
  logger.error('fault', new TypeError('two\nlines'), { id: 'x' })
  logger.warn('odd')
  expect(lines.every((line) => line.endsWith('\n') && line.indexOf('\n') === line.length - 1)).toBe(true)
  const [started, fault, odd] = lines.map((line) => JSON.parse(line))
  expect(started).toEqual({ level: 30, time: 7, pid: process.pid, msg: 'started', port: 3000 })
  expect(fault).toMatchObject({ level: 50, msg: 'fault', id: 'x', err: { type: 'TypeError', message: 'two\nlines' } })
  expect(odd.level).toBe(40)
})

test('a name, a token, an address or what an error carries never reaches the log', () => {
  const { lines, logger } = listening()
  const fault = Object.assign(new Error('not stored'), { row: 'Un secret', request: { cookie: 'jeton-secret' } })
  logger.error('fault', fault, { boardId: 'b1', name: 'Karim', token: 'jeton-secret', url: '/j/jeton-secret' })
  logger.error('fault', 'a thrown string')
  expect(lines.join('')).not.toMatch(/Karim|secret/i)
  expect(JSON.parse(lines[0]!)).toMatchObject({ boardId: 'b1', err: { message: 'not stored' } })
  expect(JSON.parse(lines[1]!).err).toEqual({ type: 'string', message: 'a thrown string', stack: '' })
})

function listening() {
  const lines: string[] = []
  return {
    lines,
    logger: createLogger({ write: (line) => lines.push(line) }, () => 7),
  }
}
