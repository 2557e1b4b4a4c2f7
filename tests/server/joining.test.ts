import { expect, test } from 'vitest'
import { checkPassword, hashPassword } from '#server/auth/password.ts'
import { board, connect, person, startServer, demonstration } from './support.ts'

const LUCIE = { name: 'Lucie', structure: 'Animation', email: 'lucie@example.org', password: 'correct horse battery' }
const NADIA = { name: 'Nadia', structure: 'Montfleur' }
const HERE = '10.0.0.1'

test('the one-time link makes the first account, once', async () => {
  const { services } = await startServer()
  const path = await services.joining.setupPath()
  expect(path).toMatch(/^\/setup\/[A-Za-z0-9_-]{22}$/)
  expect(await services.joining.setupPath()).toBe(path)
  const token = path!.split('/').at(-1)!
  expect(await services.joining.setUp('AAAAAAAAAAAAAAAAAAAAAA', LUCIE, HERE)).toBeNull()
  const cookie = await services.joining.setUp(token, LUCIE, HERE)
  expect((await services.sessions.read(cookie!.token))?.person.name).toBe('Lucie')
  expect(await services.joining.setUp(token, { ...LUCIE, email: 'other@example.org' }, HERE)).toBeNull()
  expect([await services.joining.setupPath(), await services.joining.setupIsOpen(token)]).toEqual([null, false])
  expect((await services.accounts.byEmail('  LUCIE@example.org '))?.admin).toBe(true)
})

test('signing in works with the right password, in whatever case the e-mail is typed', async () => {
  const { services } = await startServer()
  await services.joining.createAccount({ ...LUCIE, admin: false }, 'admin')
  const given = { email: 'Lucie@Example.org', password: LUCIE.password, address: '10.0.0.1' }
  const result = await services.joining.signIn(given)
  expect(result.ok && (await services.sessions.read(result.token))?.kind).toBe('account')
  expect(await services.joining.createAccount({ ...LUCIE, admin: false }, 'admin')).toBeNull()
})

test('failures are limited by e-mail and network, known or not, even all at once, and a right one clears them', async () => {
  let now = 1_000_000
  const { services } = await startServer({ now: () => now })
  await services.joining.createAccount({ ...LUCIE, admin: false }, 'admin')
  const attempt = (email: string, password: string) => services.joining.signIn({ email, password, address: '10.0.0.1' })
  for (const email of [LUCIE.email, 'nobody@example.org']) {
    const results = await Promise.all(Array.from({ length: 8 }, () => attempt(email, 'wrong')))
    expect(results.map((result) => (result.ok ? 'ok' : result.reason)).sort()).toEqual([
      ...Array(3).fill('tooMany'),
      ...Array(5).fill('wrong'),
    ])
  }
  expect(await attempt(LUCIE.email, LUCIE.password)).toEqual({ ok: false, reason: 'tooMany', retryAfterSeconds: 10 })
  now += 10_000
  expect((await attempt(LUCIE.email, 'wrong')).ok).toBe(false)
  expect(await attempt(LUCIE.email, LUCIE.password)).toMatchObject({ reason: 'tooMany', retryAfterSeconds: 20 })
  now += 20_000
  for (let n = 0; n < 10; n++) expect((await attempt(LUCIE.email, LUCIE.password)).ok).toBe(true)
})

test('a password is checked the same way when nobody has the e-mail', async () => {
  const stored = await hashPassword('é'.normalize('NFC'))
  expect(await checkPassword('é'.normalize('NFD'), stored)).toBe(true)
  expect(await checkPassword('e', stored)).toBe(false)
  expect(await checkPassword('anything', null)).toBe(false)
  expect(await checkPassword('anything', 'not a hash')).toBe(false)
})

