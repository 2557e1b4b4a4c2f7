import { expect, test } from 'vitest'
import { GateFull } from '../sync/gate.ts'
import { createFairGate } from './fairGate.ts'

function scene(most = 8, mostEach = 6) {
  const gate = createFairGate({ atOnce: 1, most, mostEach })
  const served: string[] = []
  const ask = (party: string) =>
    gate(party, async () => {
      served.push(party)
      await Promise.resolve()
    }).then(
      () => 'served',
      (error: unknown) => (error instanceof GateFull ? 'refused' : error),
    )
  return { ask, served }
}

test('whoever asks often lets the others have their turn in between', async () => {
  const { ask, served } = scene()
  await Promise.all([...Array.from({ length: 5 }, () => ask('often')), ask('once'), ask('too')])
  expect(served).toEqual(['often', 'often', 'once', 'too', 'often', 'often', 'often'])
})

test('one party has a limit of its own, the others do not meet it', async () => {
  const { ask } = scene(8, 3)
  const often = Array.from({ length: 6 }, () => ask('often'))
  const once = ask('once')
  expect(await Promise.all(often)).toEqual([...Array(4).fill('served'), 'refused', 'refused'])
  expect(await once).toBe('served')
})

test('when all places are taken, who has most of them gives one up to who has none', async () => {
  const { ask } = scene(4, 4)
  const often = Array.from({ length: 5 }, () => ask('often'))
  const once = ask('once')
  expect([await once, await often[4]]).toEqual(['served', 'refused'])
  expect((await Promise.all(often)).filter((was) => was === 'served')).toHaveLength(4)
})

test('a work that fails hands its place on', async () => {
  const gate = createFairGate({ atOnce: 1, most: 2, mostEach: 2 })
  const failing = gate('a', () => Promise.reject(new Error('no')))
  const next = gate('b', () => Promise.resolve('served'))
  await expect(failing).rejects.toThrow('no')
  expect(await next).toBe('served')
})
