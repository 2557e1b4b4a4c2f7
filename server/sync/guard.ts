/**
 * Looks at an update before any of it is applied, without applying it: where each new struct would land, and what the delete set would
 * delete. Only what is forged or malformed is refused; violations of schema are applied and repaired (SYNC §7.9).
 *
 * Refused: roots but elements, links, placements; anything under `dossier`; deleting or overwriting a record (a key of `elements` or
 * `links`) or one of its shared texts; anything in a text that is no text; content kinds that no board holds; numbers that are not
 * finite; structs that point where no editor can point, or that wait for each other.
 *
 * A struct that carries no parent takes it from its left or right neighbour, which lies in the document or in the update itself. Whatever
 * depends on structs that neither holds is not judged: such an update is set aside as a whole (`lacks`), because Yjs would keep
 * it and apply it later without us.
 */
import * as Y from 'yjs'

export type Verdict =
  | {
      readonly is: 'fine'
      /** Records (elements and links) that it changes. */
      readonly touched: ReadonlySet<string>
      /** False: the document already holds everything in it. */
      readonly news: boolean
    }
  /** Depends on structs that are not here yet. */
  | { readonly is: 'lacks' }
  | { readonly is: 'refused'; readonly reason: string }
  | { readonly is: 'tooLarge' }

const MAX_STRUCTS = 20_000
/** A complete sync lists every range that was ever deleted. */
const MAX_DELETES = 200_000
const MAX_KEY = 160
const MAX_STRING = 262_144
const MAX_DEPTH = 8

export function inspect(doc: Y.Doc, update: Uint8Array): Verdict {
  let decoded: Decoded
  try {
    decoded = Y.decodeUpdateV2(update, CountingDecoder) as Decoded
  } catch (error) {
    return error === TOO_MANY ? { is: 'tooLarge' } : { is: 'refused', reason: 'malformed' }
  }
  try {
    return new Inspection(doc, decoded.structs).judge(decoded.ds)
  } catch (verdict) {
    if (verdict instanceof Refusal) return { is: 'refused', reason: verdict.message }
    if (verdict === LACKS) return { is: 'lacks' }
    throw verdict
  }
}

type Struct = Y.Item | Y.GC | Y.Skip
type Decoded = { structs: Struct[]; ds: { clients: Map<number, readonly { clock: number; len: number }[]> } }

/** Where a struct lands. `container` is the type that holds it, for telling two places apart. */
type Place = {
  readonly root: string
  readonly container: object
  readonly depth: number
  /** The record that it is part of, or is; null elsewhere. */
  readonly record: string | null
  readonly key: string | null
}
/** It becomes a tombstone: a neighbour or the parent is one. */
const NOWHERE = 'nowhere'

class Refusal extends Error {}
const LACKS = Symbol('lacks')
const TOO_MANY = Symbol('too many')

