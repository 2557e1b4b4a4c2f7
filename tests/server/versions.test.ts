import { expect, test } from 'vitest'
import * as decoding from 'lib0/decoding'
import * as Y from 'yjs'
import { write } from '#lib/board/layout.ts'
import { contentOf } from '#server/work/jobs.ts'
import {
  asking,
  board,
  connect,
  contentOn,
  note,
  person,
  startServer,
  textOf,
  unpacked,
  until,
  versionOn,
} from './support.ts'

test('a kept version is complete, immutable, listed, and its hash tells contents apart, not moments', async () => {
  let now = 1_700_000_000_000
  const server = await startServer({ now: () => (now += 1_000) })
  const { boards, db } = server.services
  const { id, facilitator } = await board(server)
  const client = await connect(server, id, facilitator)
  client.write({ do: 'put', root: 'elements', record: { id: 'e', is: 'effect', text: 'osent pousser la porte' } })
  await until(() => client.acknowledged === client.sent, 'it is stored')
  const keep = (label: string) => boards.keepVersion(id, { label, kind: 'kept' }, asking(facilitator.personId, id))
  const [one, two] = [await keep('Fin de l’atelier 1'), await keep('La même')]
  client.write({ do: 'splice', root: 'elements', id: 'e', field: 'text', at: 0, remove: 0, insert: 'Les habitants ' })
  await until(() => client.acknowledged === client.sent, 'it is stored')
  const three = await keep('Après')
  expect([one.hash === two.hash, two.hash === three.hash]).toEqual([true, false])
  expect(one).toMatchObject({
    label: 'Fin de l’atelier 1',
    kind: 'kept',
    takenBy: facilitator.personId,
    takenByName: 'Lucie',
  })
  expect((await boards.listVersions(id)).map(({ label }) => label)).toEqual(['Après', 'La même', 'Fin de l’atelier 1'])
  const read = (await versionOn(server, id, one.id))!
  expect(JSON.parse(unpacked(read.referentiel))).toMatchObject({
    exportedFrom: { boardId: id, snapshotId: one.id, snapshotLabel: 'Fin de l’atelier 1' },
    effects: [{ id: 'e', ref: 'E1' }],
  })
  expect(contentOf(read.state).elements.get('e')).toMatchObject({ text: 'osent pousser la porte' })
  expect(() => db.prepare('UPDATE snapshot SET label = ?').run('x')).toThrow('a kept version never changes')
  expect(await versionOn(server, 'AAAAAAAAAAAAAAAAAAAAAA', one.id)).toBeNull()
})

test('going back is an edit like any: people on the board see it, what was there is kept first, later cards go to the bin', async () => {
  const server = await startServer()
  const { boards } = server.services
  const { id, facilitator } = await board(server)
  const client = await connect(server, id, facilitator)
  client.write(note('a', 'as it was'), note('b', 'stays'))
  await until(() => client.acknowledged === client.sent, 'it is stored')
  const version = await boards.keepVersion(id, { label: 'Avant', kind: 'kept' }, asking(facilitator.personId, id))
  client.write(note('c', 'came later'))
  client.write({ do: 'splice', root: 'elements', id: 'a', field: 'text', at: 0, remove: 2, insert: 'not as' })
  client.write({ do: 'remove', root: 'elements', id: 'b', gone: { by: null, at: 1 } })
  await until(() => client.acknowledged === client.sent, 'it is stored')
  const before = await boards.restoreVersion(id, version.id, asking(facilitator.personId, id))
  expect(before).toMatchObject({ kind: 'before_restore' })
  await until(() => textOf(client, 'a') === 'as it was', 'it is back')
  expect([textOf(client, 'b'), textOf(client, 'c'), client.content.bin.has('c')]).toEqual(['stays', null, true])
  expect(contentOf((await versionOn(server, id, before!.id))!.state).elements.has('c')).toBe(true)
  expect(await boards.restoreVersion(id, 'AAAAAAAAAAAAAAAAAAAAAA', asking(facilitator.personId, id))).toBeNull()
})

test('a version that comes back is told to everybody but whoever brought it back, and each line hears the server’s clock', async () => {
  const server = await startServer({ now: () => 1_800_000_000_000 })
  const { boards } = server.services
  const { id, facilitator } = await board(server)
  const nadia = await person(server, 'Nadia', 'participant', id)
  const [lucie, other] = [await connect(server, id, facilitator), await connect(server, id, nadia)]
  const version = await boards.keepVersion(id, { label: 'Avant', kind: 'kept' }, asking(facilitator.personId, id))
  lucie.write(note('a', 'came later'))
  await until(() => textOf(other, 'a') === 'came later', 'it is seen')
  await boards.restoreVersion(id, version.id, asking(facilitator.personId, id))
  const notices = (client: typeof lucie) => client.frames.filter((frame) => frame[0] === 121).map((frame) => frame[1])
  await until(() => notices(other).length > 0, 'she is told')
  expect([notices(other), notices(lucie)]).toEqual([[3], []])
  const clocks = other.frames.filter((frame) => frame[0] === 122)
  expect(clocks.map((frame) => decoding.readVarUint(decoding.createDecoder(frame.subarray(1))))).toEqual([
    1_800_000_000_000,
  ])
})

test('a board begins with the state that it is given, refs included', async () => {
  const server = await startServer()
  const { boards } = server.services
  const { facilitator } = await board(server)
  const doc = new Y.Doc()
  doc.transact(() => write(doc, [{ do: 'put', root: 'elements', record: { id: 'e', is: 'effect', text: 'un effet' } }]))
  const created = await boards.createBoard({
    title: 'Importé',
    by: facilitator.personId,
    state: Y.encodeStateAsUpdateV2(doc),
  })
  expect((await contentOn(server, created.id)).elements.get('e')).toMatchObject({ text: 'un effet', ref: 'E1' })
  const client = await connect(server, created.id, facilitator)
  expect(textOf(client, 'e')).toBe('un effet')
})

test('refs and authors are given by the server, whatever a client claims', async () => {
  const server = await startServer()
  const { id, facilitator } = await board(server)
  const client = await connect(server, id, facilitator)
  for (const name of ['x', 'y'])
    client.write({ do: 'put', root: 'elements', record: { id: name, is: 'effect', text: name } })
  await until(() => client.content.elements.get('y')?.ref, 'the refs arrive')
  expect(['x', 'y'].map((name) => client.content.elements.get(name)?.ref)).toEqual(['E1', 'E2'])
  expect(client.content.elements.get('x')?.by).toBe(facilitator.personId)
})
