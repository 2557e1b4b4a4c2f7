/**
 * «Revenir à cette version»: the changes that lead from what a board holds now to what it held then, as a forward transaction. Texts go by splices,
 * so that words typed meanwhile elsewhere survive; what appeared since goes to the bin, not away. The dossier stays.
 */
import type * as Y from 'yjs'
import { rewrite, type Change, type NewElement, type NewLink, type Root } from '#lib/domain/change.ts'
import type { Content, Gone, Id, InBin, PlacementKey } from '#lib/domain/content.ts'
import { fieldsOf, textsOf, type Element, KINDS } from '#lib/domain/schema/element.ts'
import { type Link, isLink } from '#lib/domain/schema/links.ts'
import { overwrite, read, write } from './layout.ts'

/**
 * Goes back, in the caller's transaction. Conversions before the rest: content shows a card's fields of its present kind, and what the card holds beyond them has to
 * be seen before it can be set back.
 */
export function restore(doc: Y.Doc, target: Content, gone: Gone): void {
  heal(doc, target)
  write(doc, conversions(read(doc), target))
  write(doc, restoring(read(doc), target, gone))
}

/** A record that fails the schema is in no content: it is made what it was, whole. */
function heal(doc: Y.Doc, target: Content): void {
  for (const { root, id } of read(doc).quarantined) {
    const then = root === 'elements' ? target.elements.get(id) : (target.links.get(id) ?? target.hiddenLinks.get(id))
    if (then) overwrite(doc, root, then)
  }
}

function conversions(current: Content, target: Content): readonly Change[] {
  return [...everything(current.elements, current.bin)].flatMap(([id, now]): readonly Change[] => {
    const then = target.elements.get(id)
    return then && then.is !== now.is ? [{ do: 'patch', root: 'elements', id, fields: { is: then.is } }] : []
  })
}

function restoring(current: Content, target: Content, gone: Gone): readonly Change[] {
  const elements = everything(current.elements, current.bin)
  const links = everything(new Map([...current.links, ...current.hiddenLinks]), current.linksInBin)
  return [
    ...records('elements', elements, current.elements, target.elements, gone),
    ...records(
      'links',
      links,
      new Map([...current.links, ...current.hiddenLinks]),
      new Map([...target.links, ...target.hiddenLinks]),
      gone,
    ),
    ...placements(current, target),
  ]
}

type Records = ReadonlyMap<Id, Element | Link>

const everything = (living: Records, bin: ReadonlyMap<Id, InBin<Element | Link>>): Records =>
  new Map<Id, Element | Link>([...[...bin].map(([id, { record }]) => [id, record] as const), ...living])

function records(root: Root, known: Records, living: Records, target: Records, gone: Gone): readonly Change[] {
  const changes: Change[] = []
  for (const [id, then] of target) {
    const now = known.get(id)
    if (!now) changes.push({ do: 'put', root, record: then as never as NewElement & NewLink })
    else {
      if (!living.has(id)) changes.push({ do: 'restore', root, id })
      changes.push(...fields(root, now, then))
    }
  }
  for (const [id, now] of living) if (!target.has(id) && !isSole(now)) changes.push({ do: 'remove', root, id, gone })
  return changes
}

const isSole = (record: Element | Link) => !isLink(record) && KINDS[record.is].isSole

function fields(root: Root, now: Element | Link, then: Element | Link): readonly Change[] {
  const changes: Change[] = []
  const [a, b] = [now as unknown as Record<string, unknown>, then as unknown as Record<string, unknown>]
  const texts = new Set(textsOf(then.is))
  const patched: Record<string, unknown> = {}
  // `ref` and `by` are the server's and never change back (DESIGN §6.10).
  const values = ['is', 'order', 'size', 'fromId', 'toId', ...fieldsOf(then.is).map(({ name }) => name)]
  for (const name of values) {
    if (texts.has(name) || b[name] === undefined) continue
    if (JSON.stringify(a[name] ?? null) !== JSON.stringify(b[name] ?? null)) patched[name] = b[name]
  }
  if (Object.keys(patched).length > 0) changes.push({ do: 'patch', root, id: then.id, fields: patched })
  for (const name of texts)
    if (typeof b[name] === 'string')
      changes.push(...rewrite(root, then.id, name, typeof a[name] === 'string' ? a[name] : '', b[name]))
  return changes
}

function placements(current: Content, target: Content): readonly Change[] {
  const keys = new Set<PlacementKey>([...current.placements.keys(), ...target.placements.keys()])
  return [...keys].flatMap((key): readonly Change[] => {
    const [now, then] = [current.placements.get(key), target.placements.get(key)]
    if (now?.[0] === then?.[0] && now?.[1] === then?.[1]) return []
    return [{ do: 'patch', root: 'placements', key, point: then ?? null }]
  })
}
