/** A file system that is really full. */
import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { rmSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { board, connect, note, roundTrip, startChild, startServer, temporaryFolder, until } from './support.ts'

const MB = 1 << 20

test('on a disk that is full nothing is acknowledged and nothing lost; people are told, and go on when there is room again', async ({
  skip,
}) => {
  const dataDir = smallDisk()
  if (!dataDir) return skip('a file system of a few megabytes cannot be mounted here: it takes Linux and root')
  const server = await startServer({ dataDir })
  const { id, facilitator } = await board(server)
  const writer = await connect(server, id, facilitator)
  writer.write(note('before', 'there is room'))
  await until(() => writer.acknowledged === writer.sent, 'it is stored')
  const ballast = join(dataDir, 'ballast')
  const { bavail, bsize } = statfsSync(dataDir)
  writeFileSync(ballast, Buffer.alloc(bavail * bsize, 1))

  // What the log has room for is still stored; then one commit fails, is kept, and whoever writes on is sent away.
  const page = 'x'.repeat(200_000)
  let written = 0
  while (!server.services.log.stalled && written < 100) {
    writer.write(note(`n${written++}`, page))
    await until(() => server.services.log.stalled || writer.acknowledged === writer.sent, 'it is stored or not')
  }
  expect(server.services.log.stalled).toBe(true)
  writer.write(note('during', 'no room'))
  await until(() => writer.closed, 'the writer is told')
  expect(writer.closed).toEqual({ code: 1013, reason: 'storage' })
  expect(writer.acknowledged).toBeLessThan(writer.sent)
  const health = await fetch(`${server.origin}/health`)
  expect([health.status, ((await health.json()) as { why: string[] }).why]).toEqual([
    503,
    expect.arrayContaining(['commits failing']),
  ])

  rmSync(ballast)
  await until(() => !server.services.log.stalled, 'what was kept is stored', 60_000)
  const back = await connect(server, id, facilitator, { doc: writer.doc })
  await until(() => back.acknowledged === back.sent, 'the rest is stored after coming back')
  await server.stop()
  const again = await startServer({ dataDir })
  const after = await connect(again, id, facilitator)
  const names = ['before', 'during', ...Array.from({ length: written }, (_, n) => `n${n}`)]
  expect(names.filter((name) => !after.content.elements.has(name))).toEqual([])
  await again.stop()
})

test('killed on a full disk, the server starts there again and shows what is stored', async ({ skip }) => {
  const dataDir = smallDisk()
  if (!dataDir) return skip('a file system of a few megabytes cannot be mounted here: it takes Linux and root')
  const server = await startServer({ dataDir })
  const { id, facilitator } = await board(server)
  await server.stop()
  const child = await startChild(dataDir)
  const writer = await connect(child, id, facilitator)
  writer.write(note('before', 'there is room'))
  await until(() => writer.acknowledged === writer.sent, 'it is stored')
  const ballast = join(dataDir, 'ballast')
  const { bavail, bsize } = statfsSync(dataDir)
  writeFileSync(ballast, Buffer.alloc(bavail * bsize, 1))
  // Little by little, until the log has no room for a page more.
  const page = 'x'.repeat(3_000)
  let stored = 0
  for (let n = 0; !writer.closed && n < 3_000; n++) {
    writer.write(note(`n${n}`, page))
    await until(() => writer.acknowledged === writer.sent, 'it is stored', 1_000).catch(() => undefined)
    if (writer.acknowledged === writer.sent) stored = n + 1
  }
  expect(writer.closed).toEqual({ code: 1013, reason: 'storage' })
  child.process.kill('SIGKILL')
  await once(child.process, 'exit')

  const again = await startServer({ dataDir })
  const reader = await connect(again, id, facilitator)
  await roundTrip(reader)
  const { elements } = reader.content
  const names = ['before', ...Array.from({ length: stored }, (_, n) => `n${n}`)]
  expect(names.filter((name) => !elements.has(name))).toEqual([])
  expect(reader.closed).toBeNull()
  rmSync(ballast)
  const back = await connect(again, id, facilitator, { doc: writer.doc })
  await until(() => back.acknowledged === back.sent, 'the rest is stored')
})

/** Null: this machine does not let us. */
function smallDisk(): string | null {
  const folder = temporaryFolder()
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${24 * MB}`, 'canevas-test', folder], { stdio: 'ignore' })
  } catch {
    return null
  }
  onTestFinished(() => void execFileSync('umount', ['-l', folder], { stdio: 'ignore' }))
  return folder
}
