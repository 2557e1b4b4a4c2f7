/** List and stacking order: fractional indexes, repaired the same way everywhere (ties go by id). */
import { generateKeyBetween, generateNKeysBetween } from 'fractional-indexing'
import { byOrder, type Content, type Id } from './content.ts'
import type { Element } from './schema/element.ts'

/** `count` keys after everything that is there, the bin included: what is put back keeps its place. */
export function keysAtEnd(content: Content, count = 1): readonly string[] {
  let last: string | null = null
  const see = ({ order }: Element) => {
    if (order !== null && (last === null || order > last) && isKey(order)) last = order
  }
  content.elements.forEach(see)
  content.bin.forEach(({ record }) => see(record))
  return generateNKeysBetween(last, null, count)
}

/** `count` keys before everything that is there. */
export function keysAtStart(content: Content, count = 1): readonly string[] {
  let first: string | null = null
  for (const { order } of content.elements.values())
    if (order !== null && (first === null || order < first) && isKey(order)) first = order
  return generateNKeysBetween(null, first, count)
}

/** A key that sorts between two neighbours; null = the end on that side. Equal or broken neighbours count as the end. */
export function keyBetween(before: string | null, after: string | null): string {
  const [low, high] = [valid(before), valid(after)]
  return low !== null && high !== null && low >= high ? generateKeyBetween(low, null) : generateKeyBetween(low, high)
}

/** The order key that moves an element one place among its siblings, or null at the end. Siblings come in list order. */
export function keyForStep(siblings: readonly Element[], id: Id, step: -1 | 1): string | null {
  const sorted = [...siblings].sort(byOrder)
  const at = sorted.findIndex((element) => element.id === id)
  const neighbour = sorted[at + step]
  if (at < 0 || !neighbour) return null
  const beyond = sorted[at + 2 * step]?.order ?? null
  return step < 0 ? keyBetween(beyond, neighbour.order) : keyBetween(neighbour.order, beyond)
}

const valid = (key: string | null) => (key !== null && isKey(key) ? key : null)
function isKey(key: string): boolean {
  try {
    generateKeyBetween(key, null)
    return true
  } catch {
    return false
  }
}
