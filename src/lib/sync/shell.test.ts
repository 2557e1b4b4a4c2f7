import { expect, test } from 'vitest'
import { handlingOf, isMessage, isRefusal, isWhole, outdated } from './shell.ts'

const ORIGIN = 'https://canevas.example'
const BOARD = `/b/${'a'.repeat(22)}`
const asked = (path: string, mode = 'navigate', method = 'GET') =>
  handlingOf({ method, mode, url: new URL(path, ORIGIN) }, ORIGIN)

test('a board’s page is asked of the network first; other pages, data, polls and forms are left alone', () => {
  expect(asked(BOARD)).toBe('board')
  expect(asked(`${BOARD}?tab=tree`)).toBe('board')
  for (const path of ['/', '/boards', '/login', `${BOARD}/versions/x`])
    expect([path, asked(path)]).toEqual([path, 'leave'])
  expect(asked(BOARD, 'cors')).toBe('leave')
  expect(asked(`${BOARD}/__data.json`, 'cors')).toBe('leave')
  expect(asked(`/sync/${'a'.repeat(22)}/poll`, 'cors', 'POST')).toBe('leave')
  expect(asked('/logout', 'navigate', 'POST')).toBe('leave')
})

test('scripts and styles may come from this device; nothing of another site, and no page, is an asset', () => {
  expect(asked('/_app/immutable/chunks/a.js', 'cors')).toBe('asset')
  expect(asked('/_app/version.json', 'cors')).toBe('leave')
  expect(asked('https://elsewhere.example/_app/immutable/a.js', 'cors')).toBe('leave')
})

test('a page is dropped when the server refuses the board, and kept while the server is in trouble', () => {
  const answer = (status: number, type = 'basic', redirected = false) => isRefusal({ status, type, redirected })
  expect([401, 403, 404, 410].map((status) => answer(status))).toEqual([true, true, true, true])
  expect([200, 429, 500, 502, 503].map((status) => answer(status))).toEqual([false, false, false, false, false])
  expect([answer(0, 'opaqueredirect'), answer(200, 'basic', true)]).toEqual([true, true])
})

test('the page of a newer deploy is not kept beside the scripts of an older one', () => {
  const paths = new Set(['/_app/immutable/entry/start.1.js', '/_app/immutable/assets/a.css'])
  const page = (...files: string[]) =>
    files.map((file) => `<link href="../_app/immutable/${file}" rel="preload">`).join('')
  expect(isWhole(page('entry/start.1.js', 'assets/a.css'), paths)).toBe(true)
  expect(isWhole(page('entry/start.2.js', 'assets/a.css'), paths)).toBe(false)
  expect(isWhole('<h1>A network’s own page</h1>', paths)).toBe(false)
})

test('a new version keeps its own caches and those of the version before', () => {
  const names = [
    'canevas-assets-1',
    'canevas-pages-1',
    'canevas-assets-2',
    'others',
    'canevas-pages-2',
    'canevas-assets-3',
  ]
  expect(outdated(names, '3')).toEqual(['canevas-assets-1', 'canevas-pages-1'])
  expect(outdated(['canevas-assets-3'], '3')).toEqual([])
})

test('only a board’s path can be kept', () => {
  expect(isMessage({ keep: BOARD, person: 'p' })).toBe(true)
  for (const data of [
    null,
    'x',
    {},
    { keep: '/boards', person: 'p' },
    { keep: `https://x.example${BOARD}`, person: 'p' },
    { keep: BOARD },
  ])
    expect(isMessage(data)).toBe(false)
})
