/** What every bus keeps. `settle`: what was published before it has arrived. */
import { expect, test } from 'vitest'
import type { Bus, Committed } from '#server/sync/bus.ts'

export type BusUnderTest = { readonly bus: Bus; readonly reported: unknown[]; settle(): Promise<void> }

export function busContract(name: string, start: () => Promise<BusUnderTest>): void {
  const committed = (seq: number): Committed => ({ from: 'a room', seq, update: new Uint8Array([seq, 255, 0]) })

  test(`${name}: what is published reaches everyone who listens to the board, whole and in order`, async () => {
    const { bus, settle } = await start()
    const [one, two]: Committed[][] = [[], []]
    bus.subscribe('board', (message) => one!.push(message))
    bus.subscribe('board', (message) => two!.push(message))
    for (let seq = 1; seq <= 100; seq++) bus.publish('board', committed(seq))
    await settle()
    expect(one).toEqual(Array.from({ length: 100 }, (_, n) => committed(n + 1)))
    expect(two).toEqual(one)
  })

  test(`${name}: other boards hear nothing of it, and nobody hears what was said before or after`, async () => {
    const { bus, settle } = await start()
    const heard: number[] = []
    bus.publish('board', committed(1))
    await settle()
    const stop = bus.subscribe('board', ({ seq }) => heard.push(seq))
    bus.subscribe('other', () => heard.push(-1))
    bus.publish('board', committed(2))
    await settle()
    stop()
    stop()
    bus.publish('board', committed(3))
    await settle()
    expect(heard).toEqual([2])
  })

  test(`${name}: a listener that throws, or stops in the middle, keeps nothing from the others`, async () => {
    const { bus, reported, settle } = await start()
    const heard: number[] = []
    const stop = bus.subscribe('board', () => {
      stop()
      throw new Error('mine')
    })
    bus.subscribe('board', ({ seq }) => heard.push(seq))
    bus.publish('board', committed(1))
    bus.publish('board', committed(2))
    await settle()
    expect([heard, reported.length]).toEqual([[1, 2], 1])
  })
}
