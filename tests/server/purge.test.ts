/** What is kept is what the privacy page says: it goes by itself, not at the next try or start. */
import { expect, test } from 'vitest'
import { createPurge } from '#server/purge.ts'
import { board, person, startServer, until, demonstration } from './support.ts'

const DAY = 86_400_000
const HOUR = DAY / 24

async function scene() {
  let now = Date.now()
  const server = await startServer({ now: () => now })
  const { db, purge } = server.services
  return {
    server,
    purge,
    later: (ms: number) => (now += ms),
    count: (table: string) => db.prepare<[], { n: number }>(`SELECT count(*) AS n FROM ${table}`).get()!.n,
    names: () =>
      db
        .prepare<[], { name: string }>('SELECT name FROM person ORDER BY name')
        .all()
        .map(({ name }) => name),
  }
}

test('addresses and e-mails of failed tries go after a day', async () => {
  const { server, purge, later, count } = await scene()
  await server.services.joining.findByCode('AAAAAA', '192.0.2.1')
  await server.services.joining.signIn({ email: 'x@example.org', password: 'wrong', address: '192.0.2.1' })
  await purge.run()
  expect(count('attempt')).toBeGreaterThan(0)
  later(DAY + 1)
  await purge.run()
  expect(count('attempt')).toBe(0)
})

test('a demonstration that is gone leaves nobody behind; who takes part or has an account stays', async () => {
  const { server, purge, later, names } = await scene()
  const { boards, joining } = server.services
  const { id } = await board(server)
  await person(server, 'Nadia', 'participant', id)
  const account = { name: 'Anne', structure: '', email: 'anne@example.org', password: 'a long password', admin: false }
  await joining.createAccount(account, 'admin')
  // More than one piece of them.
  for (let n = 0; n < 510; n++) await person(server, 'Passed by')
  for (const isKept of [true, false, false]) {
    const visitor = await person(server, isKept ? 'Visitor' : 'Former visitor')
    const demo = { id: (await demonstration(server, visitor))! }
    if (!isKept) await boards.removeBoard(demo.id)
  }
  later(31 * DAY)
  await purge.run()
  expect(names()).toEqual(['Anne', 'Lucie', 'Nadia', 'Visitor'])
})

test('who comes in this very moment stays, and sessions go when they are over', async () => {
  const { server, purge, later, count, names } = await scene()
  const { id } = await board(server)
  await person(server, 'Nadia', 'participant', id)
  await person(server, 'Newcomer')
  await purge.run()
  expect(names()).toContain('Newcomer')
  later(241 * DAY)
  await purge.run()
  // Names stay beside the cards that they wrote.
  expect([count('session'), names()]).toEqual([0, ['Lucie', 'Nadia']])
})

test('known browsers of accounts and the journal go after 400 days', async () => {
  const { server, purge, later, count } = await scene()
  const { id, facilitator } = await board(server)
  const { joining, audit } = server.services
  const account = { name: 'Anne', structure: '', email: 'anne@example.org', password: 'a long password', admin: false }
  await joining.createAccount(account, 'admin')
  await joining.signIn({ email: account.email, password: account.password, address: '192.0.2.1' })
  await audit.note({ boardId: id, by: facilitator.personId, what: 'revoked', detail: { invitation: 'i' } })
  later(399 * DAY)
  await purge.run()
  expect([count('device'), count('audit')]).toEqual([1, 1])
  later(2 * DAY)
  await purge.run()
  expect([count('device'), count('audit')]).toEqual([0, 0])
})

test('it is done again and again by itself, until the server ends', async () => {
  let runs = 0
  const nothing = { purge: async () => 0 }
  const attempts = { purge: async () => (runs++, 0) }
  const stores = { sessions: nothing, audit: nothing, devices: nothing, attempts, people: { purge: async () => null } }
  const purge = createPurge(stores, Date.now, (fault) => expect(fault).toBeNull(), 5)
  await until(() => runs > 2, 'it ran three times')
  purge.stop()
  const after = runs
  await new Promise((resolve) => setTimeout(resolve, 30))
  expect(runs).toBeLessThanOrEqual(after + 1)
})

test('what cannot be thrown away now is reported and goes later', async () => {
  const { server, purge, later, count } = await scene()
  await server.services.joining.findByCode('AAAAAA', '192.0.2.1')
  later(DAY + HOUR)
  server.services.db.exec('ALTER TABLE session RENAME TO lost')
  await expect(purge.run()).rejects.toThrow()
  server.services.db.exec('ALTER TABLE lost RENAME TO session')
  await purge.run()
  expect(count('attempt')).toBe(0)
})
