import { expect, test } from 'vitest'
import { ownPath } from './paths.ts'

test('a path of this site is kept, with its query', () => {
  expect(ownPath('/b/abc?tab=list')).toBe('/b/abc?tab=list')
})

test.each([
  '//evil.example',
  '/\\evil.example',
  'https://evil.example/',
  '/\t/evil.example',
  '/.//evil.example',
  '/a/..//evil.example',
  '/%2e//evil.example',
  '/./\\evil.example',
  'javascript:alert(1)',
  '',
  null,
  3,
])('what leads elsewhere leads home: %j', (given) => {
  expect(ownPath(given)).toBe('/')
})
