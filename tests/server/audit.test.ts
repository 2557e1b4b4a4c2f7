/** Who did what on a board: ids and figures, never a name or a content. */
import { expect, test } from 'vitest'
import { board, connect, note, person, startServer, textOf, until, type RawClient } from './support.ts'

const stored = (client: RawClient) => until(() => client.acknowledged === client.sent, 'it is stored')
const remove = (client: RawClient, by: string, ...ids: readonly string[]) =>
  client.write(...ids.map((id) => ({ do: 'remove', root: 'elements', id, gone: { by, at: 1 } }) as const))

test('who joins is written once a visit, however often the line is lost', async () => {
  let now = Date.now()
  const server = await startServer({ now: () => now })
  const { id, facilitator } = await board(server)
  const karim = await person(server, 'Karim', 'participant', id)
  const joined = async () =>
    (await server.services.audit.ofBoard(id, 99)).filter(({ what }) => what === 'joined').map(({ by }) => by)
  for (const who of [facilitator, karim, karim, karim]) (await connect(server, id, who)).leave()
  await expect.poll(joined).toHaveLength(2)
  expect(await joined()).toEqual([karim.personId, facilitator.personId])
  now += 13 * 3_600_000
  await connect(server, id, karim)
  await expect.poll(joined).toHaveLength(3)
})

test('removing a few cards of one’s own is everyday; removing many, or those of others, is written', async () => {
  const server = await startServer()
  const { id, facilitator } = await board(server)
  const [karim, nadia] = [
    await person(server, 'Karim', 'participant', id),
    await person(server, 'Nadia', 'participant', id),
  ]
  const [lucies, karims, nadias] = [
    await connect(server, id, facilitator),
    await connect(server, id, karim),
    await connect(server, id, nadia),
  ]
  lucies.write(...[1, 2, 3, 4].map((n) => note(`l${n}`, 'of Lucie')))
  karims.write(...[1, 2, 3].map((n) => note(`k${n}`, 'of Karim')))
  await Promise.all([stored(lucies), stored(karims)])
  await until(() => textOf(nadias, 'l4') && textOf(nadias, 'k3'), 'everybody has them')
  remove(karims, karim.personId, 'k1', 'k2', 'k3')
  remove(nadias, nadia.personId, 'l4')
  // One after the other.
  for (const card of ['l1', 'l2', 'l3']) remove(lucies, facilitator.personId, card)
  lucies.write(note('l5', 'of Lucie'), note('l6', 'of Lucie'))
  await stored(lucies)
  remove(lucies, facilitator.personId, 'l5', 'l6')
  await Promise.all([stored(lucies), stored(karims), stored(nadias)])
  await server.stop()
  const again = await startServer({ dataDir: server.dataDir })
  const removed = (await again.services.audit.ofBoard(id, 99)).flatMap((entry) =>
    entry.what === 'removed' ? [{ by: entry.by, ...entry.detail }] : [],
  )
  expect(removed).toHaveLength(2)
  expect(removed).toContainEqual({ by: nadia.personId, cards: 1, ofOthers: 1 })
  expect(removed).toContainEqual({ by: facilitator.personId, cards: 5, ofOthers: 0 })
  const rows = JSON.stringify(again.services.db.prepare('SELECT * FROM audit').all())
  for (const secret of ['Karim', 'Nadia', 'Lucie']) expect(rows).not.toContain(secret)
  expect([...server.faults, ...again.faults]).toEqual([])
})

test('what cannot be written is a fault, and stands in nobody’s way', async () => {
  const server = await startServer()
  const { id, facilitator } = await board(server)
  server.services.db.exec('ALTER TABLE audit RENAME TO lost')
  await server.services.audit.note({ boardId: id, by: facilitator.personId, what: 'kept', detail: { version: 'v' } })
  expect(server.faults).toHaveLength(1)
  expect((await connect(server, id, facilitator)).answered).toBe(true)
  server.services.db.exec('ALTER TABLE lost RENAME TO audit')
})

test('the name goes with the person, the entry stays 400 days', async () => {
  let now = Date.now()
  const server = await startServer({ now: () => now })
  const { id, facilitator } = await board(server)
  const { audit, db } = server.services
  await audit.note({ boardId: id, by: facilitator.personId, what: 'revoked', detail: { invitation: 'i' } })
  expect(await audit.ofBoard(id, 9)).toMatchObject([{ what: 'revoked', name: 'Lucie', detail: { invitation: 'i' } }])
  db.prepare('DELETE FROM person WHERE id = ?').run(facilitator.personId)
  expect(await audit.ofBoard(id, 9)).toMatchObject([{ by: facilitator.personId, name: null, structure: null }])
  now += 401 * 86_400_000
  await audit.purge(100)
  expect(await audit.ofBoard(id, 9)).toEqual([])
})
