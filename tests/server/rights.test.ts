import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { write } from '#lib/board/layout.ts'
import { LIFETIME } from '#server/auth/session.ts'
import { board, connect, contentOn, note, person, RawClient, roundTrip, startServer, textOf, until } from './support.ts'

test('an observer writes by neither sync message, stays connected, and has a cursor', async () => {
  const server = await startServer()
  const { id, facilitator } = await board(server)
  const lucie = await connect(server, id, facilitator)
  const omar = await connect(server, id, await person(server, 'Omar', 'observer', id))
  await until(() => omar.acknowledged === omar.sent, 'what an observer has not written is acknowledged')
  omar.write(note('live', 'by message 2'))
  const doc = new Y.Doc()
  doc.transact(() => write(doc, [note('whole', 'by message 1')]))
  omar.sendSync(1, Y.encodeStateAsUpdate(doc))
  omar.sendPresence(omar.doc.clientID, 1, { cursor: [3, 4], view: 'tree' })
  await until(() => lucie.present.has(omar.doc.clientID), 'the cursor is seen')
  await roundTrip(omar)
  const content = await contentOn(server, id)
  expect([content.elements.has('live'), content.elements.has('whole'), omar.closed]).toEqual([false, false, null])
  expect([textOf(lucie, 'live'), textOf(lucie, 'whole')]).toEqual([null, null])
  expect(omar.acknowledged).toBeLessThan(omar.sent)
  lucie.write(note('seen', 'by the observer'))
  await until(() => textOf(omar, 'seen'), 'an observer still sees what others write')
})

test('a third sync message, a text frame and a frame too long close the line', async () => {
  const server = await startServer()
  const { id, facilitator } = await board(server)
  const odd = await connect(server, id, facilitator)
  odd.sendSync(3, new Uint8Array([0]))
  await until(() => odd.closed, 'it is closed')
  expect(odd.closed).toEqual({ code: 4409, reason: 'malformed' })
  const text = await connect(server, id, facilitator)
  text.socket.send('hello')
  await until(() => text.closed, 'it is closed')
  expect(text.closed?.code).toBe(4409)
  const live = await connect(server, id, facilitator)
  live.sendSync(2, new Uint8Array(2 << 20))
  await until(() => live.closed, 'it is closed')
  expect(live.closed?.code).toBe(4413)
  const long = await connect(server, id, facilitator)
  long.send(new Uint8Array(10 << 20))
  await until(() => long.closed, 'it is closed')
  expect(long.closed?.code).toBe(4413)
})

test('a page of another site does not get a socket, whatever cookie the browser sends', async () => {
  const server = await startServer()
  const { id, facilitator } = await board(server)
  for (const origin of ['https://evil.example', `http://127.0.0.1:${server.port + 1}`, 'null', null]) {
    const client = new RawClient(server.port, `/sync/${id}`, facilitator.cookie, { origin })
    await until(() => client.refusedStatus ?? client.answered, 'it is refused')
    expect([origin, client.refusedStatus]).toEqual([origin, 403])
  }
})

test('with a configured ORIGIN only that one gets in', async () => {
  const server = await startServer({}, { origin: 'https://canevas.example' })
  const { id, facilitator } = await board(server)
  const own = await connect(server, id, facilitator, { origin: 'https://canevas.example' })
  expect(own.answered).toBe(true)
  const other = new RawClient(server.port, `/sync/${id}`, facilitator.cookie)
  await until(() => other.refusedStatus ?? other.answered, 'it is refused')
  expect(other.refusedStatus).toBe(403)
})

test('other paths get no socket', async () => {
  const server = await startServer()
  const { facilitator } = await board(server)
  for (const path of ['/', '/sync', '/sync/', '/sync/a/b', '/other/abc']) {
    const client = new RawClient(server.port, path, facilitator.cookie)
    await until(() => client.refusedStatus ?? client.closed, 'it is refused')
    expect([path, client.refusedStatus ?? client.closed?.code]).toEqual([path, path === '/sync/' ? 4404 : 404])
  }
})

