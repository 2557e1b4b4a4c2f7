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
import { DEFAULT_LIMITS } from '../limits.ts'
import { checkContent, checkInside } from './contents.ts'
import { NOWHERE, Places, RECORD_ROOTS } from './places.ts'
import { decodeStructs, indexAt, merged, type Range, type Struct } from './structs.ts'
import { Supply } from './supply.ts'
import { LACKS, Refusal, type Verdict } from './verdict.ts'

const MAX_KEY = 160
const MAX_DEPTH = 8
/**
 * Places in the middle of known texts that one update writes or deletes at. Each makes Yjs cut a struct in two and move all that follow: every other letter
 * of a long text, half a megabyte, kept the process busy for seconds. Who worked for a day without a network comes with some hundred.
 */
const MAX_CUTS = 4_000
const CLIENTS_ROOTS: ReadonlySet<string> = new Set(['elements', 'links', 'placements'])

/** `most`: structs that it may bring. */
export function inspect(doc: Y.Doc, update: Uint8Array, most = DEFAULT_LIMITS.updateStructs): Verdict {
  const decoded = decodeStructs(update, most)
  if (decoded === 'tooMany') return { is: 'tooLarge' }
  if (decoded === 'malformed') return { is: 'refused', reason: 'malformed' }
  try {
    return new Inspection(new Supply(doc, decoded.structs)).judge(decoded.ds.clients)
  } catch (verdict) {
    if (verdict instanceof Refusal) return { is: 'refused', reason: verdict.message }
    if (verdict === LACKS) return { is: 'lacks' }
    throw verdict
  }
}

class Inspection {
  readonly #supply: Supply
  readonly #places: Places
  readonly #putKeys = new Set<string>()
  readonly #touched = new Set<string>()
  readonly #authors = new Set<number>()
  #news = false
  #structs = 0
  #cuts = 0

  constructor(supply: Supply) {
    this.#supply = supply
    this.#places = new Places(supply)
  }

  judge(deleted: ReadonlyMap<number, readonly Range[]>): Verdict {
    for (const struct of this.#supply.structs) {
      if (struct instanceof Y.Skip || this.#supply.isKnown(struct)) continue
      this.#news = true
      this.#structs++
      this.#authors.add(struct.id.client)
      if (struct instanceof Y.Item) this.#checkItem(struct)
    }
    for (const [client, ranges] of deleted) this.#checkDeletes(client, ranges)
    if (this.#cuts > MAX_CUTS) return { is: 'tooLarge' }
    const [touched, authors, news] = [this.#touched, this.#authors, this.#news]
    return { is: 'fine', touched, puts: this.#putKeys.size, structs: this.#structs, cuts: this.#cuts, authors, news }
  }

  #checkItem(item: Y.Item) {
    checkContent(item.content)
    if (item.origin && this.#supply.isBeforeEnd(item.origin)) this.#cuts++
    if (item.rightOrigin && this.#supply.isAfterStart(item.rightOrigin)) this.#cuts++
    const place = this.#places.of(item)
    if (place === NOWHERE) return
    this.#places.checkSeam(item, place)
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
    const taken = (this.#supply.doc.share.get(root)?._map.has(key) ?? false) || this.#putKeys.has(`${root}/${key}`)
    if (taken || item.origin || item.rightOrigin) throw new Refusal('record overwritten')
    if (!(item.content instanceof Y.ContentType && item.content.type.constructor === Y.Map)) throw new Refusal('record')
    this.#putKeys.add(`${root}/${key}`)
  }

  #checkDeletes(client: number, ranges: readonly Range[]) {
    const state = this.#supply.state(client)
    const known = this.#supply.held(client)
    const own = this.#supply.brought(client)
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
      if (item.id.clock < from) this.#cuts++
      if (item.id.clock + item.length > to) this.#cuts++
      const place = this.#places.of(item)
      if (place === NOWHERE) continue
      if (!CLIENTS_ROOTS.has(place.root)) throw new Refusal(place.root === 'dossier' ? 'dossier' : 'root')
      if (place.depth === 0 && RECORD_ROOTS.has(place.root)) throw new Refusal('record deleted')
      // A text exists from the put of its record: made anew, it would lose what others are typing.
      if (item.content instanceof Y.ContentType) throw new Refusal('text deleted')
      if (place.record !== null) this.#touched.add(place.record)
    }
  }
}
