/** The only ways in which content changes. Commands return them; `board.apply` writes them as one transaction. */
import type { Gone, Id, PlacementKey, Point } from './content.ts'
import type { Element } from './schema/element.ts'
import type { Link } from './schema/links.ts'

export type Root = 'elements' | 'links'

/** A new record; what is left out is unset. */
export type NewElement = Pick<Element, 'id' | 'is'> & Readonly<Record<string, unknown>>
export type NewLink = Pick<Link, 'id' | 'is' | 'fromId' | 'toId'> & Readonly<Record<string, unknown>>

export type Change =
  | { readonly do: 'put'; readonly root: 'elements'; readonly record: NewElement }
  | { readonly do: 'put'; readonly root: 'links'; readonly record: NewLink }
  /**
   * `fields`: name → new value. A set is given whole and written as the members that differ, and those of `anew`: they stay when somebody takes them
   * away at the same time without knowing of this. Texts change by splices only.
   */
  | {
      readonly do: 'patch'
      readonly root: Root
      readonly id: Id
      readonly fields: Readonly<Record<string, unknown>>
      readonly anew?: readonly Id[]
    }
  | { readonly do: 'patch'; readonly root: 'placements'; readonly key: PlacementKey; readonly point: Point | null }
  /** `at` and `remove` count UTF-16 units of the text as `before` shows it. */
  | {
      readonly do: 'splice'
      readonly root: Root
      readonly id: Id
      readonly field: string
      readonly at: number
      readonly remove: number
      readonly insert: string
    }
  | { readonly do: 'remove'; readonly root: Root; readonly id: Id; readonly gone: Gone }
  | { readonly do: 'restore'; readonly root: Root; readonly id: Id }

/** The one splice that turns `before` into `after`, or none. Never cuts a surrogate pair. */
export function spliceBetween(
  before: string,
  after: string,
): { readonly at: number; readonly remove: number; readonly insert: string } | null {
  if (before === after) return null
  const shorter = Math.min(before.length, after.length)
  let at = 0
  while (at < shorter && before[at] === after[at]) at++
  let end = 0
  while (end < shorter - at && before[before.length - 1 - end] === after[after.length - 1 - end]) end++
  if (at > 0 && isHighSurrogate(before.charCodeAt(at - 1))) at--
  if (end > 0 && isLowSurrogate(before.charCodeAt(before.length - end))) end--
  return { at, remove: before.length - at - end, insert: after.slice(at, after.length - end) }
}

const isHighSurrogate = (unit: number) => unit >= 0xd800 && unit <= 0xdbff
const isLowSurrogate = (unit: number) => unit >= 0xdc00 && unit <= 0xdfff

/** Splices a text to a new value, as a change list. */
export function rewrite(root: Root, id: Id, field: string, before: string, after: string): readonly Change[] {
  const splice = spliceBetween(before, after)
  return splice ? [{ do: 'splice', root, id, field, ...splice }] : []
}
