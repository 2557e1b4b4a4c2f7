/** Forging clients, over real sockets: what is refused, and what must not be. */
import * as encoding from 'lib0/encoding'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { write } from '#lib/board/layout.ts'
import { merge } from '#lib/domain/commands/merge.ts'
import {
  board,
  connect,
  contentOn,
  note,
  person,
  plain,
  type RawClient,
  roundTrip,
  type Running,
  startServer,
  stateOn,
  textOf,
  until,
} from './support.ts'

type Forgery = (doc: Y.Doc) => void

/** A board with two cards and an arrow, an honest client and one that will forge. */
async function scene() {
  const server = await startServer()
  const { id, facilitator } = await board(server)
  const honest = await connect(server, id, facilitator)
  honest.write(note('a', 'of Lucie'), note('b', 'of Lucie'))
  honest.write({ do: 'put', root: 'links', record: { id: 'l', is: 'relation', fromId: 'a', toId: 'b' } })
  honest.write({ do: 'patch', root: 'placements', key: 'ideas:a', point: [1, 2] })
  await until(() => honest.acknowledged === honest.sent, 'the board is stored')
  const forger = await connect(server, id, await person(server, 'Mallory', 'participant', id))
  await roundTrip(honest)
  return { server, id, honest, forger }
}

const serverContent = async (server: Running, id: string) => plain(await copyOf(server, id))

async function copyOf(server: Running, id: string): Promise<Y.Doc> {
  const doc = new Y.Doc()
  Y.applyUpdateV2(doc, await stateOn(server, id))
  return doc
}

/** Sent, it closes the line with 4409, and nothing has changed for anybody. */
async function expectRefused(forge: (forger: RawClient, honest: RawClient) => void, reason?: string) {
  const { server, id, honest, forger } = await scene()
  const before = await serverContent(server, id)
  forge(forger, honest)
  // What comes after it on the same line is not looked at either.
  forger.write(note('afterwards', 'sent after the forgery'))
  await until(() => forger.closed, 'the forger is sent away')
  expect(forger.closed?.code).toBe(4409)
  if (reason) expect(forger.closed?.reason).toBe(reason)
  await roundTrip(honest)
  expect(await serverContent(server, id)).toEqual(before)
  expect(plain(honest.doc)).toEqual(before)
  expect([honest.closed, server.faults]).toEqual([null, []])
}

const elements = (doc: Y.Doc) => doc.getMap<Y.Map<unknown>>('elements')

const FORGERIES: Readonly<Record<string, readonly [Forgery, string]>> = {
  'writes under the dossier': [(doc) => doc.getMap('dossier').set('title', 'Mine'), 'dossier'],
  'changes something inside the dossier': [(doc) => doc.getMap('dossier').set('workshops', []), 'dossier'],
  'deletes a key of the dossier': [(doc) => doc.getMap('dossier').delete('title'), 'dossier'],
  'makes a root of its own': [(doc) => doc.getMap('mine').set('x', 1), 'root'],
  'makes a root that is a text': [(doc) => doc.getText('notes').insert(0, 'x'), 'root'],
  'deletes a card': [(doc) => elements(doc).delete('a'), 'record deleted'],
  'deletes an arrow': [(doc) => doc.getMap('links').delete('l'), 'record deleted'],
  'deletes every card at once': [(doc) => elements(doc).clear(), 'record deleted'],
  'overwrites a card': [(doc) => elements(doc).set('a', new Y.Map([['is', 'note']])), 'record overwritten'],
  'overwrites a card that it made itself in the same breath': [
    (doc) => {
      elements(doc).set('new', new Y.Map([['is', 'note']]))
      elements(doc).set('new', new Y.Map([['is', 'effect']]))
    },
    'record',
  ],
  'puts a plain value where a card belongs': [(doc) => doc.getMap('elements').set('plain', 'x'), 'record'],
  'puts a text where a card belongs': [(doc) => doc.getMap<unknown>('elements').set('text', new Y.Text('x')), 'record'],
  'nests something in the placements': [
    (doc) => doc.getMap<unknown>('placements').set('ideas:a', new Y.Map()),
    'placement',
  ],
  'brings a binary': [
    (doc) =>
      elements(doc)
        .get('a')!
        .set('extra', new Uint8Array([1, 2, 3])),
    'content',
  ],
  'brings a document inside the document': [(doc) => elements(doc).get('a')!.set('extra', new Y.Doc()), 'content'],
  'brings XML': [(doc) => elements(doc).get('a')!.set('extra', new Y.XmlElement('script')), 'content'],
  'brings an embed': [
    (doc) => (elements(doc).get('a')!.get('text') as Y.Text).insertEmbed(0, { image: 'x' }),
    'content',
  ],
  'overwrites a shared text': [(doc) => elements(doc).get('a')!.set('text', 'Mine'), 'text overwritten'],
  'puts another text in the place of a shared one': [
    (doc) => elements(doc).get('a')!.set('text', new Y.Text('Mine')),
    'text overwritten',
  ],
  'deletes a shared text': [(doc) => elements(doc).get('a')!.delete('text'), 'text deleted'],
  'hides something that is no text in a text': [
    (doc) => (elements(doc).get('a')!.get('text') as Y.Text).insertEmbed(0, new Y.Map()),
    'content',
  ],
  'nests a map in a card': [(doc) => elements(doc).get('a')!.set('mine', new Y.Map()), 'content'],
  'brings a number that is none': [(doc) => elements(doc).get('a')!.set('size', [Number.NaN, 1]), 'number'],
  'brings a key as long as a page': [(doc) => elements(doc).get('a')!.set('k'.repeat(1_000), 1), 'key'],
  'brings a text as long as a book': [(doc) => elements(doc).get('a')!.set('extra', 'x'.repeat(300_000)), 'string'],
}

