import { expect, onTestFinished, test } from 'vitest'
import { openDatabase } from '#server/db/open.ts'
import { DEFAULT_LIMITS } from '#server/sync/limits.ts'
import { Busy, createWork } from '#server/work/pool.ts'
import {
  asking,
  board,
  connect,
  contentOn,
  note,
  startServer,
  stateOn,
  temporaryFolder,
  textOf,
  until,
} from './support.ts'

const EMPTY = { boardId: 'b', title: 'Vide' }
const STAMP = {
  exportedAt: '2026-12-01T00:00:00.000Z',
  exportedFrom: { boardId: 'b', snapshotId: null, snapshotLabel: null },
}
const small = { board: EMPTY, stamp: STAMP, whole: true }
const me = asking('me', 'b')

function pool(setting: Omit<Parameters<typeof createWork>[0], 'dataDir'>, dataDir = emptyDatabase()) {
  const work = createWork({ ...setting, dataDir })
  onTestFinished(() => work.end())
  return work
}

function emptyDatabase(): string {
  const dataDir = temporaryFolder()
  openDatabase(dataDir).close()
  return dataDir
}

/** A référentiel of so many stakeholders, as a form sends it. */
function upload(count: number) {
  const stakeholders = Array.from({ length: count }, (_, i) => ({ id: `pp-${i}`, name: `Structure ${i}` }))
  const text = JSON.stringify({
    format: 'referentiel-impact',
    formatVersion: '1.0',
    id: 'x',
    title: 'Grand',
    stakeholders,
  })
  const body = `--limit\r\ncontent-disposition: form-data; name="file"; filename="a.json"\r\n\r\n${text}\r\n--limit--\r\n`
  return { body: [new TextEncoder().encode(body)], type: 'multipart/form-data; boundary=limit', limits: DEFAULT_LIMITS }
}

test('a job that takes too long is ended, and the next one is done', async () => {
  const work = pool({ threads: 1, longestMs: 100 })
  // The thread has begun.
  while (!(await work.run('referentiel', small, me).catch(() => null)));
  await expect(work.run('incoming', upload(15_000), me)).rejects.toThrow(new Busy('time'))
  for (let done = null; !done;) done = await work.run('referentiel', small, me).catch(() => null)
  expect([work.running, work.waiting]).toEqual([0, 0])
})

test('a thread that runs out of memory fails its own job and no other', async () => {
  const work = pool({ threads: 1, memoryMb: 24 })
  const [large, after] = [work.run('incoming', upload(15_000), me), work.run('referentiel', small, me)]
  await expect(large).rejects.toThrow(new Busy('memory'))
  expect((await after).title).toBe('Vide')
})

test('of two threads one dies: what runs and waits beside it is done, and the board of its job is as before', async () => {
  const server = await startServer()
  const { id, facilitator } = await board(server)
  const client = await connect(server, id, facilitator)
  client.write(note('a', 'une note'))
  await until(() => client.acknowledged === client.sent, 'it is stored')
  const before = await stateOn(server, id)
  const work = pool({ threads: 2, memoryMb: 24 }, server.dataDir)
  const version = { board: { boardId: id, title: 'Boucles vives' }, stamp: STAMP }
  const dying = work.run('incoming', upload(15_000), asking('other', 'new'))
  const others = Array.from({ length: 8 }, () => work.run('version', version, asking(facilitator.personId, id)))
  await expect(dying).rejects.toThrow(new Busy('memory'))
  expect(new Set((await Promise.all(others)).map(({ hash }) => hash)).size).toBe(1)
  expect([work.running, work.waiting]).toEqual([0, 0])
  expect(await stateOn(server, id)).toEqual(before)
  expect([client.closed, server.faults]).toEqual([null, []])
})

test('who has gone is not worked for: not in the queue, and not in a thread', async () => {
  const work = pool({ threads: 1 })
  const [running, waiting] = [new AbortController(), new AbortController()]
  const first = work.run('incoming', upload(15_000), { ...me, signal: running.signal })
  const second = work.run('referentiel', small, { ...me, signal: waiting.signal })
  waiting.abort()
  await expect(second).rejects.toThrow(new Busy('gone'))
  running.abort()
  await expect(first).rejects.toThrow(new Busy('gone'))
  expect((await work.run('referentiel', small, me)).title).toBe('Vide')
})

