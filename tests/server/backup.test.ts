/** Backups made while people write, and putting one back: nothing half, nothing merged back, nothing lost. */
import Database from 'better-sqlite3'
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, existsSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { board, connect, contentOn, note, RawClient, startServer, temporaryFolder, textOf, until } from './support.ts'

const script = (name: string) => fileURLToPath(new URL(`../../server/${name}.ts`, import.meta.url))
const CHILD = fileURLToPath(new URL('./child.ts', import.meta.url))

function run(name: 'backup' | 'restore', dataDir: string, ...args: string[]): Promise<{ code: number; said: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [script(name), ...args], { env: { DATA_DIR: dataDir } }, (error, out, err) =>
      resolve({ code: error ? Number(error.code) : 0, said: out + err }),
    )
  })
}

/** A server with one board and one card, and a backup of it made while it runs. */
async function backedUp() {
  const server = await startServer()
  const { id, facilitator } = await board(server)
  const client = await connect(server, id, facilitator)
  client.write(note('before', 'before the backup'))
  await until(() => client.acknowledged === client.sent, 'it is stored')
  const file = join(temporaryFolder(), 'backup.db')
  expect(await run('backup', server.dataDir, file)).toMatchObject({ code: 0 })
  client.write(note('after', 'after the backup'))
  await until(() => client.acknowledged === client.sent, 'it is stored')
  return { server, id, facilitator, client, file }
}

const formerIn = (dataDir: string) => readdirSync(dataDir).filter((name) => name.startsWith('canevas-before-restore-'))

test('a backup made under edits is one whole file that holds everything stored before it began', async () => {
  const server = await startServer()
  const { id, facilitator } = await board(server)
  const client = await connect(server, id, facilitator)
  let written = 0
  const edits = setInterval(() => client.write(note(`n${++written}`, `edit ${written}`)), 1)
  await until(() => written > 50, 'edits flow')
  const stored = client.acknowledged - 1
  const file = join(temporaryFolder(), 'backup.db')
  const { code, said } = await run('backup', server.dataDir, file)
  clearInterval(edits)
  expect([code, said]).toEqual([
    0,
    expect.stringMatching(/^Backup written and read back: \S+backup\.db \(\d+\.\d MB\)\n$/),
  ])
  expect(stored).toBeGreaterThan(10)
  const dataDir = temporaryFolder()
  copyFileSync(file, join(dataDir, 'canevas.db'))
  const copy = await startServer({ dataDir })
  const { elements } = await contentOn(copy, id)
  for (let n = 1; n <= stored; n++) expect(elements.has(`n${n}`), `edit ${n} of ${stored}`).toBe(true)
  expect(server.faults).toEqual([])
})

test('a backup writes over nothing, needs a name and a database, and works without a server', async () => {
  const { server, file } = await backedUp()
  const bytes = readFileSync(file)
  expect(await run('backup', server.dataDir, file)).toEqual({
    code: 1,
    said: `${file} exists already: name another file.\n`,
  })
  expect(readFileSync(file).equals(bytes)).toBe(true)
  expect((await run('backup', server.dataDir)).said).toContain('npm run backup --')
  expect((await run('backup', temporaryFolder(), `${file}.2`)).said).toMatch(
    /^There is no database at .+canevas\.db\.\n$/,
  )
  await server.stop()
  expect(await run('backup', server.dataDir, `${file}.3`)).toMatchObject({ code: 0 })
  expect(readdirSync(join(file, '..')).sort()).toEqual(['backup.db', 'backup.db.3'])
})

test('restoring is refused while a server runs, and changes nothing', async () => {
  const { server, file, client } = await backedUp()
  const { code, said } = await run('restore', server.dataDir, file)
  expect([code, said]).toEqual([
    1,
    `${join(server.dataDir, 'canevas.db')} is in use: stop the server first, and Litestream if it runs.\n`,
  ])
  expect(formerIn(server.dataDir)).toEqual([])
  client.write(note('still', 'still there'))
  await until(() => client.acknowledged === client.sent, 'the server goes on')
  expect(server.faults).toEqual([])
})

