/** Work one after the other, each followed by a rest for so many bytes: in all no more than `bytesPerSecond`. */
import { setTimeout } from 'node:timers/promises'

export function createPace(bytesPerSecond: number) {
  let last: Promise<unknown> = Promise.resolve()

  return function paced<T>(bytes: number, work: () => Promise<T>): Promise<T> {
    const done = last.then(work)
    const rest = () => setTimeout((bytes / bytesPerSecond) * 1_000, undefined, { ref: false })
    last = done.then(rest, () => {})
    return done
  }
}
