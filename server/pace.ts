/** Work one after the other, each followed by a rest for the bytes that it wrote: in all no more than `bytesPerSecond`. */
import { setTimeout } from 'node:timers/promises'

export function createPace(bytesPerSecond: number) {
  let last: Promise<unknown> = Promise.resolve()

  return function paced<T>(work: () => Promise<T>, bytesOf: (done: T) => number): Promise<T> {
    const done = last.then(work)
    const rest = (made: T) => {
      const bytes = bytesOf(made)
      return bytes > 0 ? setTimeout((bytes / bytesPerSecond) * 1_000, undefined, { ref: false }) : undefined
    }
    last = done.then(rest, () => {})
    return done
  }
}
