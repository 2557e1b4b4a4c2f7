/** A limit never becomes a lock for others: strangers are slowed by themselves. */
import { expect, test } from 'vitest'
import { DEFAULT_LIMITS } from '#server/sync/limits.ts'
import { board, connect, person, startServer, type Running, demonstration } from './support.ts'

const LUCIE = { name: 'Lucie', structure: 'Animation', email: 'lucie@example.org', password: 'correct horse battery' }
const HOUR = 3_600_000
const hostile = (n: number) => `198.51.${n >> 8}.${n & 255}`

async function invitation({ services }: Running, boardId: string, by: string) {
  const { programmeId } = (await services.boardRows.read(boardId))!
  return services.joining.invite({ programmeId, boardId, role: 'participant', expiresAt: null, by })
}

async function withAccount(now: () => number) {
  const server = await startServer({ now })
  await server.services.joining.createAccount({ ...LUCIE, admin: false }, 'admin')
  const signIn = (address: string, password: string, device?: string) =>
    server.services.joining.signIn({ email: LUCIE.email, password, address, device })
  return { server, signIn }
}

test('a thousand wrong codes from many addresses shut the right one out for nobody', async () => {
  const server = await startServer()
  const { joining } = server.services
  const { id, facilitator } = await board(server)
  const { code } = await invitation(server, id, facilitator.personId)
  for (let n = 0; n < 1_050; n++) await joining.findByCode('AAAAAA', hostile(n % 35))
  const hall = Array.from({ length: 60 }, () => joining.findByCode(code, '192.0.2.1'))
  expect((await Promise.all(hall)).map(({ is }) => is)).toEqual(Array(60).fill('open'))
  // Whoever guesses pays: an address without failures has a few tries, then waits longer and longer.
  const guesses = []
  for (let n = 0; n < 5; n++) guesses.push(await joining.findByCode('BBBBBB', '192.0.2.2'))
  expect(guesses.map(({ is }) => is)).toEqual(['unknown', 'unknown', 'unknown', 'tooMany', 'tooMany'])
  expect((await joining.findByCode(code, '192.0.2.1')).is).toBe('open')
})

test('addresses of one IPv6 network guess as one', async () => {
  const { joining } = (await startServer()).services
  const guesses = []
  for (let n = 0; n < 31; n++) guesses.push((await joining.findByCode('AAAAAA', `2001:db8:1:2::${n}`)).is)
  expect(guesses.at(-1)).toBe('tooMany')
  expect((await joining.findByCode('AAAAAA', '2001:db8:1:3::1')).is).toBe('unknown')
})

test('who goes on guessing waits twice as long each time', async () => {
  let now = 1_000_000
  const { joining } = (await startServer({ now: () => now })).services
  const waits = []
  for (let n = 0; n < 40; n++) {
    const found = await joining.findByCode('AAAAAA', '10.0.0.1')
    if (found.is !== 'tooMany') continue
    waits.push(found.retryAfterSeconds)
    now += found.retryAfterSeconds * 1000
  }
  expect(waits).toEqual([10, 20, 40, 80, 160])
})

test('wrong passwords from one address shut the right one out from no other', async () => {
  const { signIn } = await withAccount(Date.now)
  for (let n = 0; n < 12; n++) await signIn('198.51.100.1', 'wrong')
  expect((await signIn('198.51.100.1', LUCIE.password)).ok).toBe(false)
  expect((await signIn('192.0.2.1', LUCIE.password)).ok).toBe(true)
})

test('an e-mail that is tried from everywhere still opens from a new place, and a known browser has its tries even among those who try', async () => {
  const { signIn } = await withAccount(Date.now)
  const known = await signIn('192.0.2.1', LUCIE.password)
  if (!known.ok) throw new Error('not signed in')
  for (let n = 0; n < 60; n++) await signIn(hostile(n % 10), 'wrong')
  // From an unknown network fewer tries are left, and a right one within them counts.
  expect(await signIn('192.0.2.9', 'wrong')).toMatchObject({ reason: 'wrong' })
  expect((await signIn('192.0.2.9', LUCIE.password)).ok).toBe(true)
  for (const password of ['wrong', 'wrong', 'wrong']) await signIn('192.0.2.8', password)
  expect(await signIn('192.0.2.8', LUCIE.password)).toMatchObject({ reason: 'tooMany' })
  // Her own browser, in the middle of the network that tries.
  expect((await signIn(hostile(1), LUCIE.password, known.device)).ok).toBe(true)
  for (let n = 0; n < 5; n++) expect(await signIn(hostile(1), 'wrong', known.device)).toMatchObject({ reason: 'wrong' })
  expect(await signIn(hostile(1), LUCIE.password, known.device)).toMatchObject({ reason: 'tooMany' })
})

