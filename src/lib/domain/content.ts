/** The immutable value read from a board. Everything above `board` works on this; nothing here knows how it is shared. */
import type { Dossier } from './schema/dossier.ts'
import type { Element, ElementKind, ElementOf } from './schema/element.ts'
import type { Link, LinkKind } from './schema/links.ts'

export type Id = string
/** Board units. */
export type Point = readonly [x: number, y: number]

/** Views that have placements of their own. */
export type ViewId = 'influence' | 'circles' | 'stakeholders' | 'tree' | 'ideas'
export type PlacementKey = `${ViewId}:${Id}`
export const placementKey = (view: ViewId, id: Id): PlacementKey => `${view}:${id}`

/** Who put a record into the bin, and when (milliseconds since 1970, of the remover's clock). */
export type Gone = { readonly by: Id | null; readonly at: number }
export type InBin<R> = { readonly record: R; readonly gone: Gone }

/** A record that fails the schema: kept in the document, shown nowhere but here. */
export type Quarantined = { readonly root: 'elements' | 'links'; readonly id: Id; readonly reason: string }

export type Content = {
  /** Living elements, by id. */
  readonly elements: ReadonlyMap<Id, Element>
  /** Living links whose two ends are not in the bin. An end may be missing altogether: REF-01. */
  readonly links: ReadonlyMap<Id, Link>
  readonly bin: ReadonlyMap<Id, InBin<Element>>
  readonly linksInBin: ReadonlyMap<Id, InBin<Link>>
  /** Living links with an end in the bin: they come back with it. */
  readonly hiddenLinks: ReadonlyMap<Id, Link>
  readonly placements: ReadonlyMap<PlacementKey, Point>
  readonly dossier: Dossier
  readonly quarantined: readonly Quarantined[]
}

/** A record wherever it is: living, hidden with its end, or in the bin. */
export const recordOf = (content: Content, root: 'elements' | 'links', id: Id): Element | Link | undefined =>
  root === 'elements'
    ? (content.elements.get(id) ?? content.bin.get(id)?.record)
    : (content.links.get(id) ?? content.hiddenLinks.get(id) ?? content.linksInBin.get(id)?.record)

/** A content never changes, and a hundred parts of a page ask the same of it. */
const lists = new WeakMap<Content['elements'], Map<string, readonly Element[]>>()

/** Elements of these kinds in list order. */
export function elementsOf<K extends ElementKind>(content: Content, ...kinds: readonly K[]): readonly ElementOf<K>[] {
  const known = lists.get(content.elements) ?? new Map<string, readonly Element[]>()
  lists.set(content.elements, known)
  const asked = kinds.join(' ')
  const wanted = new Set<ElementKind>(kinds)
  const list =
    known.get(asked) ?? [...content.elements.values()].filter((element) => wanted.has(element.is)).sort(byOrder)
  known.set(asked, list)
  return list as readonly ElementOf<K>[]
}

export function linksOf<K extends LinkKind>(content: Content, is: K): readonly Extract<Link, { is: K }>[] {
  return [...content.links.values()].filter((link): link is Extract<Link, { is: K }> => link.is === is)
}

export const placementOf = (content: Content, view: ViewId, id: Id): Point | undefined =>
  content.placements.get(placementKey(view, id))

/** List order: the fractional index, then the id, so that everyone sees the same. */
export function byOrder(a: Element, b: Element): number {
  const [x, y] = [a.order ?? '', b.order ?? '']
  if (x !== y) return x < y ? -1 : 1
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0
}
