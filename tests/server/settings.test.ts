/** The endpoint behind «Programme et ateliers», with real people, a real database, and whoever is on the board by a real socket. */
import { expect, test } from 'vitest'
import type { Settings } from '#lib/domain/settings.ts'
import { refusedAtTheDoor } from '../../src/door.server.ts'
import { POST } from '../../src/routes/b/[board]/settings/+server.ts'
import { NotStored } from '#server/sync/room.ts'
import {
  asking,
  board,
  connect,
  contentOn,
  note,
  person,
  type Running,
  startServer,
  unpacked,
  until,
  versionOn,
} from './support.ts'

type Event = Parameters<typeof POST>[0]
type Said = { readonly status: number; readonly message: string }

/** As Kit calls it: the answer, or the refusal that it was given to say. */
async function ask(server: Running, boardId: string, token: string | null, body: unknown): Promise<Said> {
  const url = new URL(`/b/${boardId}/settings`, server.origin)
  const session = token === null ? null : await server.services.sessions.read(token)
  const event = {
    url,
    params: { board: boardId },
    locals: {
      services: server.services,
      session,
      person: session?.person ?? null,
      requester: { person: session?.person.id ?? null, network: '192.0.2.1', isMember: true },
    },
    request: new Request(url, {
      method: 'POST',
      headers: { origin: url.origin, accept: 'application/json', 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  }
  try {
    const refused = await refusedAtTheDoor({ ...event, route: { id: '/b/[board]/settings' } }, server.services)
    if (refused) return { status: refused.status, message: ((await refused.json()) as { message: string }).message }
    const response = await POST(event as unknown as Event)
    return { status: response.status, message: '' }
  } catch (refusal) {
    const { status, body } = refusal as { status: number; body: { message: string } }
    return { status, message: body.message }
  }
}

const add = (id: string, fields: object = {}): Settings => ({ workshops: [{ do: 'add', id, fields }] })
const set = (id: string, fields: object): Settings => ({ workshops: [{ do: 'set', id, fields }] })

test('facilitators and coordinators set a board’s title, programme and ateliers, and whoever is there sees it; others are refused', async () => {
  const server = await startServer()
  const { id, facilitator } = await board(server)
  const people = {
    coordinator: await person(server, 'Chloé', 'coordinator', id),
    participant: await person(server, 'Nadia', 'participant', id),
    observer: await person(server, 'Omar', 'observer', id),
    stranger: await person(server, 'Karim'),
  }
  const nadia = await connect(server, id, people.participant)
  expect((await ask(server, id, facilitator.token, add('at-1', { title: 'Cadrer' }))).status).toBe(204)
  expect((await ask(server, id, people.coordinator.token, { programme: { name: 'Communauté' } })).status).toBe(204)
  for (const [who, status] of [
    ['participant', 403],
    ['observer', 403],
    ['stranger', 404],
  ] as const)
    expect((await ask(server, id, people[who].token, { title: 'Forcé' })).status, who).toBe(status)
  expect(await ask(server, id, null, { title: 'Forcé' })).toMatchObject({
    status: 401,
    message: 'Votre session est terminée. Reconnectez-vous.',
  })
  await until(() => nadia.content.dossier.programme?.name === 'Communauté', 'she sees the programme')
  expect(nadia.content.dossier).toMatchObject({ title: 'Boucles vives', workshops: [{ id: 'at-1', order: 1 }] })
  const changed = (await server.services.audit.ofBoard(id, 10)).flatMap((entry) =>
    entry.what === 'settings' ? entry.detail.changed : [],
  )
  expect(changed).toEqual(['programme', 'workshops'])
})

test('what one person sets in one sitting is one entry of the journal', async () => {
  let now = Date.now()
  const server = await startServer({ now: () => now })
  const { id, facilitator } = await board(server)
  const chloe = await person(server, 'Chloé', 'coordinator', id)
  const entries = async () =>
    (await server.services.audit.ofBoard(id, 20)).flatMap((entry) =>
      entry.what === 'settings' ? [[entry.by, ...entry.detail.changed]] : [],
    )
  await ask(server, id, facilitator.token, add('at-1'))
  now += 60_000
  await ask(server, id, facilitator.token, set('at-1', { title: 'Cadrer' }))
  await ask(server, id, facilitator.token, { title: 'Boucles' })
  expect(await entries()).toEqual([[facilitator.personId, 'workshops', 'title']])
  await ask(server, id, chloe.token, { title: 'Du Bassin' })
  now += 3_600_000
  await ask(server, id, chloe.token, { title: 'Boucles du Bassin' })
  expect(await entries()).toEqual([
    [chloe.personId, 'title'],
    [chloe.personId, 'title'],
    [facilitator.personId, 'workshops', 'title'],
  ])
})

test('a board has one title, in its document and in the database, whoever renames it last', async () => {
  const server = await startServer()
  const { id, facilitator } = await board(server)
  const { token } = await person(server, 'Chloé', 'coordinator', id)
  const client = await connect(server, id, facilitator)
  const titles = async () => [client.content.dossier.title, (await server.services.boards.readBoard(id))?.title]
  await ask(server, id, facilitator.token, { title: '  Boucles\tdu Bassin ' })
  await until(() => client.content.dossier.title === 'Boucles du Bassin', 'the new title is seen')
  expect(await titles()).toEqual(['Boucles du Bassin', 'Boucles du Bassin'])
  await Promise.all([
    ask(server, id, facilitator.token, { title: 'De Lucie' }),
    ask(server, id, token, { title: 'De Chloé' }),
  ])
  await until(() => client.content.dossier.title.startsWith('De '), 'a new title is seen')
  const [inDocument, inDatabase] = await titles()
  expect((await contentOn(server, id)).dossier.title).toBe(inDatabase)
  await until(() => client.content.dossier.title === inDatabase, `${inDocument} is not the last`)
})

test('two people who write in different boxes at the same time undo nothing of each other', async () => {
  const server = await startServer()
  const { id, facilitator } = await board(server)
  const { token } = await person(server, 'Chloé', 'coordinator', id)
  const begin = (prefix: string) => ({
    workshops: [
      {
        do: 'begin',
        workshops: [1, 2].map((n) => ({ id: `${prefix}-${n}`, fields: { title: `${n}`, mode: 'remote' } })),
      },
    ],
  })
  await Promise.all([ask(server, id, facilitator.token, begin('at')), ask(server, id, token, begin('other'))])
  const [first, second] = (await contentOn(server, id)).dossier.workshops
  expect((await contentOn(server, id)).dossier.workshops).toHaveLength(2)
  const answers = await Promise.all([
    ask(server, id, facilitator.token, set(first!.id, { date: '2026-03-04' })),
    ask(server, id, token, set(first!.id, { participants: 14 })),
    ask(server, id, facilitator.token, set(second!.id, { title: 'Arbre des effets' })),
    ask(server, id, token, { workshops: [{ do: 'move', id: second!.id, by: -1 }] }),
    ask(server, id, facilitator.token, { programme: { startDate: '2026-01-01' } }),
    ask(server, id, token, { programme: { name: 'Communauté' } }),
  ])
  expect(answers.map(({ status }) => status)).toEqual([204, 204, 204, 204, 204, 204])
  const { dossier } = await contentOn(server, id)
  expect(dossier.workshops).toMatchObject([
    { id: second!.id, order: 1, title: 'Arbre des effets' },
    { id: first!.id, order: 2, date: '2026-03-04', participants: 14, mode: 'remote' },
  ])
  expect(dossier.programme).toMatchObject({ name: 'Communauté', startDate: '2026-01-01', endDate: null })
  expect(await ask(server, id, token, set('removed-since', { title: 'x' }))).toEqual({
    status: 409,
    message: 'Cet atelier vient d’être retiré par quelqu’un d’autre.',
  })
})

test('what is not right is refused with a sentence, whole, and changes nothing', async () => {
  const server = await startServer()
  const { id, facilitator } = await board(server)
  await ask(server, id, facilitator.token, add('at-1', { date: '2026-03-04' }))
  const before = (await contentOn(server, id)).dossier
  const NUMBER = /^Écrivez un nombre entier, de 0 à 100 000\.$/
  const DAY = /^Cette date est incomplète/
  const REFUSED = /^Cette demande ne vient pas de cette page/
  const step = { do: 'set', id: 'at-1', fields: { title: 'Cadrer' } }
  for (const [body, sentence] of [
    [{ title: ' ' }, /^À remplir\.$/],
    [{ title: 'x'.repeat(201) }, /^200 caractères au plus\.$/],
    [{ title: null }, REFUSED],
    [{ programme: { name: 'x'.repeat(201) } }, /^200 caractères au plus\.$/],
    [{ programme: { startDate: '2026-02-30' } }, DAY],
    [{ programme: { organizers: { 'og-9': true } } }, /^Cette organisation n’est plus sur le tableau\.$/],
    [{ programme: { organizers: { __proto__x: true } } }, REFUSED],
    [{ programme: { id: 'other' } }, REFUSED],
    [set('at-1', { date: '04/03/2026' }), DAY],
    [set('at-1', { date: '0026-03-04' }), DAY],
    [set('at-1', { durationMin: -1 }), NUMBER],
    [set('at-1', { participants: 2.5 }), NUMBER],
    [set('at-1', { participants: 'beaucoup' }), NUMBER],
    [set('at-1', { mode: 'visio' }), REFUSED],
    [set('at-1', { order: 3 }), REFUSED],
    [{ workshops: [{ do: 'drop', id: 'at-1' }] }, REFUSED],
    [{ workshops: 'aucun' }, REFUSED],
    [{ status: 'validated' }, REFUSED],
    [[], REFUSED],
    ['title', REFUSED],
    // What is right beside what is not is not done either.
    [{ title: 'Autre', workshops: [step, { do: 'set', id: 'nowhere', fields: {} }] }, /^Cet atelier vient/],
    [
      { workshops: Array.from({ length: 60 }, (_, n) => ({ do: 'add', id: `w${n}`, fields: {} })) },
      /^60 ateliers au plus\.$/,
    ],
  ] as const) {
    const said = await ask(server, id, facilitator.token, body)
    expect([JSON.stringify(body).slice(0, 80), said.status]).toEqual([
      JSON.stringify(body).slice(0, 80),
      sentence.source.startsWith('^Cet atelier') ? 409 : 400,
    ])
    expect(said.message.replace(/[\u00a0\u202f]/g, ' ')).toMatch(sentence)
  }
  expect((await contentOn(server, id)).dossier).toEqual(before)
  expect((await server.services.boards.readBoard(id))?.title).toBe(before.title)
})

test('a removed atelier is named nowhere, also not by cards that come back with a version; the others stay through it', async () => {
  const server = await startServer()
  const { boards } = server.services
  const { id, facilitator } = await board(server)
  const ask204 = async (body: unknown) =>
    expect(await ask(server, id, facilitator.token, body)).toMatchObject({ status: 204 })
  for (const name of ['at-1', 'at-2']) await ask204(add(name, { title: name }))
  const client = await connect(server, id, facilitator)
  const decision = (card: string, workshopId: string) =>
    ({ do: 'put', root: 'elements', record: { id: card, is: 'decision', text: card, workshopId } }) as const
  client.write(decision('d1', 'at-1'), decision('d2', 'at-2'))
  await until(() => client.acknowledged === client.sent, 'it is stored')
  const version = await boards.keepVersion(id, { label: 'Avant', kind: 'kept' }, asking(facilitator.personId, id))
  const workshopOf = (card: string) =>
    (client.content.elements.get(card) as { workshopId?: string | null } | undefined)?.workshopId
  await ask204({ workshops: [{ do: 'remove', id: 'at-1' }] })
  await until(() => client.content.dossier.workshops.length === 1, 'the atelier is gone')
  expect([workshopOf('d1'), workshopOf('d2')]).toEqual([null, 'at-2'])
  await ask204({ workshops: [{ do: 'set', id: 'at-2', fields: { participants: 9 } }] })
  client.write({ do: 'splice', root: 'elements', id: 'd1', field: 'text', at: 0, remove: 0, insert: 'Depuis : ' })
  await until(() => client.acknowledged === client.sent, 'it is stored')
  await boards.restoreVersion(id, version.id, asking(facilitator.personId, id))
  await until(() => (client.content.elements.get('d1') as { text?: string }).text === 'd1', 'it is as it was')
  expect([workshopOf('d1'), workshopOf('d2')]).toEqual([null, 'at-2'])
  expect(client.content.dossier.workshops).toMatchObject([{ id: 'at-2', order: 1, participants: 9 }])
  // The kept version has both, for good.
  const kept = JSON.parse(unpacked((await versionOn(server, id, version.id))!.referentiel)) as {
    workshops: { id: string }[]
  }
  expect(kept.workshops.map((workshop) => workshop.id)).toEqual(['at-1', 'at-2'])
})

test('while nothing can be stored whoever asks for something is told so at once, and nothing is changed', async () => {
  let isFull = false
  const server = await startServer({
    wrapUpdates: (updates) => ({
      ...updates,
      append: (batch, at) => (isFull ? Promise.reject(new Error('disk is full')) : updates.append(batch, at)),
    }),
  })
  const { id, facilitator } = await board(server)
  const writer = await connect(server, id, facilitator)
  isFull = true
  writer.write(note('a', 'the first that finds no room'))
  await until(() => server.services.log.stalled, 'a commit has failed')
  const refused = await ask(server, id, facilitator.token, { title: 'Renamed in vain' })
  expect(refused).toEqual({ status: 503, message: expect.stringContaining('ne peut pas enregistrer') })
  isFull = false
  await until(() => !server.services.log.stalled, 'there is room again')
  expect((await contentOn(server, id)).dossier.title).toBe('Boucles vives')
  expect((await ask(server, id, facilitator.token, { title: 'Renamed' })).status).toBe(204)
})

test('who asks for what waits for a disk that takes nothing is not kept waiting', async () => {
  let isFull = false
  const server = await startServer({
    wrapUpdates: (updates) => ({
      ...updates,
      append: (batch, at) => (isFull ? Promise.reject(new Error('disk is full')) : updates.append(batch, at)),
    }),
  })
  const { boards, rooms, log } = server.services
  const { id, facilitator } = await board(server)
  const reader = await person(server, 'Olga', 'observer', id)
  isFull = true
  // Nobody knew before: this one finds out.
  await expect(boards.setSettings(id, { title: 'Later' }, asking('lucie', id))).rejects.toThrow(NotStored)
  expect(log.stalled).toBe(true)
  await expect(contentOn(server, id)).rejects.toThrow(NotStored)
  const observer = await connect(server, id, reader)
  expect(observer.closed).toEqual({ code: 1013, reason: 'storage' })
  isFull = false
  await until(() => !log.stalled, 'there is room again')
  expect((await contentOn(server, id)).dossier.title).toBe('Later')
  expect((await connect(server, id, facilitator)).closed).toBeNull()
  expect(rooms.size).toBe(1)
})