/** Gives up early: two bytes make a struct or a deleted range, and 8 MiB of them would keep the process busy for seconds. */
class CountingDecoder extends Y.UpdateDecoderV1 {
  #structs = 0
  #deletes = 0
  override readInfo(): number {
    if (++this.#structs > MAX_STRUCTS) throw TOO_MANY
    return super.readInfo()
  }
  override readDsClock(): number {
    if (++this.#deletes > MAX_DELETES) throw TOO_MANY
    return super.readDsClock()
  }
}

const CLIENTS_ROOTS: ReadonlySet<string> = new Set(['elements', 'links', 'placements'])
const RECORD_ROOTS: ReadonlySet<string> = new Set(['elements', 'links'])

class Inspection {
  readonly #doc: Y.Doc
  readonly #structs: readonly Struct[]
  readonly #byClient = new Map<number, Struct[]>()
  readonly #places = new Map<Y.Item, Place | typeof NOWHERE>()
  readonly #putKeys = new Set<string>()
  readonly #touched = new Set<string>()
  #news = false

  constructor(doc: Y.Doc, structs: readonly Struct[]) {
    this.#doc = doc
    this.#structs = structs
  }

  judge(ds: Decoded['ds']): Verdict {
    this.#index()
    for (const struct of this.#structs) for (const id of pointersOf(struct)) this.#checkPointer(struct, id)
    this.#checkCircles()
    for (const struct of this.#structs) {
      if (struct instanceof Y.Skip || this.#isKnown(struct)) continue
      this.#news = true
      if (struct instanceof Y.Item) this.#checkItem(struct)
    }
    for (const [client, ranges] of ds.clients) this.#checkDeletes(client, ranges)
    return { is: 'fine', touched: this.#touched, news: this.#news }
  }

  /** Structs by client, which must follow each other without a gap, from what the document holds or before. */
  #index() {
    let previous: Struct | null = null
    for (const struct of this.#structs) {
      const { client, clock } = struct.id
      if (!Number.isSafeInteger(clock + struct.length)) throw new Refusal('clock')
      const mine = this.#byClient.get(client)
      if (!mine) {
        if (clock > this.#state(client)) throw LACKS
        this.#byClient.set(client, [struct])
      } else {
        if (previous?.id.client !== client || previous.id.clock + previous.length !== clock) throw new Refusal('clock')
        mine.push(struct)
      }
      if (struct instanceof Y.Skip && clock + struct.length > this.#state(client)) throw LACKS
      previous = struct
    }
  }

  #state = (client: number): number => Y.getState(this.#doc.store, client)
  #isKnown = (struct: Struct): boolean => struct.id.clock + struct.length <= this.#state(struct.id.client)

  /** Known or new: Yjs follows the pointers of both, and fails in the middle of a transaction where one points into its own future. */
  #checkPointer({ id: own }: Struct, id: Y.ID) {
    if (id.client === own.client && id.clock >= own.clock) throw new Refusal('pointer')
    this.#find(id)
  }

  /** Structs that wait for each other, in Yjs' own order: it would apply the rest of the update and keep these for later. */
  #checkCircles() {
    if (this.#byClient.size < 2) return
    const done = new Map<number, number>()
    const waiting = new Map<Struct, number[]>()
    const queue = [...this.#byClient.keys()]
    let left = this.#structs.length
    for (let client = queue.pop(); client !== undefined; client = queue.pop()) {
      const structs = this.#byClient.get(client)!
      let at = done.get(client) ?? 0
      for (; at < structs.length; at++) {
        const awaited = this.#awaitedBy(structs[at]!, done)
        if (awaited) {
          waiting.set(awaited, [...(waiting.get(awaited) ?? []), client])
          break
        }
        left--
        queue.push(...(waiting.get(structs[at]!) ?? []))
      }
      done.set(client, at)
    }
    if (left > 0) throw new Refusal('circular')
  }

  /** A struct of another client in this update that must be applied before; `done`: how many of each client's are. */
  #awaitedBy(struct: Struct, done: ReadonlyMap<number, number>): Struct | null {
    for (const id of pointersOf(struct)) {
      if (id.client === struct.id.client || id.clock < this.#state(id.client)) continue
      const structs = this.#byClient.get(id.client)!
      const at = indexAt(structs, id.clock)
      if (at >= (done.get(id.client) ?? 0)) return structs[at]!
    }
    return null
  }

  /** The struct at an id: the document's own, else the update's. */
  #find(id: Y.ID): Struct {
    const state = this.#state(id.client)
    const structs = id.clock < state ? this.#doc.store.clients.get(id.client) : this.#byClient.get(id.client)
    const last = structs?.at(-1)
    if (!structs || !last || id.clock >= last.id.clock + last.length || id.clock < structs[0]!.id.clock) throw LACKS
    return structs[indexAt(structs as readonly Struct[], id.clock)] as Struct
  }

  #checkItem(item: Y.Item) {
    checkContent(item.content)
    const place = this.#placeOf(item)
    if (place === NOWHERE) return
    this.#checkSeam(item, place)
    if (!CLIENTS_ROOTS.has(place.root)) throw new Refusal(place.root === 'dossier' ? 'dossier' : 'root')
    if (place.depth > MAX_DEPTH) throw new Refusal('depth')
    if (place.key !== null && place.key.length > MAX_KEY) throw new Refusal('key')
    if (place.depth > 0) {
      if (place.root === 'placements') throw new Refusal('placement')
      checkInside(item, place)
    } else if (place.key === null) throw new Refusal('key')
    else if (RECORD_ROOTS.has(place.root)) this.#checkNewRecord(item, place.root, place.key)
    else if (item.content instanceof Y.ContentType) throw new Refusal('placement')
    if (place.record !== null) this.#touched.add(place.record)
  }

  #checkNewRecord(item: Y.Item, root: string, key: string) {
    const taken = (this.#doc.share.get(root)?._map.has(key) ?? false) || this.#putKeys.has(`${root}/${key}`)
    if (taken || item.origin || item.rightOrigin) throw new Refusal('record overwritten')
    if (!(item.content instanceof Y.ContentType && item.content.type.constructor === Y.Map)) throw new Refusal('record')
    this.#putKeys.add(`${root}/${key}`)
  }

  /** A struct of which the document holds the beginning goes on where that beginning is. */
  #checkSeam(item: Y.Item, place: Place) {
    const state = this.#state(item.id.client)
    if (item.id.clock >= state) return
    const beginning = this.#find(Y.createID(item.id.client, state - 1))
    if (!(beginning instanceof Y.Item)) throw new Refusal('pointer')
    const where = this.#placeOf(beginning)
    if (where === NOWHERE || where.container !== place.container || where.key !== place.key)
      throw new Refusal('pointer')
  }

  /** Not recursive: a chain of neighbours may be as long as the update. */
  #placeOf(wanted: Y.Item): Place | typeof NOWHERE {
    const path = [wanted]
    const onPath = new Set(path)
    while (path.length > 0) {
      const item = path.at(-1)!
      const next = this.#places.has(item) ? null : this.#step(item)
      if (next) {
        if (onPath.has(next)) throw new Refusal('pointer')
        path.push(next)
        onPath.add(next)
      } else onPath.delete(path.pop()!)
    }
    return this.#places.get(wanted)!
  }

  /** Places an item, or returns the one to be placed before it. */
  #step(item: Y.Item): Y.Item | null {
    if (item.parent instanceof Y.AbstractType) return this.#settle(item, placeInDocument(this.#doc, item))
    if (typeof item.parent === 'string')
      return this.#settle(item, inRoot(item.parent, this.#doc.share.get(item.parent) ?? item, item.parentSub))
    const neighbours = [item.origin, item.rightOrigin].filter((id) => id !== null).map((id) => this.#find(id))
    if (neighbours.some((struct) => !(struct instanceof Y.Item))) return this.#settle(item, NOWHERE)
    if (neighbours.length > 0) return this.#placeBeside(item, neighbours as Y.Item[])
    const parent = item.parent instanceof Y.ID ? this.#find(item.parent) : null
    // A parent that is no type: Yjs makes a tombstone of what claims to lie in it.
    if (!(parent instanceof Y.Item) || !(parent.content instanceof Y.ContentType)) return this.#settle(item, NOWHERE)
    const outer = this.#places.get(parent)
    if (outer === undefined) return parent
    return this.#settle(item, outer === NOWHERE ? NOWHERE : inside(outer, parent.content.type, item.parentSub))
  }

  #placeBeside(item: Y.Item, neighbours: readonly Y.Item[]): Y.Item | null {
    const unplaced = neighbours.find((neighbour) => !this.#places.has(neighbour))
    if (unplaced) return unplaced
    const [left, right = left] = neighbours.map((neighbour) => this.#places.get(neighbour)!)
    if (left === NOWHERE || right === NOWHERE) return this.#settle(item, NOWHERE)
    if (left!.container !== right!.container || left!.key !== right!.key) throw new Refusal('pointer')
    return this.#settle(item, left!)
  }

  #settle(item: Y.Item, place: Place | typeof NOWHERE): null {
    this.#places.set(item, place)
    return null
  }

  #checkDeletes(client: number, ranges: readonly { clock: number; len: number }[]) {
    const state = this.#state(client)
    const known = (this.#doc.store.clients.get(client) ?? []) as readonly Struct[]
    const own = this.#byClient.get(client) ?? []
    const end = Math.max(state, own.length > 0 ? own.at(-1)!.id.clock + own.at(-1)!.length : 0)
    for (const { from, to } of merged(ranges)) {
      if (to > end) throw LACKS
      if (from < state) this.#checkDeleted(known, from, Math.min(to, state))
      if (to > state) this.#checkDeleted(own, Math.max(from, state), to)
    }
  }

  #checkDeleted(structs: readonly Struct[], from: number, to: number) {
    for (let i = indexAt(structs, from); i < structs.length && structs[i]!.id.clock < to; i++) {
      const item = structs[i]!
      // A complete sync lists everything ever deleted: what is already gone is no news.
      if (!(item instanceof Y.Item) || item.deleted) continue
      this.#news = true
      const place = this.#placeOf(item)
      if (place === NOWHERE) continue
      if (!CLIENTS_ROOTS.has(place.root)) throw new Refusal(place.root === 'dossier' ? 'dossier' : 'root')
      if (place.depth === 0 && RECORD_ROOTS.has(place.root)) throw new Refusal('record deleted')
      // A text exists from the put of its record: made anew, it would lose what others are typing.
      if (item.content instanceof Y.ContentType) throw new Refusal('text deleted')
      if (place.record !== null) this.#touched.add(place.record)
    }
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

const pointersOf = (struct: Struct): readonly Y.ID[] =>
  struct instanceof Y.Item
    ? [struct.origin, struct.rightOrigin, struct.parent].filter((pointer) => pointer instanceof Y.ID)
    : []

/** In a record: values and texts, each under its key. In a text: words. */
function checkInside({ content }: Y.Item, { container, key }: Place) {
  if (key === null) {
    const words = content instanceof Y.ContentString || content instanceof Y.ContentFormat
    if (!(container instanceof Y.Text) || !(words || content instanceof Y.ContentDeleted)) throw new Refusal('content')
    return
  }
  if (content instanceof Y.ContentType && content.type.constructor !== Y.Text) throw new Refusal('content')
  const held = (container as Y.AbstractType<unknown>)._map.get(key)
  if (held && !held.deleted && held.content instanceof Y.ContentType) throw new Refusal('text overwritten')
}

function checkContent(content: Y.Item['content']) {
  if (content instanceof Y.ContentString) {
    if (content.str.length > MAX_STRING) throw new Refusal('string')
  } else if (content instanceof Y.ContentAny) content.arr.forEach((value) => checkValue(value, 0))
  else if (content instanceof Y.ContentJSON) content.arr.forEach((value) => checkValue(value, 0))
  else if (content instanceof Y.ContentFormat) checkValue(content.value, 0)
  else if (!(content instanceof Y.ContentType || content instanceof Y.ContentDeleted)) throw new Refusal('content')
}

function checkValue(value: unknown, depth: number) {
  if (depth > MAX_DEPTH) throw new Refusal('depth')
  if (value === null || value === undefined || typeof value === 'boolean') return
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new Refusal('number')
  } else if (typeof value === 'string') {
    if (value.length > MAX_STRING) throw new Refusal('string')
  } else if (Array.isArray(value)) value.forEach((item) => checkValue(item, depth + 1))
  else if (typeof value === 'object' && !(value instanceof Uint8Array)) {
    for (const item of Object.values(value)) checkValue(item, depth + 1)
  } else throw new Refusal('content')
}

/** Sorted, overlapping ones joined: a forged set cannot make us walk the same structs twice. */
function merged(ranges: readonly { clock: number; len: number }[]): readonly { from: number; to: number }[] {
  const sorted = ranges.map(({ clock, len }) => ({ from: clock, to: clock + len })).sort((a, b) => a.from - b.from)
  const out: { from: number; to: number }[] = []
  for (const range of sorted) {
    const last = out.at(-1)
    if (last && range.from <= last.to) last.to = Math.max(last.to, range.to)
    else if (range.to > range.from) out.push(range)
  }
  return out
}

/** The index of the struct that covers a clock; structs follow each other without a gap. */
function indexAt(structs: readonly Struct[], clock: number): number {
  let [low, high] = [0, structs.length - 1]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (structs[middle]!.id.clock <= clock) low = middle
    else high = middle - 1
  }
  return low
}