test('an invitation is found by link and by code, and its end is told', async () => {
  let now = 1_000_000
  const server = await startServer({ now: () => now })
  const { services } = server
  const { id, facilitator } = await board(server)
  const { programmeId } = (await services.boardRows.read(id))!
  const invite = (expiresAt: number | null) =>
    services.joining.invite({ programmeId, boardId: id, role: 'participant', expiresAt, by: facilitator.personId })
  const invitation = await invite(now + 1_000)
  const spoken = `${invitation.code.slice(0, 3)}-${invitation.code.slice(3)} `.toLowerCase()
  expect(await services.joining.findByCode(spoken, '10.0.0.1')).toEqual({ is: 'open', invitation })
  expect(await services.joining.findByToken(invitation.token)).toEqual({ is: 'open', invitation })
  const accepted = await services.joining.accept(invitation.id, { guest: NADIA, address: HERE })
  if (!accepted.ok) throw new Error('not accepted')
  expect(await services.access.roleOn(id, accepted.personId)).toBe('participant')
  now += 1_000
  expect(await services.joining.findByToken(invitation.token)).toMatchObject({ is: 'expired', at: 1_001_000 })
  expect(await services.joining.accept(invitation.id, { guest: NADIA, address: HERE })).toMatchObject({
    ok: false,
  })
  // Expiry stops joining; who has joined stays.
  expect(await services.access.roleOn(id, accepted.personId)).toBe('participant')
  await services.joining.revoke(invitation.id)
  expect(await services.access.roleOn(id, accepted.personId)).toBeNull()
  expect((await services.invitations.ofBoard(id)).map(({ revokedAt }) => revokedAt)).toEqual([now])
})

test('guessing codes is limited by address', async () => {
  const { services } = await startServer()
  const guesses = []
  for (let n = 0; n < 31; n++) guesses.push((await services.joining.findByCode('AAAAAA', '10.0.0.9')).is)
  expect(guesses.filter((is) => is === 'unknown')).toHaveLength(30)
  expect(guesses.at(-1)).toBe('tooMany')
  expect((await services.joining.findByCode('AAAAAA', '10.0.0.8')).is).toBe('unknown')
})

test('accepting with an identity one has keeps it, and the higher role wins', async () => {
  const server = await startServer()
  const { services } = server
  const { id, facilitator } = await board(server)
  const { programmeId } = (await services.boardRows.read(id))!
  const invitation = await services.joining.invite({
    programmeId,
    boardId: id,
    role: 'observer',
    expiresAt: null,
    by: facilitator.personId,
  })
  const accepted = await services.joining.accept(invitation.id, { personId: facilitator.personId })
  expect(accepted).toEqual({ ok: true, personId: facilitator.personId, token: null })
  expect(await services.access.roleOn(id, facilitator.personId)).toBe('facilitator')
})

test('of demonstrations only so many are kept, the idle ones go first', async () => {
  let now = 1_000_000
  const server = await startServer({ now: () => (now += 1_000) }, { demoLimit: 3 })
  const { services } = server
  const kept = (await board(server)).id
  const guest = await person(server, 'Visitor')
  const demos: string[] = []
  for (let n = 0; n < 3; n++) demos.push((await demonstration(server, guest))!)
  await services.boards.used(demos[0]!)
  demos.push((await demonstration(server, guest))!)
  const there = await Promise.all([kept, ...demos].map(async (id) => (await services.boards.readBoard(id)) !== null))
  expect(there).toEqual([true, true, false, true, true])
})

test('a demonstration that someone has open outlives idle ones that were opened later', async () => {
  let now = 1_000_000
  const server = await startServer({ now: () => (now += 1_000) }, { demoLimit: 2 })
  const { boards } = server.services
  const guest = await person(server, 'Visitor')
  const open = async () => (await demonstration(server, guest))!
  const first = await open()
  const client = await connect(server, first, guest)
  const [second, third] = [await open(), await open()]
  const there = await Promise.all([first, second, third].map(async (id) => (await boards.readBoard(id)) !== null))
  expect([there, client.closed]).toEqual([[true, false, true], null])
})

test('a person finds the boards that are open to them, with the roles held there, and no others', async () => {
  const server = await startServer()
  const { services } = server
  const { id, facilitator } = await board(server)
  await board(server)
  const nadia = await person(server, 'Nadia', 'participant', id)
  const listed = async (personId: string) =>
    (await services.boardRows.ofPerson(personId)).map((row) => [row.id, row.title, row.roles])
  expect(await listed(facilitator.personId)).toEqual([[id, 'Boucles vives', ['facilitator']]])
  expect(await listed(nadia.personId)).toEqual([[id, 'Boucles vives', ['participant']]])
  await services.memberships.sendAway(nadia.personId, id, services.now())
  expect(await listed(nadia.personId)).toEqual([])
})

test('demonstrations are limited by address, widely enough for a whole administration, and the limit ends', async () => {
  let now = 1_000_000
  const { services } = await startServer({ now: () => now })
  for (let n = 0; n < 40; n++) expect(await services.joining.waitForDemo('10.0.0.1')).toBe(0)
  expect(await services.joining.waitForDemo('10.0.0.1')).toBe(10)
  expect(await services.joining.waitForDemo('10.0.0.2')).toBe(0)
  now += 600_000
  expect(await services.joining.waitForDemo('10.0.0.1')).toBe(0)
})
