/** `kill -9` in the middle of a job: the board is as before or as after, and versions are whole or not there. */
import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { canonicalText, hashText } from '#lib/domain/referentiel/canonical.ts'
import type { Referentiel } from '#lib/domain/referentiel/format.ts'
import { contentOf } from '#server/work/jobs.ts'
import {
  asking,
  board,
  connect,
  contentOn,
  doomed,
  formOf,
  note,
  startServer,
  textOf,
  unpacked,
  until,
  versionOn,
  type Errand,
  type Running,
} from './support.ts'

const COUNT = 300
const stakeholders = Array.from({ length: 1_000 }, (_, i) => ({ id: `pp-${i}`, name: `Structure ${i}` }))
const FILE = formOf(JSON.stringify({ format: 'referentiel-impact', formatVersion: '1.0', id: 'x', stakeholders }))

/** A board of cards that were written anew since its one version was kept. */
async function prepared() {
  const server = await startServer()
  const { id, facilitator } = await board(server)
  const client = await connect(server, id, facilitator)
  client.write(...Array.from({ length: COUNT }, (_, n) => note(`n${n}`, 'as it was')))
  await until(() => client.acknowledged === client.sent, 'it is stored')
  const kept = { label: 'Avant', kind: 'kept' } as const
  const version = await server.services.boards.keepVersion(id, kept, asking(facilitator.personId, id))
  for (let n = 0; n < COUNT; n++)
    client.write({ do: 'splice', root: 'elements', id: `n${n}`, field: 'text', at: 0, remove: 2, insert: 'not as' })
  await until(() => client.acknowledged === client.sent, 'it is stored')
  client.leave()
  await server.stop()
  return { dataDir: server.dataDir, boardId: id, facilitator, versionId: version.id }
}

/** All versions of a board, each of which is whole: its text is canonical and is what its hash and its state say. */
async function versionsOf({ services }: Running, boardId: string): Promise<readonly string[]> {
  const versions = await services.boards.listVersions(boardId)
  for (const { id, hash } of versions) {
    const { state, referentiel } = (await versionOn({ services }, boardId, id))!
    const text = unpacked(referentiel)
    const document = JSON.parse(text) as Referentiel
    expect(text).toBe(canonicalText(document))
    expect(createHash('sha256').update(hashText(document)).digest('hex')).toBe(hash)
    expect(contentOf(state).elements.size).toBeGreaterThanOrEqual(COUNT)
  }
  return versions.map(({ kind }) => kind).reverse()
}

async function opensAndTakesEdits(server: Running, boardId: string, who: { cookie: string }) {
  const client = await connect(server, boardId, who)
  client.write(note('after', 'we go on'))
  await until(() => client.closed ?? client.acknowledged === client.sent, 'it is stored')
  expect([client.closed, textOf(client, 'after')]).toEqual([null, 'we go on'])
}

const writing = (table: string): Errand['moment'] => ({ is: 'writing', table })
const [MADE, END] = [{ is: 'made' }, { is: 'end' }] as const
const after = (ms: number): Errand['moment'] => ({ is: 'after', ms })
const told = ({ is, ...more }: Errand['moment']) => [is, ...Object.values(more)].join(' ')

/** What there is afterwards; null: either is right. */
type Case = readonly [job: Errand['job'], moment: Errand['moment'], isDone: boolean | null]
const CASES: readonly Case[] = [
  ['keep', after(0), false],
  ['keep', after(30), null],
  ['keep', MADE, false],
  ['keep', writing('snapshot'), false],
  ['keep', END, true],
  ['go back', after(30), null],
  ['go back', after(120), null],
  ['go back', MADE, false],
  ['go back', writing('snapshot'), false],
  ['go back', writing('board_update'), false],
  ['go back', END, true],
  ['import', after(30), null],
  ['import', after(120), null],
  ['import', MADE, false],
  ['import', writing('programme'), false],
  ['import', writing('board_checkpoint'), false],
  ['import', END, true],
]

test.for(CASES.map(([job, moment, isDone]) => [job, told(moment), moment, isDone] as const))(
  'killed in the middle of “%s” (%s), a server leaves everything as before or as after',
  async ([job, , moment, isDone]) => {
    const { dataDir, facilitator, ...asked } = await prepared()
    const { boardId } = asked
    await doomed(dataDir, { ...asked, job, moment, personId: facilitator.personId, file: FILE })
    const server = await startServer({ dataDir })
    const { elements } = await contentOn(server, boardId)
    const notes = [...elements.values()].filter((each) => each.is === 'note')
    const texts = new Set(notes.map(({ text }) => text))
    const versions = await versionsOf(server, boardId)
    const boards = await server.services.boardRows.ofPerson(facilitator.personId)

    expect(notes.length).toBe(COUNT)
    const isBack = texts.has('as it was')
    expect([...texts]).toEqual([isBack ? 'as it was' : 'not as it was'])
    const [isKept, isImported] = [versions.length === 2, boards.length === 2]
    const done = { keep: isKept, 'go back': isBack, import: isImported }
    if (isDone !== null) expect(done[job]).toBe(isDone)
    if (job !== 'go back') expect(isBack).toBe(false)
    if (job !== 'import') expect(isImported).toBe(false)
    // What going back takes the place of is kept first.
    if (isBack) expect(isKept).toBe(true)
    expect(versions).toEqual(isKept ? ['kept', job === 'keep' ? 'kept' : 'before_restore'] : ['kept'])
    for (const { id } of boards) await opensAndTakesEdits(server, id, facilitator)
    expect(server.faults).toEqual([])
  },
)