test.for(Object.entries(FORGERIES))('a client that %s is refused', async ([, [forge, reason]]) => {
  await expectRefused((forger) => forger.doc.transact(() => forge(forger.doc)), reason)
})

test('a client that puts a card under an id that is taken, as if it did not know, is refused', async () => {
  await expectRefused((forger) => {
    const stranger = new Y.Doc()
    elements(stranger).set('a', new Y.Map([['is', 'effect']]))
    forger.sendUpdate(Y.encodeStateAsUpdate(stranger))
  }, 'record overwritten')
})

test('deleting a card before it arrives is not remembered', async () => {
  const { server, id, honest, forger } = await scene()
  const next = Y.getState(honest.doc.store, honest.doc.clientID)
  forger.sendUpdate(encode({ deletes: [[honest.doc.clientID, next, 10]] }))
  await roundTrip(forger)
  honest.write(note('c', 'not to be deleted'))
  await until(() => honest.acknowledged === honest.sent, 'it is stored')
  expect((await contentOn(server, id)).elements.has('c')).toBe(true)
})

test('garbage instead of an update is refused', async () => {
  for (const bytes of [[], [1], [0, 1], [255, 255, 255, 255, 255, 255, 255], [1, 1, 1, 0, 9]]) {
    const { server, forger } = await scene()
    forger.sendUpdate(new Uint8Array(bytes))
    await until(() => forger.closed, 'it is sent away')
    expect(forger.closed?.code).toBe(4409)
    await server.stop()
  }
})

test('a frame of millions of things is given up after a few', async () => {
  const many = 500_000
  const structs = encoding.createEncoder()
  for (const part of [1, many, 7, 0]) encoding.writeVarUint(structs, part)
  const deletes = encoding.createEncoder()
  for (const part of [0, 1, 7, many]) encoding.writeVarUint(deletes, part)
  for (let n = 0; n < many; n++)
    for (const encoder of [structs, deletes]) for (const part of [0, 1]) encoding.writeVarUint(encoder, part)
  const [updates, states] = [[structs, deletes].map(encoding.toUint8Array), new Uint8Array(2 << 20)]
  const sends: readonly ((forger: RawClient) => void)[] = [
    ...updates.map((update) => (forger: RawClient) => forger.sendSync(1, update)),
    (forger) => forger.sendSync(0, states),
    (forger) => forger.sendPresence(1, 1, 'x'.repeat(2 << 20)),
  ]
  for (const send of sends) {
    const { server, forger } = await scene()
    send(forger)
    await until(() => forger.closed, 'it is sent away')
    expect(forger.closed?.code).toBe(4413)
    await server.stop()
  }
})

