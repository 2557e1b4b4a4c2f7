/**
 * Changes applied to content without a shared document: what `board.apply` followed by a read gives, for one writer. Import, tests and the
 * headless editor's double use it; boards do not (their content comes from the document).
 */
import * as v from 'valibot'
import type { Change } from './change.ts'
import type { Content, Id, InBin, PlacementKey, Point, Quarantined } from './content.ts'
import { emptyOf, isSet } from './schema/fields.ts'
import { element, fieldsOf, isOtherKinds, type Element, type RecordKind } from './schema/element.ts'
import { link, type Link } from './schema/links.ts'
import type { Dossier } from './schema/dossier.ts'

export const blankContent = (dossier: Dossier): Content => ({
  elements: new Map(),
  links: new Map(),
  bin: new Map(),
  linksInBin: new Map(),
  hiddenLinks: new Map(),
  placements: new Map(),
  dossier,
  quarantined: [],
})

export const contentFrom = (dossier: Dossier, changes: readonly Change[]): Content =>
  applyChanges(blankContent(dossier), changes)

export function applyChanges(content: Content, changes: readonly Change[]): Content {
  const draft: Draft = {
    elements: new Map(content.elements),
    bin: new Map(content.bin),
    links: new Map([...content.links, ...content.hiddenLinks]),
    linksInBin: new Map(content.linksInBin),
    placements: new Map(content.placements),
    quarantined: [...content.quarantined],
  }
  for (const change of changes) applyOne(draft, change)
  const isHidden = (each: Link) => draft.bin.has(each.fromId) || draft.bin.has(each.toId)
  const [links, hiddenLinks] = [new Map<Id, Link>(), new Map<Id, Link>()]
  for (const [id, each] of draft.links) (isHidden(each) ? hiddenLinks : links).set(id, each)
  return { ...content, ...draft, links, hiddenLinks }
}

type Draft = {
  readonly elements: Map<Id, Element>
  readonly bin: Map<Id, InBin<Element>>
  readonly links: Map<Id, Link>
  readonly linksInBin: Map<Id, InBin<Link>>
  readonly placements: Map<PlacementKey, Point>
  readonly quarantined: Quarantined[]
}

function applyOne(draft: Draft, change: Change): void {
  if (change.do === 'put') return put(draft, change.root, change.record)
  if (change.do === 'patch' && change.root === 'placements') {
    if (change.point) draft.placements.set(change.key, change.point)
    else draft.placements.delete(change.key)
    return
  }
  // One shape for both roots: a record is looked up by root and never crosses to the other.
  const living = (change.root === 'elements' ? draft.elements : draft.links) as Map<Id, Element | Link>
  const bin = (change.root === 'elements' ? draft.bin : draft.linksInBin) as Map<Id, InBin<Element | Link>>
  const record = living.get(change.id) ?? bin.get(change.id)?.record
  if (!record) return
  switch (change.do) {
    case 'patch':
      return put(draft, change.root, { ...everything(record), ...change.fields })
    case 'splice': {
      const fields = everything(record)
      const before = String(fields[change.field] ?? '')
      const after = before.slice(0, change.at) + change.insert + before.slice(change.at + change.remove)
      return put(draft, change.root, { ...fields, [change.field]: after })
    }
    case 'remove':
      living.delete(change.id)
      bin.set(change.id, { record, gone: change.gone })
      return
    case 'restore':
      bin.delete(change.id)
      living.set(change.id, record)
  }
}

function put(draft: Draft, root: 'elements' | 'links', fields: Fields): void {
  const id = String(fields.id)
  const made = root === 'elements' ? readRecord(element, fields) : readRecord(link, fields)
  if (!made.ok) {
    draft.quarantined.push({ root, id, reason: made.reason })
    return
  }
  const living = (root === 'elements' ? draft.elements : draft.links) as Map<Id, Element | Link>
  const bin = (root === 'elements' ? draft.bin : draft.linksInBin) as Map<Id, InBin<Element | Link>>
  const gone = bin.get(id)?.gone
  if (gone) bin.set(id, { record: made.record, gone })
  else living.set(id, made.record)
}

type Fields = Readonly<Record<string, unknown>>

/** What a record holds beyond its present kind: converting changes `is` and nothing else, so a card turned back finds its fields again. */
const held = new WeakMap<object, Fields>()
const everything = (record: Element | Link): Fields => held.get(record) ?? record

type Read<R> = { readonly ok: true; readonly record: R } | { readonly ok: false; readonly reason: string }

function readRecord<S extends typeof element | typeof link>(schema: S, fields: Fields): Read<v.InferOutput<S>> {
  const full = complete(fields)
  const parsed = v.safeParse(schema, asItsKind(full))
  if (!parsed.success) {
    const [issue] = parsed.issues
    return { ok: false, reason: `${v.getDotPath(issue) ?? ''}: ${issue.message}` }
  }
  held.set(parsed.output, full)
  return { ok: true, record: parsed.output }
}

/** With every field of its kind, unset ones in their empty form. */
export function complete(fields: Fields): Fields {
  const full: Record<string, unknown> = { by: null, extra: null, ref: null, order: null, size: null }
  Object.assign(full, fields)
  if (!isKind(fields.is)) return full
  for (const { name, shape } of fieldsOf(fields.is)) {
    const value = full[name] ?? emptyOf(shape)
    full[name] = isSet(shape) && Array.isArray(value) ? [...new Set(value as string[])].sort() : value
  }
  return full
}

/** Without the values of a kind that the card had before. */
function asItsKind(full: Fields): Fields {
  const { is } = full
  if (!isKind(is)) return full
  const foreign = fieldsOf(is).filter((field) => isOtherKinds(is, field, full[field.name]))
  return foreign.length === 0 ? full : { ...full, ...Object.fromEntries(foreign.map(({ name }) => [name, null])) }
}

function isKind(is: unknown): is is RecordKind {
  return typeof is === 'string' && KINDS.has(is)
}
const KINDS = new Set<string>([...element.options, ...link.options].map((option) => option.entries.is.literal))