test('no session, a session that is over, a board that is not there, and one of others: each its own code', async () => {
  let now = Date.now()
  const server = await startServer({ now: () => now })
  const { id, facilitator } = await board(server)
  const codeOf = async (boardId: string, cookie: string) => {
    const client = await connect(server, boardId, { cookie })
    await until(() => client.closed, 'it is closed')
    return client.closed?.code
  }
  const [sessionId, secret] = facilitator.token.split('.')
  expect(await codeOf(id, '')).toBe(4401)
  expect(await codeOf(id, 'canevas_session=%zz')).toBe(4401)
  expect(await codeOf(id, `canevas_session=${sessionId}.${secret!.slice(0, -2)}AA`)).toBe(4401)
  expect(await codeOf('AAAAAAAAAAAAAAAAAAAAAA', facilitator.cookie)).toBe(4404)
  expect(await codeOf("'; DROP TABLE board", facilitator.cookie)).toBe(4404)
  expect(await codeOf(id, (await person(server, 'Stranger')).cookie)).toBe(4403)
  now += LIFETIME.guest
  expect(await codeOf(id, facilitator.cookie)).toBe(4401)
})

test('a session lasts from its last use, not from its first', async () => {
  let now = Date.now()
  const server = await startServer({ now: () => now })
  const { facilitator } = await board(server)
  for (let n = 0; n < 3; n++) {
    now += LIFETIME.guest - 1_000
    expect((await server.services.sessions.read(facilitator.token))?.person.name).toBe('Lucie')
  }
  now += LIFETIME.guest + 1_000
  expect(await server.services.sessions.read(facilitator.token)).toBeNull()
})

test('revoking an invitation closes the sockets that lived on it, at once, and no others', async () => {
  const server = await startServer()
  const { services } = server
  const { id, facilitator } = await board(server)
  const { programmeId } = (await services.boardRows.read(id))!
  const invitation = await services.joining.invite({
    programmeId,
    boardId: id,
    role: 'participant',
    expiresAt: null,
    by: facilitator.personId,
  })
  const accepted = await services.joining.accept(invitation.id, {
    guest: { name: 'Nadia', structure: 'Montfleur' },
    address: '10.0.0.1',
  })
  if (!accepted.ok) throw new Error('not accepted')
  const nadia = await connect(server, id, { cookie: `canevas_session=${accepted.token!.token}` })
  const [lucie, karim] = [
    await connect(server, id, facilitator),
    await connect(server, id, await person(server, 'Karim', 'participant', id)),
  ]
  nadia.write(note('n', 'of Nadia'))
  await until(() => textOf(lucie, 'n'), 'she takes part')
  await services.joining.revoke(invitation.id)
  await until(() => nadia.closed, 'she is out')
  expect([nadia.closed?.code, lucie.closed, karim.closed]).toEqual([4403, null, null])
  const again = await services.joining.accept(invitation.id, { personId: accepted.personId })
  expect(again).toMatchObject({ ok: false, invitation: { is: 'revoked' } })
})

test('signing out closes the sockets of that session only', async () => {
  const server = await startServer()
  const { services } = server
  const { id, facilitator } = await board(server)
  const elsewhere = await services.sessions.begin(facilitator.personId, 'guest')
  const [here, there] = [
    await connect(server, id, facilitator),
    await connect(server, id, { cookie: `canevas_session=${elsewhere.token}` }),
  ]
  await services.joining.signOut(facilitator.token.split('.')[0]!)
  await until(() => here.closed, 'this one is out')
  expect([here.closed?.code, there.closed]).toEqual([4401, null])
})

test('a role that changes sends the line away to come back with its new rights', async () => {
  const server = await startServer()
  const { services } = server
  const { id } = await board(server)
  const omar = await person(server, 'Omar', 'observer', id)
  const client = await connect(server, id, omar)
  const { programmeId } = (await services.boardRows.read(id))!
  const promoted = {
    personId: omar.personId,
    programmeId,
    boardId: id,
    role: 'participant',
    viaInvitation: null,
  } as const
  await services.memberships.create(promoted, services.now())
  await services.rooms.recheck()
  await until(() => client.closed, 'it is sent away')
  expect(client.closed?.code).toBe(1012)
})