test('a struct that points into its own future is refused', async () => {
  await expectRefused((forger) => {
    const origin = [7, 5] as const
    forger.sendUpdate(encode({ structs: [7, 0, [{ origin, any: 1 }]] }))
  }, 'pointer')
})

test('a struct between a card and the dossier is refused', async () => {
  await expectRefused((forger, honest) => {
    const field = elements(honest.doc).get('a')!._map.get('is')!.id
    const title = honest.doc.getMap('dossier')._map.get('title')!.id
    const pointers = { origin: [field.client, field.clock], right: [title.client, title.clock] } as const
    forger.sendUpdate(encode({ structs: [7, 0, [{ ...pointers, any: 1 }]] }))
  }, 'pointer')
})

test('a struct that claims to lie in the dossier through its neighbour is refused', async () => {
  await expectRefused((forger, honest) => {
    const title = honest.doc.getMap('dossier')._map.get('title')!.id
    forger.sendUpdate(encode({ structs: [7, 0, [{ origin: [title.client, title.clock], any: 'Mine' }]] }))
  }, 'dossier')
})

test('structs that wait for each other in a circle are refused and not kept', async () => {
  const { server, id, honest, forger } = await scene()
  const before = await serverContent(server, id)
  const is = elements(honest.doc).get('a')!._map.get('is')!.id
  const good = { origin: [is.client, is.clock], any: 'effect' } as const
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, 3)
  // Good by itself: what comes with the circle is refused with it.
  writeStructs(encoder, [10, 0, [good]])
  writeStructs(encoder, [9, 0, [{ origin: [8, 1], any: 1 }, good]])
  writeStructs(encoder, [8, 0, [{ origin: [9, 1], any: 1 }, good]])
  encoding.writeVarUint(encoder, 0)
  forger.sendUpdate(encoding.toUint8Array(encoder))
  await until(() => forger.closed, 'it is sent away')
  expect(forger.closed?.code).toBe(4409)
  expect(await serverContent(server, id)).toEqual(before)
  const state = await stateOn(server, id)
  const doc = new Y.Doc()
  Y.applyUpdateV2(doc, state)
  expect([doc.store.pendingStructs, honest.closed]).toEqual([null, null])
})

test('honest work passes: new cards, fields, texts, sets, places, the bin, undo, and the whole again', async () => {
  const { server, id, honest, forger: nadia } = await scene()
  const undo = new Y.UndoManager([elements(nadia.doc), nadia.doc.getMap('placements')], {
    trackedOrigins: new Set(['nadia']),
  })
  nadia.doc.transact(() => {
    elements(nadia.doc).get('a')!.set('order', 'a1')
    ;(elements(nadia.doc).get('a')!.get('text') as Y.Text).insert(3, 'xyz')
  }, 'nadia')
  undo.undo()
  undo.redo()
  nadia.write(note('c', 'mine'), {
    do: 'splice',
    root: 'elements',
    id: 'c',
    field: 'text',
    at: 0,
    remove: 2,
    insert: 'yo',
  })
  nadia.write(
    { do: 'remove', root: 'elements', id: 'b', gone: { by: null, at: 1 } },
    { do: 'restore', root: 'elements', id: 'b' },
  )
  nadia.write({ do: 'patch', root: 'placements', key: 'ideas:a', point: [3, 4] })
  nadia.write({ do: 'patch', root: 'placements', key: 'ideas:a', point: null })
  nadia.write({ do: 'patch', root: 'placements', key: 'ideas:c', point: [5, 6] })
  nadia.sendSync(1, Y.encodeStateAsUpdate(nadia.doc))
  await until(() => nadia.acknowledged === nadia.sent, 'all is acknowledged')
  await roundTrip(honest)
  expect([nadia.closed, textOf(honest, 'c'), textOf(honest, 'a')]).toEqual([null, 'yone', 'of xyzLucie'])
  expect(plain(honest.doc)).toEqual(await serverContent(server, id))
})

