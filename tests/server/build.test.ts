/** A build is whole or not there, however many start at once and whoever is killed. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { ensureBuild } from '#server/ensureBuild.js'
import { stampOf } from '#server/sources.js'
import { temporaryFolder } from './support.ts'

const BUILDER = fileURLToPath(new URL('./builder.js', import.meta.url))
const STAMP = 'a'.repeat(32)

function start(folder: string, ms: number): ChildProcess {
  const child = spawn(process.execPath, [BUILDER, folder, STAMP, String(ms)], { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  return child
}
async function said(child: ChildProcess): Promise<string> {
  let words = ''
  child.stdout!.on('data', (chunk: Buffer) => (words += chunk.toString()))
  expect(await once(child, 'close')).toEqual([0, null])
  return words.replace('building\n', '')
}
const timesMade = (folder: string) => readFileSync(join(folder, 'made'), 'utf8').split('\n').length - 1

test('what is built is not built again', async () => {
  const folder = temporaryFolder()
  const first = await said(start(folder, 0))
  expect([await said(start(folder, 0)), timesMade(folder)]).toEqual([first, 1])
})

test('three that start at once make one build and run the same', async () => {
  const folder = temporaryFolder()
  const [one, two, three] = await Promise.all([0, 0, 0].map(() => said(start(folder, 500))))
  expect([two, three, timesMade(folder)]).toEqual([one, one, 1])
})

test('who is killed in the middle leaves neither a build nor the lock', async () => {
  const folder = temporaryFolder()
  const killed = start(folder, 60_000)
  await once(killed.stdout!, 'data')
  const waiting = said(start(folder, 0))
  expect(existsSync(join(folder, STAMP))).toBe(false)
  killed.kill('SIGKILL')
  const words = await waiting
  expect(words).not.toContain(String(killed.pid))
  expect([await said(start(folder, 0)), timesMade(folder)]).toEqual([words, 2])
})

test('sources that are edited while they are built are built again', async () => {
  const folder = temporaryFolder()
  const stamps = ['a', 'b', 'b', 'b'].map((letter) => letter.repeat(32))
  const made: string[] = []
  const whole = await ensureBuild({
    folder,
    stampOf: () => stamps.shift()!,
    async make(into) {
      mkdirSync(into)
      made.push(into)
    },
  })
  expect([whole, made.length]).toEqual([join(folder, 'b'.repeat(32)), 2])
  expect(readdirSync(folder).sort()).toEqual(['b'.repeat(32), 'lock.db'])
})

test('former builds stay for whoever runs from them, the oldest go, and a new one learns of the latest', async () => {
  const folder = temporaryFolder()
  const formers: (string | null)[] = []
  for (const [i, letter] of ['a', 'b', 'c', 'd'].entries()) {
    const whole = await ensureBuild({
      folder,
      stampOf: () => letter.repeat(32),
      async make(into, former) {
        mkdirSync(into)
        formers.push(former && former.at(-1)!)
      },
    })
    utimesSync(whole, 1_000 + i, 1_000 + i)
  }
  expect(formers).toEqual([null, 'a', 'b', 'c'])
  expect(readdirSync(folder).sort()).toEqual(['b', 'c', 'd'].map((letter) => letter.repeat(32)).concat('lock.db'))
})

test('what a build writes beside its settings is no source', () => {
  const before = stampOf()
  const beside = join('project.inlang', 'README.test.md')
  writeFileSync(beside, 'written by the build')
  onTestFinished(() => void rmSync(beside))
  expect(stampOf()).toBe(before)
})
