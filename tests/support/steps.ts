/**
 * How much work something is, in steps and not in time: every block of code that V8 ran (its coverage counts them: each function called, each turn of
 * a loop, in our files and in libraries), and every member that the language's own functions on lists and maps went through. What runs says nothing
 * of it, and a loop that nobody thought of counts like the others. The same work gives the same number, or nearly: what is remembered counts once.
 */
import { Session, type Profiler } from 'node:inspector'

/** From here on: a function that ran before is not counted inside. Whoever counts imports this file first. */
const session = new Session()
session.connect()
session.post('Profiler.enable')
session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })

export function stepsOf(work: () => unknown): number {
  takeBlocks()
  const walked = countWalks()
  try {
    work()
    return takeBlocks() + walked.count
  } finally {
    walked.end()
  }
}

/** How often blocks ran since the last time. */
function takeBlocks(): number {
  let blocks = 0
  session.post('Profiler.takePreciseCoverage', (_error, { result }) => (blocks = blocksOf(result)))
  return blocks
}

function blocksOf(scripts: readonly Profiler.ScriptCoverage[]): number {
  let blocks = 0
  for (const { functions } of scripts)
    for (const { ranges } of functions) for (const { count } of ranges) blocks += count
  return blocks
}

/** Functions of the language that go through a whole list without calling one of ours. */
const WALKS = [
  'concat',
  'fill',
  'includes',
  'indexOf',
  'join',
  'lastIndexOf',
  'reverse',
  'shift',
  'slice',
  'sort',
  'splice',
  'toReversed',
  'toSorted',
  'unshift',
] as const

type Walk = (this: readonly unknown[], ...given: unknown[]) => unknown

/** Spreading a list, and making a set or a map of it, goes by its iterator. */
function countWalks(): { readonly count: number; end(): void } {
  let count = 0
  const lists = Array.prototype as unknown as Record<string | symbol, Walk>
  const before = new Map<string | symbol, Walk>(WALKS.map((name) => [name, lists[name]!]))
  for (const [name, walk] of before)
    lists[name] = function (...given) {
      const result = walk.apply(this, given)
      count += name === 'slice' ? (result as readonly unknown[]).length : this.length
      return result
    }
  const iterators = [[], new Map(), new Set()].map(
    (list) => Object.getPrototypeOf(list[Symbol.iterator]()) as Iterator<unknown>,
  )
  const steps = iterators.map(({ next }) => next)
  for (const [i, iterator] of iterators.entries())
    iterator.next = function () {
      count++
      return steps[i]!.call(this)
    }
  return {
    get count() {
      return count
    },
    end() {
      for (const [name, walk] of before) lists[name] = walk
      for (const [i, iterator] of iterators.entries()) iterator.next = steps[i]!
    },
  }
}
