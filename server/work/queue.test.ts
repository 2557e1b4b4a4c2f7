import { expect, test } from 'vitest'
import { FairQueue } from './queue.ts'

const drain = (queue: FairQueue<string>) => Array.from({ length: queue.size }, () => queue.shift())

test('whoever asks for much waits behind whoever asks for little', () => {
  const queue = new FairQueue<string>()
  for (const n of [1, 2, 3]) queue.push(`a${n}`, 'a', 'one')
  queue.push('b1', 'b', 'one')
  queue.push('c1', 'c', 'two')
  expect(drain(queue)).toEqual(['a1', 'b1', 'c1', 'a2', 'a3'])
})

test('of one person each board has its turn', () => {
  const queue = new FairQueue<string>()
  for (const n of [1, 2]) queue.push(`one${n}`, 'a', 'one')
  queue.push('two1', 'a', 'two')
  expect(drain(queue)).toEqual(['one1', 'two1', 'one2'])
})

test('who leaves gives the place up, and is counted no more', () => {
  const queue = new FairQueue<string>()
  queue.push('a1', 'a', 'one')
  queue.push('a2', 'a', 'one')
  queue.remove('a1', 'a', 'one')
  queue.remove('never here', 'a', 'two')
  expect([queue.countOf('a'), queue.size]).toEqual([1, 1])
  expect([queue.shift(), queue.shift()]).toEqual(['a2', undefined])
  expect([queue.countOf('a'), queue.size]).toEqual([0, 0])
})
