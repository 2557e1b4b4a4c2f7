/** Loops in a graph of arrows. */
import type { Id } from '#lib/domain/content.ts'

type Arrow = { readonly id: Id; readonly fromId: Id; readonly toId: Id }
export type Loop<A> = {
  /** The cards of the loop in the arrows' order; the arrow goes from the last to the first. */
  readonly ids: readonly Id[]
  readonly arrow: A
}

/**
 * One loop for each knot of arrows (strongly connected cards): the shortest through the arrow that `compare` puts first. Linear in cards and
 * arrows, without recursion: a chain of thousands of cards does not exhaust the stack.
 */
export function loops<A extends Arrow>(arrows: readonly A[], compare: (a: A, b: A) => number): readonly Loop<A>[] {
  const out = new Map<Id, A[]>()
  for (const arrow of arrows) push(out, arrow.fromId, arrow)
  const knot = knots(out)
  const inside = new Map<number, A[]>()
  for (const arrow of arrows) {
    const number = knot.get(arrow.fromId)!
    if (number !== knot.get(arrow.toId)) continue
    push(inside, number, arrow)
  }
  return [...inside.values()].map((members) => {
    const [arrow] = members.toSorted((a, b) => compare(a, b) || (a.id < b.id ? 1 : -1))
    return { arrow: arrow!, ids: shortest(out, knot, arrow!.toId, arrow!.fromId) }
  })
}

function push<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key)
  if (list) list.push(value)
  else lists.set(key, [value])
}

/** Tarjan's strongly connected components, with an explicit stack: card → number of its knot. */
function knots(out: ReadonlyMap<Id, readonly Arrow[]>): ReadonlyMap<Id, number> {
  const order = new Map<Id, number>()
  const low = new Map<Id, number>()
  const knot = new Map<Id, number>()
  const open: Id[] = []
  let count = 0
  for (const root of out.keys()) {
    if (order.has(root)) continue
    const walk: { readonly id: Id; next: number }[] = [{ id: root, next: 0 }]
    while (walk.length > 0) {
      const step = walk.at(-1)!
      const { id } = step
      if (step.next === 0 && !order.has(id)) {
        order.set(id, order.size)
        low.set(id, order.get(id)!)
        open.push(id)
      }
      const arrow = out.get(id)?.[step.next++]
      if (arrow) {
        if (!order.has(arrow.toId)) walk.push({ id: arrow.toId, next: 0 })
        else if (!knot.has(arrow.toId)) low.set(id, Math.min(low.get(id)!, order.get(arrow.toId)!))
        continue
      }
      walk.pop()
      const parent = walk.at(-1)
      if (parent) low.set(parent.id, Math.min(low.get(parent.id)!, low.get(id)!))
      if (low.get(id) !== order.get(id)) continue
      let member: Id
      do {
        member = open.pop()!
        knot.set(member, count)
      } while (member !== id)
      count++
    }
  }
  return knot
}

/** The cards of a shortest way within one knot, both ends included. */
function shortest(
  out: ReadonlyMap<Id, readonly Arrow[]>,
  knot: ReadonlyMap<Id, number>,
  from: Id,
  to: Id,
): readonly Id[] {
  const before = new Map<Id, Id | null>([[from, null]])
  const queue = [from]
  for (let i = 0; i < queue.length && !before.has(to); i++) {
    for (const { toId } of out.get(queue[i]!) ?? []) {
      if (before.has(toId) || knot.get(toId) !== knot.get(from)) continue
      before.set(toId, queue[i]!)
      queue.push(toId)
    }
  }
  const way: Id[] = []
  for (let at: Id | null = to; at !== null; at = before.get(at) ?? null) way.push(at)
  return way.reverse()
}
