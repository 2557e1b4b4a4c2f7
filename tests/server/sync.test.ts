import { expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { write } from '#lib/board/layout.ts'
import { contentOf } from '#server/work/jobs.ts'
import { DEFAULT_LIMITS } from '#server/sync/limits.ts'
import { openDocument } from '#server/sync/loading.ts'
import type { Updates } from '#server/store/updates.ts'
import {
  board,
  connect,
  contentOn,
  note,
  person,
  plain,
  roundTrip,
  type Running,
  startServer,
  temporaryFolder,
  textOf,
  until,
} from './support.ts'

test('two raw clients and the stock y-websocket provider converge on content', async () => {
  const server = await startServer()
  const { id, facilitator } = await board(server)
  const nadia = await person(server, 'Nadia', 'participant', id)
  const [a, b] = [await connect(server, id, facilitator), await connect(server, id, nadia)]
  const doc = new Y.Doc()
  class WithCookie extends WebSocket {
    constructor(address: string, protocols: string[]) {
      super(address, protocols, { headers: { cookie: nadia.cookie, origin: server.origin } })
    }
  }
  const provider = new WebsocketProvider(`ws://127.0.0.1:${server.port}/sync`, id, doc, {
    WebSocketPolyfill: WithCookie as unknown as typeof globalThis.WebSocket,
    disableBc: true,
  })
  try {
    a.write(note('a', 'from a'))
    b.write(note('b', 'from b'))
    doc.transact(() => write(doc, [note('s', 'from the stock client')]))
    a.write({ do: 'splice', root: 'elements', id: 'a', field: 'text', at: 0, remove: 0, insert: 'again ' })
    const everyone = () => [a.doc, b.doc, doc].map((each) => JSON.stringify(plain(each)))
    await until(
      () =>
        ['"again from a"', '"from b"', '"from the stock client"'].every((text) =>
          everyone().every((all) => all.includes(text)),
        ),
      'all have all three notes',
    )
    await until(() => new Set(everyone()).size === 1, 'all agree')
    expect([...(await contentOn(server, id)).elements.keys()].sort()).toEqual(expect.arrayContaining(['a', 'b', 's']))
    expect(server.faults).toEqual([])
  } finally {
    provider.destroy()
    doc.destroy()
  }
})

test('an edit is neither shown to others nor acknowledged before it is stored', async () => {
  const gate = gated()
  const server = await startServer({ wrapUpdates: gate.wrap })
  const { id, facilitator } = await board(server)
  const nadia = await person(server, 'Nadia', 'participant', id)
  const [a, b] = [await connect(server, id, facilitator), await connect(server, id, nadia)]
  await until(() => a.acknowledged === a.sent && b.acknowledged === b.sent, 'the beginning is acknowledged')
  gate.shut()
  a.write(note('a', 'not yet stored'))
  await until(() => gate.waiting > 0, 'the edit is on its way to the disk')
  await Promise.all([roundTrip(a), roundTrip(b)])
  expect(textOf(b, 'a')).toBeNull()
  expect(a.acknowledged).toBeLessThan(a.sent)
  gate.open()
  await until(() => textOf(b, 'a') === 'not yet stored' && a.acknowledged === a.sent, 'it arrives and is acknowledged')
})

test('someone who joins in the middle of a commit receives only what is committed', async () => {
  const gate = gated()
  const server = await startServer({ wrapUpdates: gate.wrap })
  const { id, facilitator } = await board(server)
  const a = await connect(server, id, facilitator)
  await until(() => a.acknowledged === a.sent, 'the beginning is acknowledged')
  gate.shut()
  a.write(note('a', 'not yet stored'))
  await until(() => gate.waiting > 0, 'the edit is on its way to the disk')
  const late = await connect(server, id, facilitator, { silent: true })
  late.sendSync(0, Y.encodeStateVector(late.doc))
  await roundTrip(late)
  expect(late.answered).toBe(false)
  gate.open()
  await until(() => late.answered, 'the joiner is answered')
  expect(textOf(late, 'a')).toBe('not yet stored')
})

test('a board is loaded once however many join at once', async () => {
  const dataDir = temporaryFolder()
  const first = await startServer({ dataDir })
  const { id, facilitator } = await board(first)
  const writer = await connect(first, id, facilitator)
  writer.write(note('a', 'kept'))
  await until(() => writer.acknowledged === writer.sent, 'it is stored')
  await first.stop()
  let loads = 0
  const wrapUpdates = (updates: Updates): Updates => ({
    ...updates,
    async load(boardId) {
      loads++
      await new Promise((resolve) => setTimeout(resolve, 100))
      return updates.load(boardId)
    },
  })
  const limits = { ...DEFAULT_LIMITS, socketsPerPerson: 20 }
  const second = await startServer({ dataDir, wrapUpdates }, { limits })
  const clients = await Promise.all(Array.from({ length: 20 }, () => connect(second, id, facilitator)))
  expect(loads).toBe(1)
  expect(clients.map((client) => textOf(client, 'a'))).toEqual(clients.map(() => 'kept'))
})

test('what is written before the board is loaded is kept (tldraw#5946)', async () => {
  const server = await startServer({ wrapUpdates: slowLoad })
  const { id, facilitator } = await board(server)
  const doc = new Y.Doc()
  doc.transact(() => write(doc, [note('offline', 'written offline')]))
  const early = await connect(server, id, facilitator, { doc })
  early.write(note('live', 'written at once'))
  await until(() => early.acknowledged === early.sent && early.sent >= 2, 'all is acknowledged')
  const content = await contentOn(server, id)
  expect([content.elements.has('offline'), content.elements.has('live')]).toEqual([true, true])
})

test('a live edit that overtakes the offline ones before it is acknowledged only with them (yjs#550)', async () => {
  const server = await startServer()
  const { id, facilitator } = await board(server)
  const doc = new Y.Doc()
  doc.transact(() => write(doc, [note('first', 'offline')]))
  const before = Y.encodeStateVector(doc)
  doc.transact(() => write(doc, [note('second', 'live')]))
  const client = await connect(server, id, facilitator, { doc, silent: true })
  client.sendUpdate(Y.encodeStateAsUpdate(doc, before))
  await roundTrip(client)
  expect(client.acknowledged).toBe(0)
  expect((await contentOn(server, id)).elements.has('second')).toBe(false)
  client.sendSync(1, Y.encodeStateAsUpdate(doc))
  await until(() => client.acknowledged === 2, 'both are acknowledged')
  const content = await contentOn(server, id)
  expect([content.elements.has('first'), content.elements.has('second')]).toEqual([true, true])
})

test('everything is there after a restart, and after the room was put away', async () => {
  const dataDir = temporaryFolder()
  const first = await startServer({ dataDir, graceMs: 1 })
  const { id, facilitator } = await board(first)
  const writer = await connect(first, id, facilitator)
  for (let n = 0; n < 50; n++) writer.write(note(`n${n}`, `note ${n}`))
  writer.write({ do: 'remove', root: 'elements', id: 'n3', gone: { by: null, at: 5 } })
  await until(() => writer.acknowledged === writer.sent, 'all is stored')
  await roundTrip(writer)
  const before = plain(writer.doc)
  writer.leave()
  await until(() => first.services.rooms.size === 0, 'the room is put away')
  expect(first.services.db.prepare('SELECT count(*) AS n FROM board_update').get()).toEqual({ n: 0 })
  const again = await connect(first, id, facilitator)
  expect(plain(again.doc)).toEqual(before)
  again.write(note('later', 'after the checkpoint'))
  await until(() => again.acknowledged === again.sent, 'that is stored too')
  await first.stop()
  await until(() => again.closed, 'people are told')
  expect(again.closed?.code).toBe(1012)
  const second = await startServer({ dataDir })
  const back = await connect(second, id, facilitator)
  expect([back.content.elements.size, textOf(back, 'later'), back.content.bin.has('n3')]).toEqual([
    51,
    'after the checkpoint',
    true,
  ])
})

test('a long log is compacted while people go on writing', async () => {
  const server = await startServer()
  const { id, facilitator } = await board(server)
  const writer = await connect(server, id, facilitator)
  const long = 'x'.repeat(19_000)
  for (let n = 0; n < 25; n++) writer.write(note(`n${n}`, `${n}${long}`))
  await until(() => writer.acknowledged === writer.sent, 'all is stored')
  const rows = server.services.db.prepare('SELECT count(*) AS n FROM board_checkpoint WHERE upto_seq > 0').get()
  expect(rows).toEqual({ n: 1 })
  await server.stop()
  const again = await startServer({ dataDir: server.dataDir })
  expect((await contentOn(again, id)).elements.get('n24')).toMatchObject({ text: `24${long}` })
})

test('a commit that fails is tried again: nothing is acknowledged meanwhile, nothing lost, and writers are told to come back', async () => {
  let full = false
  let refused = 0
  const server = await startServer({
    wrapUpdates: (updates) => ({
      ...updates,
      async append(rows, at) {
        if (full) {
          refused++
          throw new Error('SQLITE_FULL')
        }
        return updates.append(rows, at)
      },
    }),
  })
  const { id, facilitator } = await board(server)
  const [a, b] = [await connect(server, id, facilitator), await connect(server, id, facilitator)]
  await until(() => a.acknowledged === a.sent, 'the beginning is acknowledged')
  full = true
  a.write(note('kept', 'written while the disk was full'))
  await until(() => refused > 1, 'the commit was tried again')
  expect(a.acknowledged).toBeLessThan(a.sent)
  b.write(note('later', 'refused for now'))
  await until(() => b.closed, 'the second writer is sent away')
  expect(b.closed?.code).toBe(1013)
  full = false
  await until(() => a.acknowledged === a.sent, 'the first one is acknowledged')
  const back = await connect(server, id, facilitator, { doc: b.doc })
  await until(() => back.acknowledged === back.sent, 'the second one is acknowledged')
  expect([textOf(back, 'kept'), textOf(back, 'later')]).toEqual(['written while the disk was full', 'refused for now'])
  expect(textOf({ content: await stored(server, id) }, 'kept')).toBe('written while the disk was full')
})

test('a board that cannot be read sends people away for now and is not written over (hocuspocus#382)', async () => {
  let broken = true
  const server = await startServer({
    wrapUpdates: (updates) => ({
      ...updates,
      load: (boardId) => (broken ? Promise.reject(new Error('SQLITE_IOERR')) : updates.load(boardId)),
    }),
  })
  const { id, facilitator } = await board(server)
  const early = await connect(server, id, facilitator)
  await until(() => early.closed, 'it is sent away')
  expect([early.closed?.code, server.services.rooms.size, server.faults.length]).toEqual([1013, 0, 1])
  broken = false
  const later = await connect(server, id, facilitator)
  expect(later.answered).toBe(true)
})

test('a kilobyte of presence before, during and after leaves no trace in the database (hocuspocus#766, y/hub 0.2.26)', async () => {
  const server = await startServer({ graceMs: 1 })
  const { id, facilitator } = await board(server)
  const observer = await person(server, 'Omar', 'observer', id)
  const seeded = await connect(server, id, facilitator)
  seeded.leave()
  await until(() => server.services.rooms.size === 0, 'the room is put away')
  const before = server.services.db.prepare('SELECT at, upto_seq FROM board_checkpoint').get()
  const watching = await connect(server, id, observer)
  watching.sendPresence(7, 1, { cursor: [1, 2], view: 'ideas' })
  await until(() => watching.present.has(7), 'the cursor is seen')
  watching.leave()
  await until(() => server.services.rooms.size === 0, 'the room is put away again')
  expect(server.services.db.prepare('SELECT at, upto_seq FROM board_checkpoint').get()).toEqual(before)
  expect(server.services.db.prepare('SELECT count(*) AS n FROM board_update').get()).toEqual({ n: 0 })
})

/** Holds commits back until told. */
function gated() {
  let opened: Promise<void> = Promise.resolve()
  let release = () => {}
  const state = { waiting: 0 }
  return {
    get waiting() {
      return state.waiting
    },
    shut: () => (opened = new Promise((resolve) => (release = resolve))),
    open: () => release(),
    wrap: (updates: Updates): Updates => ({
      ...updates,
      async append(rows, at) {
        state.waiting++
        await opened
        state.waiting--
        return updates.append(rows, at)
      },
    }),
  }
}

const slowLoad = (updates: Updates): Updates => ({
  ...updates,
  async load(boardId) {
    await new Promise((resolve) => setTimeout(resolve, 300))
    return updates.load(boardId)
  },
})

/** As the disk has it. */
async function stored({ services }: Running, boardId: string) {
  const { updates } = await import('#server/store/updates.ts')
  const { doc } = openDocument(await updates(services.db).load(boardId))
  return contentOf(Y.encodeStateAsUpdateV2(doc))
}

test('a new card or arrow is by who sent it, whatever it claims; editing an old one does not make it mine', async () => {
  const server = await startServer()
  const { id, facilitator } = await board(server)
  const [nadia, paul] = [
    await person(server, 'Nadia', 'participant', id),
    await person(server, 'Paul', 'participant', id),
  ]
  const lucie = await connect(server, id, facilitator)
  const [a, b] = [await connect(server, id, nadia), await connect(server, id, paul)]
  a.write(
    { do: 'put', root: 'elements', record: { id: 'one', is: 'effect', text: 'A', by: facilitator.personId } as never },
    { do: 'put', root: 'elements', record: { id: 'two', is: 'effect', text: 'B' } },
    {
      do: 'put',
      root: 'links',
      record: { id: 'arrow', is: 'causal', fromId: 'one', toId: 'two', by: paul.personId } as never,
    },
  )
  await until(() => textOf(b, 'two'), 'the other sees it')
  b.write({ do: 'splice', root: 'elements', id: 'two', field: 'text', at: 1, remove: 0, insert: 'is' })
  await until(() => textOf(lucie, 'two') === 'Bis', 'the edit is seen')
  await roundTrip(lucie)
  const { elements, links } = await contentOn(server, id)
  expect([elements.get('one')?.by, elements.get('two')?.by, links.get('arrow')?.by]).toEqual(
    Array(3).fill(nadia.personId),
  )
})
