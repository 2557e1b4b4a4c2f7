import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { wordsIn } from './words.ts'

const built = (...names: string[]) => {
  const folder = mkdtempSync(join(tmpdir(), 'canevas-words-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const chunks = join(folder, '_app', 'immutable', 'chunks')
  mkdirSync(chunks, { recursive: true })
  for (const name of names) writeFileSync(join(chunks, name), '')
  return folder
}

test('each language’s words are found among the files of a build, the compressed copies left out', () => {
  const folder = built('words-fr.CLMC_uG-.js', 'words-fr.CLMC_uG-.js.br', 'words-en.BBc4Rz.js', 'BDps0yES.js')
  expect(wordsIn(folder)).toEqual({
    fr: '/_app/immutable/chunks/words-fr.CLMC_uG-.js',
    en: '/_app/immutable/chunks/words-en.BBc4Rz.js',
  })
})

test('without a build there is nothing to announce', () => {
  expect(wordsIn(undefined)).toEqual({})
  expect(wordsIn(join(tmpdir(), 'no-such-build'))).toEqual({})
})