test('who made a card, and its ref, are the server’s to say', async () => {
  const { server, id, honest, forger } = await scene()
  honest.write({ do: 'put', root: 'elements', record: { id: 'e', is: 'effect', text: 'Effet' } })
  await until(() => honest.acknowledged === honest.sent, 'it is stored')
  await until(() => textOf(forger, 'e'), 'it arrives')
  const before = (await contentOn(server, id)).elements.get('e')
  expect(before).toMatchObject({ ref: 'E1', by: expect.any(String) })
  forger.doc.transact(() => {
    elements(forger.doc).get('e')!.set('by', 'somebody')
    elements(forger.doc).get('e')!.set('ref', 'E99')
    elements(forger.doc).get('a')!.set('ref', 'A1')
  })
  forger.write({ do: 'put', root: 'elements', record: { id: 'f', is: 'effect', ref: 'E1', by: 'somebody' } })
  forger.doc.transact(() => elements(forger.doc).set('g', new Y.Map([['is', 'constructor']])))
  await until(() => forger.acknowledged === forger.sent, 'it is stored')
  expect((await copyOf(server, id)).getMap('dossier').get('refs')).toEqual({ E: 2 })
  const { elements: after } = await contentOn(server, id)
  expect(after.get('e')).toEqual(before)
  expect(after.get('a')).toMatchObject({ ref: null })
  expect(after.get('f')).toMatchObject({ ref: 'E2', by: expect.not.stringMatching('somebody') })
})

test('nobody puts a card into the bin, or takes one on, in another person’s name', async () => {
  const { server, id, honest, forger } = await scene()
  const lucie = (await server.services.memberships.ofBoard(id))[0]!.id
  const mallory = (await server.services.memberships.ofBoard(id)).find(({ name }) => name === 'Mallory')!.id
  honest.write({ do: 'put', root: 'elements', record: { id: 'k', is: 'criterion', text: 'On saura que' } })
  await until(() => textOf(forger, 'k'), 'it arrives')
  forger.doc.transact(() => {
    elements(forger.doc).get('b')!.set('gone', { by: lucie, at: 5 })
    elements(forger.doc).get('k')!.set(`takenOnBy/${lucie}`, true)
    elements(forger.doc).get('k')!.set(`takenOnBy/${mallory}`, true)
    write(forger.doc, [{ do: 'put', root: 'elements', record: { id: 'own', is: 'criterion', takenOnBy: [lucie] } }])
    elements(forger.doc).get('own')!.set('gone', { by: lucie, at: 5 })
  })
  await until(() => forger.acknowledged === forger.sent, 'it is stored')
  const { bin, elements: living } = await contentOn(server, id)
  expect(bin.get('b')?.gone).toEqual({ by: mallory, at: 5 })
  expect(bin.get('own')).toMatchObject({ gone: { by: mallory }, record: { takenOnBy: [] } })
  expect(living.get('k')).toMatchObject({ takenOnBy: [mallory] })
  await roundTrip(forger)
  expect([plain(forger.doc), forger.closed]).toEqual([await serverContent(server, id), null])
})

test('undoing that a card was put back names who had put it into the bin, and redoing it brings the card back', async () => {
  const { server, id, honest, forger: nadia } = await scene()
  const lucie = (await server.services.memberships.ofBoard(id))[0]!.id
  honest.write({ do: 'remove', root: 'elements', id: 'a', gone: { by: lucie, at: 7 } })
  await until(() => nadia.content.bin.has('a'), 'it is gone for her')
  const undo = new Y.UndoManager([elements(nadia.doc)], { trackedOrigins: new Set(['nadia']) })
  nadia.doc.transact(() => write(nadia.doc, [{ do: 'restore', root: 'elements', id: 'a' }]), 'nadia')
  undo.undo()
  await until(() => nadia.acknowledged === nadia.sent, 'it is stored')
  expect((await contentOn(server, id)).bin.get('a')?.gone).toEqual({ by: lucie, at: 7 })
  undo.redo()
  await until(() => nadia.acknowledged === nadia.sent, 'it is stored')
  expect((await contentOn(server, id)).elements.has('a')).toBe(true)
})

test('merging keeps who took the cards on', async () => {
  const { server, id, honest, forger: nadia } = await scene()
  const lucie = (await server.services.memberships.ofBoard(id))[0]!.id
  const criterion = (name: string, takenOnBy: readonly string[]) =>
    ({ do: 'put', root: 'elements', record: { id: name, is: 'criterion', text: name, takenOnBy } }) as const
  honest.write(criterion('k1', []), criterion('k2', [lucie]))
  await until(() => textOf(nadia, 'k2'), 'they arrive')
  const mallory = (await server.services.memberships.ofBoard(id)).find(({ name }) => name === 'Mallory')!.id
  nadia.write(
    ...merge(nadia.content, { into: 'k1', ids: ['k1', 'k2'], gone: { by: mallory, at: 1 }, newId: () => 'x' }),
  )
  await until(() => nadia.acknowledged === nadia.sent, 'it is stored')
  expect((await contentOn(server, id)).elements.get('k1')).toMatchObject({ takenOnBy: [lucie] })
})