test('what was written after the backup does not come back from an open browser, and is kept beside', async () => {
  const { server, id, facilitator, client, file } = await backedUp()
  await server.stop()
  expect(await run('restore', server.dataDir, file)).toMatchObject({ code: 0 })
  const again = await startServer({ dataDir: server.dataDir })
  const { epoch } = (await again.services.boards.readBoard(id))!
  expect(epoch).toBeGreaterThan(1)
  const stale = new RawClient(again.port, `/sync/${id}?epoch=1`, facilitator.cookie, { doc: client.doc })
  await until(() => stale.closed, 'the old copy is closed')
  expect(stale.closed?.code).toBe(4410)
  const fresh = new RawClient(again.port, `/sync/${id}?epoch=${epoch}`, facilitator.cookie)
  await until(() => fresh.answered, 'a new copy is answered')
  expect([textOf(fresh, 'before'), textOf(fresh, 'after')]).toEqual(['before the backup', null])
  expect((await again.services.audit.ofBoard(id, 9)).map(({ what, by }) => [what, by])).toContainEqual([
    'backup_restored',
    null,
  ])
  await again.stop()

  const [former] = formerIn(server.dataDir)
  const dataDir = temporaryFolder()
  copyFileSync(join(server.dataDir, former!), join(dataDir, 'canevas.db'))
  const before = await startServer({ dataDir })
  expect((await contentOn(before, id)).elements.has('after')).toBe(true)

  // Once more: nobody meets an epoch again.
  expect(await run('restore', server.dataDir, file)).toMatchObject({ code: 0 })
  expect(formerIn(server.dataDir)).toHaveLength(2)
  const third = await startServer({ dataDir: server.dataDir })
  expect((await third.services.boards.readBoard(id))!.epoch).toBeGreaterThan(epoch)
})

test('a server that was killed leaves no lock, and its log is not played into the backup', async () => {
  const { server, id, facilitator, file } = await backedUp()
  await server.stop()
  const child = spawn(process.execPath, [CHILD, server.dataDir], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = (await once(child.stdout, 'data')) as [Buffer]
  const { port } = JSON.parse(line.toString()) as { port: number }
  const client = await connect({ port }, id, facilitator)
  client.write(note('killed', 'in the log'))
  await until(() => client.acknowledged === client.sent, 'it is stored')
  child.kill('SIGKILL')
  await once(child, 'exit')
  expect(existsSync(join(server.dataDir, 'canevas.db-wal'))).toBe(true)
  expect(await run('restore', server.dataDir, file)).toMatchObject({ code: 0 })
  const again = await startServer({ dataDir: server.dataDir })
  const { elements } = await contentOn(again, id)
  expect([elements.has('before'), elements.has('killed')]).toEqual([true, false])
  const former = new Database(join(server.dataDir, formerIn(server.dataDir)[0]!))
  expect(former.prepare('SELECT count(*) AS n FROM board_update').get()).not.toEqual({ n: 0 })
  former.close()
})

test('a damaged backup, another file and a missing one are refused, with nothing changed', async () => {
  const { server, id, file } = await backedUp()
  await server.stop()
  const folder = temporaryFolder()
  const [cut, other, empty] = ['cut.db', 'other.db', 'empty.db'].map((name) => join(folder, name))
  copyFileSync(file, cut!)
  truncateSync(cut!, readFileSync(file).length / 2)
  writeFileSync(other!, 'not a database, but long enough to be taken for one '.repeat(100))
  new Database(empty!).exec('CREATE TABLE t (x)').close()
  for (const wrong of [cut!, other!, empty!, join(folder, 'missing.db')]) {
    const { code, said } = await run('restore', server.dataDir, wrong)
    expect([wrong, code, said]).toEqual([wrong, 1, expect.stringMatching(/^[^\n]+\.\n$/)])
  }
  expect(readdirSync(server.dataDir)).toEqual(['canevas.db'])
  const again = await startServer({ dataDir: server.dataDir })
  expect((await contentOn(again, id)).elements.has('after')).toBe(true)
})

test('a database that cannot be read any more is replaced, and kept as it is', async () => {
  const { server, id, file } = await backedUp()
  await server.stop()
  writeFileSync(join(server.dataDir, 'canevas.db'), 'the disk has given this back '.repeat(1_000))
  expect(await run('restore', server.dataDir, file)).toMatchObject({ code: 0 })
  expect(readFileSync(join(server.dataDir, formerIn(server.dataDir)[0]!), 'utf8')).toMatch(/^the disk has given/)
  const again = await startServer({ dataDir: server.dataDir })
  expect((await contentOn(again, id)).elements.has('before')).toBe(true)
})
