import { expect, test } from 'vitest'
import { CHECKS, verdictOf, type CheckName } from './checks.ts'

const without = (...failing: CheckName[]) =>
  verdictOf(CHECKS.map((name) => ({ name, works: !failing.includes(name), ms: 1 })))

test('everything works: all is ready, even where this device keeps nothing', () => {
  expect([without(), without('storage')]).toEqual(['ready', 'ready'])
})

test('without sockets, the slow mode; without polls as well, the network is named', () => {
  expect([without('socket'), without('socket', 'poll', 'http')]).toEqual(['slow', 'blocked'])
})

test('sockets that work make up for polls that do not', () => {
  expect(without('poll')).toBe('ready')
})

test('an old browser is said first', () => {
  expect(without('browser', 'socket', 'poll')).toBe('old')
})
