/** What comes in as a file keeps the limits of a board: the next card finds room. */
import { expect, test } from 'vitest'
import { COPY_END } from '#lib/domain/boardCopy.ts'
import { DEFAULT_LIMITS, type Limits } from '#server/sync/limits.ts'
import { structsOf } from '#server/sync/intake.ts'
import type { Incoming } from '#server/work/jobs.ts'
import { asking, board, connect, formOf, note, person, startServer, until, type Running, unpacked } from './support.ts'

const COUNT = 400
const stakeholders = Array.from({ length: COUNT }, (_, i) => ({
  id: `pp-${i}`,
  name: `Structure ${i}, ${'de la vallée '.repeat(20)}`,
}))
const referentiel = JSON.stringify({ format: 'referentiel-impact', formatVersion: '1.0', id: 'x', stakeholders })

function taken({ services }: Running, text: string, limits: Partial<Limits> = {}): Promise<Incoming> {
  const form = { body: [new TextEncoder().encode(formOf(text))], type: 'multipart/form-data; boundary=end' }
  return services.work.run('incoming', { ...form, limits: { ...DEFAULT_LIMITS, ...limits } }, asking('me', 'new'))
}

/** The board that a file makes, under these limits, and one more card on it. */
async function oneMore(incoming: Incoming, limits: Partial<Limits>) {
  if (incoming.is !== 'board') throw new Error(`It is ${incoming.is}.`)
  const server = await startServer({}, { limits: { ...DEFAULT_LIMITS, ...limits } })
  const { personId, cookie } = await person(server, 'Lucie')
  const { id } = await server.services.boards.createBoard({ title: 'Grand', by: personId, state: incoming.state })
  const client = await connect(server, id, { cookie })
  client.write(note('more', 'une de plus'))
  await until(() => client.closed ?? client.acknowledged === client.sent, 'it is stored or refused')
  return client
}

/** A board of so many cards, as a file. */
async function copied(server: Running): Promise<string> {
  const { id, facilitator } = await board(server)
  const client = await connect(server, id, facilitator)
  client.write(...Array.from({ length: COUNT }, (_, i) => note(`n${i}`, 'x'.repeat(300))))
  await until(() => client.acknowledged === client.sent, 'it is stored')
  const { begin } = await server.services.boards.copy(id, asking(facilitator.personId, id))
  return unpacked(begin) + COPY_END
}

test.for(['référentiel', 'copy'])(
  'a %s that would fill a board is refused, and says what it would come to',
  async (kind) => {
    const server = await startServer()
    const text = kind === 'copy' ? await copied(server) : referentiel
    const fits = await taken(server, text)
    const client = await oneMore(fits, {})
    const count = structsOf(client.doc)

    const tooMany = await taken(server, text, { boardStructs: Math.round(count / 2) })
    expect(tooMany).toMatchObject({
      is: 'refused',
      issues: [{ code: 'too_many_pieces', params: { limit: Math.round(count / 2) } }],
    })
    const tooHeavy = await taken(server, text, { boardBytes: 20_000 })
    expect(tooHeavy).toMatchObject({ is: 'refused', issues: [{ code: 'too_heavy', params: { limit: 20_000 } }] })
  },
)

test('what is taken in leaves room for a card', async () => {
  const server = await startServer()
  const refused = await taken(server, referentiel, { boardStructs: 1 })
  if (refused.is !== 'refused') throw new Error('It was taken in.')
  const most = { boardStructs: Number(refused.issues[0]!.params.count) }
  expect((await oneMore(await taken(server, referentiel, most), most)).closed).toBeNull()
})