test('an invitation to write taken by somebody who watches, and a removal, count at once', async () => {
  const server = await startServer()
  const { services } = server
  const { id, facilitator } = await board(server)
  const { programmeId } = (await services.boardRows.read(id))!
  const omar = await person(server, 'Omar', 'observer', id)
  const watching = await connect(server, id, omar)
  const invitation = await services.joining.invite({
    programmeId,
    boardId: id,
    role: 'participant',
    expiresAt: null,
    by: facilitator.personId,
  })
  await services.joining.accept(invitation.id, { personId: omar.personId })
  await until(() => watching.closed, 'he is sent away to come back')
  const writing = await connect(server, id, omar)
  writing.write(note('n', 'of Omar'))
  await until(() => writing.acknowledged === writing.sent, 'he writes')
  await services.joining.removeMember(omar.personId, id, 'facilitator')
  await until(() => writing.closed, 'he is out')
  expect([watching.closed?.code, writing.closed?.code]).toEqual([1012, 4403])
})

test('a board that is removed is closed for whoever is on it, and their last words are not written', async () => {
  const server = await startServer()
  const { id, facilitator } = await board(server)
  const client = await connect(server, id, facilitator)
  client.write(note('n', 'last words'))
  await server.services.boards.removeBoard(id)
  await until(() => client.closed, 'it is closed')
  expect(client.closed?.code).toBe(4404)
  expect(server.services.db.prepare('SELECT count(*) AS n FROM board_update').get()).toEqual({ n: 0 })
  expect(await server.services.boards.readBoard(id)).toBeNull()
  expect(server.faults).toEqual([])
})

test('a copy from before a restored backup gets nothing in and nothing out; who names no epoch is a stock client', async () => {
  const server = await startServer()
  const { id, facilitator } = await board(server)
  server.services.db.prepare('UPDATE board SET epoch = 7 WHERE id = ?').run(id)
  const open = async (query: string) => {
    const client = new RawClient(server.port, `/sync/${id}${query}`, facilitator.cookie)
    await until(() => client.answered || client.closed, 'the server answers')
    return client
  }
  for (const query of ['?epoch=1', '?epoch=', '?epoch=8&more', '?epoch=seven']) {
    const stale = await open(query)
    expect([query, stale.closed?.code, stale.frames.length]).toEqual([query, 4410, 0])
  }
  for (const query of ['?epoch=7', '']) expect((await open(query)).answered).toBe(true)
  const stranger = new RawClient(server.port, `/sync/${id}?epoch=1`, (await person(server, 'Stranger')).cookie)
  await until(() => stranger.closed, 'it is closed')
  expect(stranger.closed?.code).toBe(4403)
})

test('who is taken out while the room is awaited does not get in', async () => {
  const waits: (() => void)[] = []
  const later = () => new Promise<void>((resolve) => waits.push(resolve))
  let hold: 'load' | 'checkpoint' | null = null
  const server = await startServer({
    graceMs: 0,
    wrapUpdates: (updates) => ({
      ...updates,
      load: (...asked) => (hold === 'load' ? later().then(() => updates.load(...asked)) : updates.load(...asked)),
      checkpoint: (...asked) =>
        hold === 'checkpoint' ? later().then(() => updates.checkpoint(...asked)) : updates.checkpoint(...asked),
    }),
  })
  const { services } = server
  for (const awaited of ['load', 'checkpoint'] as const) {
    const { id, facilitator } = await board(server)
    const nadia = await person(server, 'Nadia', 'participant', id)
    if (awaited === 'checkpoint') {
      const lucie = await connect(server, id, facilitator)
      lucie.write(note('a', 'to be compacted'))
      await until(() => lucie.acknowledged === lucie.sent, 'it is stored')
      lucie.leave()
    } else await until(() => services.rooms.size === 0, 'nothing is open')
    hold = awaited
    if (awaited === 'checkpoint') await until(() => waits.length > 0, 'the room is being put away')
    const late = new RawClient(server.port, `/sync/${id}`, nadia.cookie)
    await until(() => late.open, 'the socket opens')
    if (awaited === 'load') await until(() => waits.length > 0, 'the room is being loaded')
    // Her frames are there, too.
    await roundTripOf(late)
    const taken = services.joining.removeMember(nadia.personId, id, 'facilitator')
    await new Promise((resolve) => setTimeout(resolve, 20))
    hold = null
    for (const go of waits.splice(0)) go()
    await taken
    await until(() => late.closed ?? late.answered, 'she is told')
    expect([awaited, late.closed?.code, late.content.elements.size]).toEqual([awaited, 4403, 0])
  }
})

const roundTripOf = ({ socket }: RawClient) =>
  new Promise((resolve) => {
    socket.once('pong', resolve)
    socket.ping()
  })