test('the browser of one account is a stranger to another', async () => {
  const { server, signIn } = await withAccount(Date.now)
  const known = await signIn('192.0.2.1', LUCIE.password)
  if (!known.ok) throw new Error('not signed in')
  const other = { email: 'other@example.org', password: 'another long password' }
  await server.services.joining.createAccount({ ...LUCIE, ...other, admin: false }, 'admin')
  const attempt = () =>
    server.services.joining.signIn({ ...other, password: 'wrong', address: '192.0.2.7', device: known.device })
  for (let n = 0; n < 5; n++) await attempt()
  expect(await attempt()).toMatchObject({ reason: 'tooMany' })
})

test('failures that were counted while the clock was ahead count for nothing once it is right, and go', async () => {
  let now = Date.now() + 300 * 24 * HOUR
  const { server, signIn } = await withAccount(() => now)
  for (let n = 0; n < 8; n++) await signIn('192.0.2.1', 'wrong')
  expect(await signIn('192.0.2.1', LUCIE.password)).toMatchObject({ reason: 'tooMany' })
  now -= 300 * 24 * HOUR
  expect((await signIn('192.0.2.1', LUCIE.password)).ok).toBe(true)
  await server.services.purge.run()
  expect(server.services.db.prepare('SELECT count(*) AS n FROM attempt').get()).toEqual({ n: 0 })
})

test('passwords are looked at one after the other, by turns, and what would wait too long is refused', async () => {
  const { server, signIn } = await withAccount(Date.now)
  const many = Array.from({ length: 64 }, (_, n) =>
    server.services.joining.signIn({ email: `x${n}@example.org`, password: 'wrong', address: '198.51.100.1' }),
  )
  expect((await signIn('192.0.2.1', LUCIE.password)).ok).toBe(true)
  const reasons = (await Promise.all(many)).map((result) => (result.ok ? 'ok' : result.reason))
  expect(new Set(reasons)).toEqual(new Set(['wrong', 'busy', 'tooMany']))
  expect(server.faults).toEqual([])
})

test('a made-up setup link costs no password', async () => {
  const { services } = await startServer()
  await services.joining.setupPath()
  const madeUp = Array.from({ length: 500 }, () => services.joining.setUp('AAAAAAAAAAAAAAAAAAAAAA', LUCIE, '10.0.0.1'))
  expect(new Set(await Promise.all(madeUp))).toEqual(new Set([null]))
  // Looked at, all but some thirty would be refused as too many at once.
})

test('sixty people of one address come in at once; one network does not bring guests without end', async () => {
  let now = Date.now()
  const server = await startServer({ now: () => now })
  const { joining } = server.services
  const { id, facilitator } = await board(server)
  const link = await invitation(server, id, facilitator.personId)
  const guest = { name: 'Nadia', structure: 'Montfleur' }
  const enter = (address: string) => joining.accept(link.id, { guest, address })
  const hall = await Promise.all(Array.from({ length: 60 }, () => enter('192.0.2.1')))
  expect(hall.every(({ ok }) => ok)).toBe(true)
  const endless = []
  for (let n = 0; n < 130; n++) endless.push(await enter('198.51.100.1'))
  expect(endless.filter(({ ok }) => ok)).toHaveLength(120)
  expect(endless.at(-1)).toMatchObject({ ok: false, why: 'tooMany', retryAfterSeconds: 10 })
  expect((await enter('192.0.2.1')).ok).toBe(true)
  now += HOUR
  expect((await enter('198.51.100.1')).ok).toBe(true)
})

test('an invitation brings three hundred people at most; whoever came by it still comes in', async () => {
  const server = await startServer()
  const { joining } = server.services
  const { id, facilitator } = await board(server)
  const link = await invitation(server, id, facilitator.personId)
  const guest = { name: 'Nadia', structure: 'Montfleur' }
  const first = await joining.accept(link.id, { guest, address: hostile(0) })
  for (let n = 1; n < 300; n++)
    expect((await joining.accept(link.id, { guest, address: hostile(n % 100) })).ok).toBe(true)
  expect(await joining.accept(link.id, { guest, address: '192.0.2.1' })).toEqual({ ok: false, why: 'full' })
  if (!first.ok) throw new Error('not accepted')
  expect(await joining.accept(link.id, { personId: first.personId })).toMatchObject({ ok: true })
  expect(await joining.accept(link.id, { personId: facilitator.personId })).toEqual({ ok: false, why: 'full' })
  const another = await invitation(server, id, facilitator.personId)
  expect((await joining.accept(another.id, { guest, address: '192.0.2.1' })).ok).toBe(true)
})