test('a long text typed by two people in turn, all in one update, passes', async () => {
  const { honest, forger: nadia } = await scene()
  const [one, two] = [new Y.Doc(), new Y.Doc()]
  Y.applyUpdate(one, Y.encodeStateAsUpdate(nadia.doc))
  for (let n = 0; n < 300; n++) {
    const [writer, other] = n % 2 ? [one, two] : [two, one]
    Y.applyUpdate(writer, Y.encodeStateAsUpdate(other, Y.encodeStateVector(writer)))
    const text = elements(writer).get('a')!.get('text') as Y.Text
    text.insert(text.length, `${n} `)
  }
  Y.applyUpdate(one, Y.encodeStateAsUpdate(two))
  nadia.sendSync(1, Y.encodeStateAsUpdate(one))
  await until(() => textOf(honest, 'a')?.endsWith('298 299 '), 'all of it arrives')
  expect(nadia.closed).toBeNull()
})

test('bytes at random close their own line and nobody else’s', async () => {
  const { server, id, honest } = await scene()
  const random = generator(7)
  const whole = Y.encodeStateAsUpdate(honest.doc)
  for (let round = 0; round < 60; round++) {
    const fuzzer = await connect(server, id, await person(server, 'Fuzz', 'participant', id), { silent: true })
    for (let n = 0; n < 5; n++) {
      const bytes = Uint8Array.from({ length: Math.floor(random() * 60) }, () => Math.floor(random() * 256))
      if (n % 2) bytes[0] = [0, 1, 3, 120][Math.floor(random() * 4)]!
      fuzzer.send(bytes)
      const flipped = whole.slice(0, Math.ceil(random() * whole.length))
      flipped[Math.floor(random() * flipped.length)]! ^= 1 << Math.floor(random() * 8)
      fuzzer.sendSync(n % 3, flipped)
    }
    fuzzer.leave()
  }
  honest.write(note('still', 'here'))
  await until(() => honest.acknowledged === honest.sent, 'the honest one is still served')
  const fresh = await connect(server, id, await person(server, 'Nadia', 'participant', id))
  expect([honest.closed, textOf(fresh, 'still'), textOf(fresh, 'a')]).toEqual([null, 'here', 'of Lucie'])
  expect(plain(fresh.doc)).toEqual(plain(honest.doc))
})

// ── forging by hand: structs that no editor makes ───────────────────────────────────────────────────────────────────

type Pointer = readonly [client: number, clock: number]
type Struct = { origin?: Pointer; right?: Pointer; any: number | string }
type ClientStructs = readonly [client: number, clock: number, structs: readonly Struct[]]

function encode({
  structs,
  deletes = [],
}: {
  structs?: ClientStructs
  deletes?: readonly (readonly [number, number, number])[]
}) {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, structs ? 1 : 0)
  if (structs) writeStructs(encoder, structs)
  encoding.writeVarUint(encoder, deletes.length)
  for (const [client, clock, length] of deletes)
    for (const part of [client, 1, clock, length]) encoding.writeVarUint(encoder, part)
  return encoding.toUint8Array(encoder)
}

function writeStructs(encoder: encoding.Encoder, [client, clock, structs]: ClientStructs) {
  for (const part of [structs.length, client, clock]) encoding.writeVarUint(encoder, part)
  for (const { origin, right, any } of structs) {
    encoding.writeUint8(encoder, 8 | (origin ? 0x80 : 0) | (right ? 0x40 : 0))
    for (const part of [...(origin ?? []), ...(right ?? []), 1]) encoding.writeVarUint(encoder, part)
    encoding.writeAny(encoder, any)
  }
}

/** The same bytes at every run. */
function generator(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_103_515_245 + 12_345) & 0x7fffffff
    return state / 0x7fffffff
  }
}