test('one person has so many places in the queue, and strangers leave a thread to members', async () => {
  const work = pool({ threads: 2 })
  const stranger = { ...asking('stranger', 'demo'), isTrying: true }
  const asked = Array.from({ length: 20 }, () =>
    work.run('referentiel', small, stranger).catch((refusal: unknown) => refusal),
  )
  expect(work.running).toBe(1)
  expect((await work.run('referentiel', small, me)).title).toBe('Vide')
  expect((await Promise.all(asked)).filter((answer) => answer instanceof Busy)).toHaveLength(11)
})

test('fifteen readers of a référentiel cost one derivation, until the next edit', async () => {
  const server = await startServer()
  const { id, facilitator } = await board(server)
  const { boards } = server.services
  const client = await connect(server, id, facilitator)
  client.write(note('a', 'une note'))
  await until(() => client.acknowledged === client.sent, 'it is stored')
  const read = () => boards.referentiel(id, false, asking(facilitator.personId, id))
  const answers = await Promise.all(Array.from({ length: 15 }, read))
  expect(new Set(answers).size).toBe(1)
  expect(await read()).toBe(answers[0])
  client.write({ do: 'put', root: 'elements', record: { id: 'e', is: 'effect', text: 'un effet' } })
  await until(() => client.acknowledged === client.sent, 'it is stored')
  expect(await read()).not.toBe(answers[0])
})

/** A board with a version, which somebody writes on each time that going back has been computed, `times` at most. */
async function movingBoard(times: number) {
  const server = await startServer()
  const { id, facilitator } = await board(server)
  const { boards, work } = server.services
  const client = await connect(server, id, facilitator)
  client.write(note('a', 'as it was'))
  await until(() => client.acknowledged === client.sent, 'it is stored')
  const by = asking(facilitator.personId, id)
  const version = await boards.keepVersion(id, { label: 'Avant', kind: 'kept' }, by)
  client.write({ do: 'splice', root: 'elements', id: 'a', field: 'text', at: 0, remove: 2, insert: 'not as' })
  await until(() => client.acknowledged === client.sent, 'it is stored')
  const run = work.run
  let written = 0
  work.run = (async (job, input, asker) => {
    const result = await run(job, input, asker)
    if (job === 'goBack' && written < times) {
      client.write(note(`later${++written}`, 'written meanwhile'))
      await until(() => client.acknowledged === client.sent, 'it is stored')
    }
    return result
  }) as typeof run
  return { server, id, client, boards, goBack: () => boards.restoreVersion(id, version.id, by) }
}

test('going back is computed anew where somebody wrote meanwhile, and what they wrote is kept first', async () => {
  const { server, id, client, boards, goBack } = await movingBoard(2)
  const before = await goBack()
  expect((await boards.listVersions(id)).map(({ kind }) => kind)).toEqual(['before_restore', 'kept'])
  await until(() => textOf(client, 'a') === 'as it was', 'it is back')
  expect([...(await contentOn(server, id)).bin.keys()].sort()).toEqual(['later1', 'later2'])
  expect(before!.kind).toBe('before_restore')
})

test('where people write on, time after time, going back is refused and changes nothing', async () => {
  const { client, boards, id, goBack } = await movingBoard(3)
  await expect(goBack()).rejects.toThrow(new Busy('moved'))
  expect(textOf(client, 'a')).toBe('not as it was')
  expect(await boards.listVersions(id)).toHaveLength(1)
})

test('a version that is made up costs no job, and nothing is kept of it', async () => {
  const server = await startServer()
  const { id, facilitator } = await board(server)
  const { boards, work } = server.services
  const by = asking(facilitator.personId, id)
  const version = await boards.keepVersion(id, { label: 'Avant', kind: 'kept' }, by)
  const run = work.run
  let jobs = 0
  work.run = ((...asked: Parameters<typeof run>) => (jobs++, run(...asked))) as typeof run
  for (let n = 0; n < 50; n++) expect(await boards.versionState(id, `made-up-${n}`, by)).toBeNull()
  expect(jobs).toBe(0)
  expect(await boards.versionState(id, version.id, by)).not.toBeNull()
  expect(jobs).toBe(1)
})
