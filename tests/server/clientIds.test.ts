/** A forged clock range parts two documents for ever: client ids belong to people (SYNC §1.5, §7.8). */
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { write } from '#lib/board/layout.ts'
import {
  board,
  connect,
  note,
  person,
  plain,
  roundTrip,
  startServer,
  textOf,
  until,
  type RawClient,
} from './support.ts'

async function scene() {
  const server = await startServer({ graceMs: 1 })
  const { id, facilitator } = await board(server)
  const nadia = await person(server, 'Nadia', 'participant', id)
  const mallory = await person(server, 'Mallory', 'participant', id)
  const victim = await connect(server, id, nadia)
  victim.write(note('hers', 'first'))
  await until(() => victim.acknowledged === victim.sent, 'her note is stored')
  return { server, id, facilitator, nadia, mallory, victim }
}

/** The victim's next edit, as somebody else would make it up. */
function forged(of: RawClient): Uint8Array {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(of.doc))
  const before = Y.encodeStateVector(doc)
  doc.clientID = of.doc.clientID
  doc.transact(() => write(doc, [note('evil', 'under her name')]))
  return Y.encodeStateAsUpdate(doc, before)
}

test('an edit under somebody else’s client id is refused, and what she writes next is everybody’s', async () => {
  const { server, id, facilitator, mallory, victim } = await scene()
  const forger = await connect(server, id, mallory, { silent: true })
  forger.sendUpdate(forged(victim))
  await until(() => forger.closed, 'the forger is sent away')
  expect(forger.closed).toEqual({ code: 4409, reason: 'client id' })
  victim.write(note('next', 'honest'))
  await until(() => victim.acknowledged === victim.sent, 'her next note is stored')
  const lucie = await connect(server, id, facilitator)
  expect([textOf(lucie, 'next'), textOf(lucie, 'evil'), victim.closed]).toEqual(['honest', null, null])
  expect(plain(victim.doc)).toEqual(plain(lucie.doc))
  expect(server.services.figures.times('closed', '4409 client id')).toBe(1)
})

test('an id known from presence alone is already taken', async () => {
  const { server, id, facilitator, mallory } = await scene()
  const lucie = await connect(server, id, facilitator)
  lucie.sendPresence(lucie.doc.clientID, 1, { cursor: [1, 1] })
  const forger = await connect(server, id, mallory, { silent: true })
  forger.sendSync(0, Y.encodeStateVector(forger.doc))
  await until(() => forger.present.has(lucie.doc.clientID), 'the forger sees the id')
  forger.sendUpdate(forged(lucie))
  await until(() => forger.closed, 'the forger is sent away')
  lucie.write(note('mine', 'of Lucie'))
  await until(() => lucie.acknowledged === lucie.sent, 'her first note is stored')
  expect([forger.closed?.code, lucie.closed]).toEqual([4409, null])
})

test('whose an id is outlives the room and the process', async () => {
  const { server, id, nadia, mallory, victim } = await scene()
  victim.leave()
  await until(() => server.services.rooms.size === 0, 'the room is put away')
  const forger = await connect(server, id, mallory, { silent: true })
  forger.sendUpdate(forged(victim))
  await until(() => forger.closed, 'the forger is sent away')
  await server.stop()
  const again = await startServer({ dataDir: server.dataDir })
  const later = await connect(again, id, mallory, { silent: true })
  later.sendUpdate(forged(victim))
  await until(() => later.closed, 'the forger is sent away again')
  const back = await connect(again, id, nadia, { doc: victim.doc })
  back.write(note('back', 'under her old id'))
  await until(() => back.acknowledged === back.sent, 'she goes on')
  expect([forger.closed?.code, later.closed?.code, back.closed]).toEqual([4409, 4409, null])
})

test('nobody writes under the id of the server', async () => {
  const { server, id, mallory, victim } = await scene()
  const forger = await connect(server, id, mallory, { silent: true })
  await server.services.rooms.use(id, async (room) => {
    const doc = new Y.Doc()
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(room.doc))
    const before = Y.encodeStateVector(doc)
    doc.clientID = room.doc.clientID
    doc.transact(() => write(doc, [note('evil', 'by the server')]))
    forger.sendUpdate(Y.encodeStateAsUpdate(doc, before))
  })
  await until(() => forger.closed, 'the forger is sent away')
  await roundTrip(victim)
  expect([forger.closed?.code, textOf(victim, 'evil')]).toEqual([4409, null])
})

test('the same person writes from several tabs, and one tab brings what another wrote offline', async () => {
  const { server, id, nadia, victim } = await scene()
  const tab = new Y.Doc()
  Y.applyUpdate(tab, Y.encodeStateAsUpdate(victim.doc))
  tab.transact(() => write(tab, [note('offline', 'from the other tab')]))
  const device = new Y.Doc()
  Y.applyUpdate(device, Y.encodeStateAsUpdate(tab))
  const second = await connect(server, id, nadia, { doc: device })
  second.write(note('live', 'from this tab'))
  await until(() => second.acknowledged === second.sent, 'both are stored')
  await until(() => textOf(victim, 'live'), 'they arrive')
  expect(textOf(victim, 'offline')).toBe('from the other tab')
})

test('who holds everything that others wrote sends it back without being taken for a forger', async () => {
  const { server, id, mallory, victim } = await scene()
  const honest = await connect(server, id, mallory)
  honest.write(note('his', 'own'))
  honest.sendSync(1, Y.encodeStateAsUpdate(honest.doc))
  await until(() => honest.acknowledged === honest.sent, 'all is acknowledged')
  await until(() => textOf(victim, 'his'), 'it arrives')
  expect(honest.closed).toBeNull()
})