test('lines of strangers fill a board and the process; who leads finds a place all the same', async () => {
  const limits = { ...DEFAULT_LIMITS, socketsPerBoard: 20, socketsPerPerson: 10, sockets: 30 }
  const server = await startServer({}, { limits })
  const { id, facilitator } = await board(server)
  const closedOf = async (boardId: string, who: { cookie: string }) => (await connect(server, boardId, who)).closed
  for (const name of ['One', 'Two']) {
    const stranger = await person(server, name, 'participant', id)
    for (let n = 0; n < 10; n++) expect(await closedOf(id, stranger)).toBeNull()
  }
  expect(await closedOf(id, await person(server, 'Nadia', 'participant', id))).toMatchObject({ reason: 'board' })
  expect(await closedOf(id, facilitator)).toBeNull()
  expect(await closedOf(id, await person(server, 'Karim', 'coordinator', id))).toBeNull()

  // In all: who tries a demonstration is refused first, then who takes part.
  const other = await board(server)
  const trying = await person(server, 'Visitor')
  const demo = (await demonstration(server, trying))!
  const participant = await person(server, 'Omar', 'participant', other.id)
  expect(await closedOf(other.id, participant)).toBeNull()
  expect(await closedOf(other.id, participant)).toBeNull()
  expect(await closedOf(demo, trying)).toMatchObject({ reason: 'sockets' })
  for (let n = 0; n < 6; n++) expect(await closedOf(other.id, participant)).toBeNull()
  expect(await closedOf(other.id, participant)).toMatchObject({ reason: 'sockets' })
  expect(await closedOf(other.id, other.facilitator)).toBeNull()
})

test('who was sent away comes back by no invitation, and others keep theirs', async () => {
  const server = await startServer()
  const { joining, access } = server.services
  const { id, facilitator } = await board(server)
  const link = await invitation(server, id, facilitator.personId)
  const [nadia, karim] = [await person(server, 'Nadia'), await person(server, 'Karim')]
  for (const { personId } of [nadia, karim]) await joining.accept(link.id, { personId })
  const line = await connect(server, id, nadia)
  // A participant sends nobody away, a coordinator no facilitator, nobody themselves.
  expect(await joining.removeMember(nadia.personId, id, 'participant')).toBe(false)
  expect(await joining.removeMember(facilitator.personId, id, 'coordinator')).toBe(false)
  expect(await joining.removeMember(facilitator.personId, id, 'facilitator')).toBe(false)
  expect(await joining.removeMember(nadia.personId, id, 'coordinator')).toBe(true)
  await expect.poll(() => line.closed?.code).toBe(4403)
  const another = await invitation(server, id, facilitator.personId)
  for (const { id: each } of [link, another])
    expect(await joining.accept(each, { personId: nadia.personId })).toEqual({ ok: false, why: 'sentAway' })
  expect(await access.roleOn(id, nadia.personId)).toBeNull()
  expect(await access.roleOn(id, karim.personId)).toBe('participant')
  // What an invitation gave and lost is another matter.
  await joining.revoke(link.id)
  expect(await joining.accept(another.id, { personId: karim.personId })).toMatchObject({ ok: true })
})

test('the same done again and again is one entry of the journal, with how often and when last', async () => {
  let now = Date.now()
  const server = await startServer({ now: () => now })
  const { id, facilitator } = await board(server)
  const { audit } = server.services
  const omar = await person(server, 'Omar', 'observer', id)
  const exported = { what: 'exported', detail: { form: 'referentiel', version: null, whole: false } } as const
  await audit.note({ boardId: id, by: facilitator.personId, what: 'revoked', detail: { invitation: 'i' } })
  for (let n = 0; n < 510; n++) {
    now += 1_000
    await audit.note({ boardId: id, by: omar.personId, ...exported })
  }
  await audit.note({ boardId: id, by: facilitator.personId, ...exported })
  expect(await audit.ofBoard(id, 500)).toMatchObject([
    { what: 'exported', by: facilitator.personId, times: 1 },
    { what: 'exported', by: omar.personId, times: 510, at: now },
    { what: 'revoked', times: 1 },
  ])
  now += 25 * HOUR
  await audit.note({ boardId: id, by: omar.personId, ...exported })
  expect((await audit.ofBoard(id, 500)).map(({ times }) => times)).toEqual([1, 1, 510, 1])
})
