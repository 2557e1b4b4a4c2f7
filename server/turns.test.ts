import { expect, test } from 'vitest'
import { oneATurn } from './turns.ts'

test('alone nobody waits; of many at once one begins in each turn, in order, with others in between', async () => {
  const inTurn = oneATurn()
  const order: string[] = []
  inTurn(() => order.push('page 1'))
  expect(order).toEqual(['page 1'])
  for (const n of [2, 3]) inTurn(() => order.push(`page ${n}`))
  setImmediate(() => order.push('edit'))
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(order).toEqual(['page 1', 'page 2', 'edit', 'page 3'])
  inTurn(() => order.push('page 4'))
  expect(order.at(-1)).toBe('page 4')
})

test('a page that cannot be begun keeps no other from its turn', async () => {
  const inTurn = oneATurn()
  let begun = 0
  inTurn(() => begun++)
  const failing = () => {
    throw new Error('no')
  }
  const [before] = [process.listeners('uncaughtException')]
  process.removeAllListeners('uncaughtException')
  const caught = new Promise((resolve) => process.once('uncaughtException', resolve))
  inTurn(failing)
  inTurn(() => begun++)
  expect(await caught).toMatchObject({ message: 'no' })
  await new Promise((resolve) => setTimeout(resolve, 20))
  for (const listener of before) process.on('uncaughtException', listener)
  expect(begun).toBe(2)
})
