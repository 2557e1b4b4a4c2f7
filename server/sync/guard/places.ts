/** Where a struct lands. One that carries no parent takes it from its left or right neighbour, in the document or in the update itself. */
import * as Y from 'yjs'
import type { Supply } from './supply.ts'
import { Refusal } from './verdict.ts'

/** `container` is the type that holds it, for telling two places apart. */
export type Place = {
  readonly root: string
  readonly container: object
  readonly depth: number
  /** The record that it is part of, or is; null elsewhere. */
  readonly record: string | null
  readonly key: string | null
}
/** It becomes a tombstone: a neighbour or the parent is one. */
export const NOWHERE = 'nowhere'
export const RECORD_ROOTS: ReadonlySet<string> = new Set(['elements', 'links'])

export class Places {
  readonly #supply: Supply
  readonly #known = new Map<Y.Item, Place | typeof NOWHERE>()

  constructor(supply: Supply) {
    this.#supply = supply
  }

  /** Not recursive: a chain of neighbours may be as long as the update. */
  of(wanted: Y.Item): Place | typeof NOWHERE {
    const path = [wanted]
    const onPath = new Set(path)
    while (path.length > 0) {
      const item = path.at(-1)!
      const next = this.#known.has(item) ? null : this.#step(item)
      if (next) {
        if (onPath.has(next)) throw new Refusal('pointer')
        path.push(next)
        onPath.add(next)
      } else onPath.delete(path.pop()!)
    }
    return this.#known.get(wanted)!
  }

  /** A struct of which the document holds the beginning goes on where that beginning is. */
  checkSeam(item: Y.Item, place: Place) {
    const state = this.#supply.state(item.id.client)
    if (item.id.clock >= state) return
    const beginning = this.#supply.find(Y.createID(item.id.client, state - 1))
    if (!(beginning instanceof Y.Item)) throw new Refusal('pointer')
    const where = this.of(beginning)
    if (where === NOWHERE || where.container !== place.container || where.key !== place.key)
      throw new Refusal('pointer')
  }

  /** Places an item, or returns the one to be placed before it. */
  #step(item: Y.Item): Y.Item | null {
    if (item.parent instanceof Y.AbstractType) return this.#settle(item, placeInDocument(this.#supply.doc, item))
    if (typeof item.parent === 'string')
      return this.#settle(item, inRoot(item.parent, this.#supply.doc.share.get(item.parent) ?? item, item.parentSub))
    const neighbours = [item.origin, item.rightOrigin].filter((id) => id !== null).map((id) => this.#supply.find(id))
    if (neighbours.some((struct) => !(struct instanceof Y.Item))) return this.#settle(item, NOWHERE)
    if (neighbours.length > 0) return this.#placeBeside(item, neighbours as Y.Item[])
    const parent = item.parent instanceof Y.ID ? this.#supply.find(item.parent) : null
    // A parent that is no type: Yjs makes a tombstone of what claims to lie in it.
    if (!(parent instanceof Y.Item) || !(parent.content instanceof Y.ContentType)) return this.#settle(item, NOWHERE)
    const outer = this.#known.get(parent)
    if (outer === undefined) return parent
    return this.#settle(item, outer === NOWHERE ? NOWHERE : inside(outer, parent.content.type, item.parentSub))
  }

  #placeBeside(item: Y.Item, neighbours: readonly Y.Item[]): Y.Item | null {
    const unplaced = neighbours.find((neighbour) => !this.#known.has(neighbour))
    if (unplaced) return unplaced
    const [left, right = left] = neighbours.map((neighbour) => this.#known.get(neighbour)!)
    if (left === NOWHERE || right === NOWHERE) return this.#settle(item, NOWHERE)
    if (left!.container !== right!.container || left!.key !== right!.key) throw new Refusal('pointer')
    return this.#settle(item, left!)
  }

  #settle(item: Y.Item, place: Place | typeof NOWHERE): null {
    this.#known.set(item, place)
    return null
  }
}

const inRoot = (root: string, container: object, key: string | null): Place => ({
  root,
  container,
  depth: 0,
  record: RECORD_ROOTS.has(root) ? key : null,
  key,
})

const inside = (outer: Place, container: object, key: string | null): Place => ({
  root: outer.root,
  container,
  depth: outer.depth + 1,
  record: outer.record,
  key,
})

function placeInDocument(doc: Y.Doc, item: Y.Item): Place | typeof NOWHERE {
  const container = item.parent as Y.AbstractType<unknown>
  let depth = 0
  let type = container
  let record = item.parentSub
  while (type._item !== null) {
    depth++
    record = type._item.parentSub
    // An outer type that was garbage collected no longer knows where it lay; nothing under it is visible any more.
    if (!(type._item.parent instanceof Y.AbstractType)) return NOWHERE
    type = type._item.parent as Y.AbstractType<unknown>
  }
  const root = [...doc.share].find(([, candidate]) => candidate === type)?.[0]
  if (root === undefined) return NOWHERE
  return { root, container, depth, record: RECORD_ROOTS.has(root) ? record : null, key: item.parentSub }
}
