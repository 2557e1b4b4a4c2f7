/**
 * Copying between views, boards and tabs. What is copied is data, read again by the schemas where it arrives: it may come from any page. Refs
 * stay behind (the server gives new ones), and so do references to what the other board does not have.
 */
import * as v from 'valibot'
import { contentFrom } from '../apply.ts'
import type { Change, NewElement, NewLink } from '../change.ts'
import { byOrder, type Content, type Id, type Point, type ViewId } from '../content.ts'
import { rectOf } from '../views/views.ts'
import { union, type Rect } from '../geometry.ts'
import { keysAtEnd } from '../order.ts'
import { fieldsOf, type Element, type RecordKind, KINDS, type ElementKind } from '../schema/element.ts'
import { ID_PATTERN } from '../schema/fields.ts'
import type { Link } from '../schema/links.ts'
import { withContents } from './arrange.ts'
import { createCard } from './create.ts'
import { roomOn } from '../views/room.ts'
import { placed } from '../views/view.ts'
import { viewOf } from '../views/views.ts'

const fields = v.record(v.string(), v.unknown())
const clip = v.object({
  canevas: v.literal(1),
  /** The référentiel's id of the board that it comes from. */
  board: v.string(),
  view: v.string(),
  elements: v.pipe(v.array(fields), v.maxLength(2_000)),
  links: v.pipe(v.array(fields), v.maxLength(4_000)),
  /** Where each stood, board units. */
  points: v.record(v.string(), v.tuple([v.number(), v.number()])),
})
export type Clip = v.InferOutput<typeof clip>

const LONGEST_CLIP = 4_000_000

/** What is selected, what its frames hold, and the arrows among all that. */
export function copy(content: Content, view: ViewId, ids: Iterable<Id>): Clip {
  const all = withContents(content, view, ids)
  const elements = [...content.elements.values()].filter(({ id, is }) => all.has(id) && !KINDS[is].isSole).sort(byOrder)
  const points: Record<Id, [number, number]> = {}
  for (const element of elements) {
    const rect = rectOf(content, view, element)
    if (rect) points[element.id] = [rect.x, rect.y]
  }
  const links = [...content.links.values()].filter(({ fromId, toId }) => all.has(fromId) && all.has(toId))
  return { canevas: 1, board: content.dossier.id, view, elements: [...elements], links, points }
}

/** What it says for a text editor or a mail: one card a line. */
export const wordsOf = (clip: Clip): string =>
  clip.elements
    .map(({ text }) => String(text ?? '').trim())
    .filter(Boolean)
    .join('\n')

/** Null: not ours, or not readable. */
export function parseClip(json: string): Clip | null {
  if (json.length > LONGEST_CLIP) return null
  try {
    const parsed = v.safeParse(clip, JSON.parse(json))
    return parsed.success ? parsed.output : null
  } catch {
    return null
  }
}

export type Pasting = { readonly by: Id | null; readonly newId: () => Id; readonly at: Point }
export type Pasted = { readonly changes: readonly Change[]; readonly ids: readonly Id[] }

/** New cards with their middle at a point. Only what the schemas accept is taken. */
export function paste(content: Content, view: ViewId, from: Clip, { by, newId, at }: Pasting): Pasted {
  const read = readClip(content, from)
  const copyOf = new Map<Id, Id>([...read.elements.keys()].map((id) => [id, newId()]))
  const orders = keysAtEnd(content, copyOf.size)
  const same = from.board === content.dossier.id
  const known = (id: Id) => copyOf.get(id) ?? (same && content.elements.has(id) ? id : null)
  const originals = [...read.elements.values()].sort(byOrder)
  const changes: Change[] = originals.map((original, i) => {
    const record = { ...carried(original, known), id: copyOf.get(original.id)!, by, order: orders[i]! }
    return { do: 'put', root: 'elements', record: record as unknown as NewElement }
  })
  const d = offset(read, from, at)
  // Elsewhere a place is a value that nobody chose here: those cards wait in the tray.
  if (viewOf(view).isFree)
    originals.forEach(({ id }, i) => {
      const [x, y] = from.points[id] ?? [at[0] - d[0] + (i % 5) * 24, at[1] - d[1] + (i % 5) * 24]
      const point: Point = [Math.round(x + d[0]), Math.round(y + d[1])]
      changes.push(placed(view, copyOf.get(id)!, point))
    })
  for (const link of read.links.values()) {
    const [fromId, toId] = [copyOf.get(link.fromId), copyOf.get(link.toId)]
    if (!fromId || !toId) continue
    const record = { ...carried(link, known), id: newId(), fromId, toId, by }
    changes.push({ do: 'put', root: 'links', record: record as unknown as NewLink })
  }
  return { changes, ids: originals.map(({ id }) => copyOf.get(id)!) }
}

/** Lines of plain text: one note a line in *Idées*; elsewhere one card of the view a line, in its tray. */
export function pasteLines(
  content: Content,
  view: ViewId,
  lines: readonly string[],
  { by, newId, at }: Pasting,
): Pasted {
  const [orders, room] = [keysAtEnd(content, lines.length), roomOn(content)]
  const ids = lines.map(() => newId())
  const [{ is }] = viewOf(view).writes
  const down = Math.max(8, Math.ceil(Math.sqrt(2 * lines.length)))
  const changes = lines.flatMap((line, i) => {
    const place: Point = [Math.round(at[0] + Math.floor(i / down) * 220 - 98), Math.round(at[1] + (i % down) * 96 - 24)]
    const card = { id: ids[i]!, is, text: line, by, order: orders[i]! } as const
    return createCard(content, view, viewOf(view).takesAll ? { ...card, at: place } : card, at, room)
  })
  return { changes, ids }
}

/** Records of the clip that their schemas accept, and that this board can show. */
function readClip(content: Content, { elements, links, board }: Clip): Content {
  const isRecord = (fields: Readonly<Record<string, unknown>>) =>
    typeof fields.id === 'string' && ID_PATTERN.test(fields.id) && !KINDS[fields.is as ElementKind]?.isSole
  // The server holds a picture's bytes for one board.
  const isHere = (fields: Readonly<Record<string, unknown>>) => fields.is !== 'image' || board === content.dossier.id
  const put = (root: 'elements' | 'links') => (record: Readonly<Record<string, unknown>>) =>
    ({ do: 'put', root, record: { ...record, extra: null } }) as unknown as Change
  return contentFrom(content.dossier, [
    ...elements.filter((each) => isRecord(each) && isHere(each)).map(put('elements')),
    ...links.filter(isRecord).map(put('links')),
  ])
}

/** A record's own fields: without what belongs to the one that is copied, and with references that lead somewhere. */
function carried(record: Element | Link, known: (id: Id) => Id | null): Readonly<Record<string, unknown>> {
  const fields: Record<string, unknown> = { ...record, ref: null, extra: null }
  for (const { name, shape, uncopied, to } of fieldsOf(record.is as RecordKind)) {
    const value = fields[name]
    if (uncopied || to?.length === 0) fields[name] = shape === 'references' ? [] : null
    else if (shape === 'reference') fields[name] = typeof value === 'string' ? known(value) : null
    else if (shape === 'references') fields[name] = (value as readonly Id[]).flatMap((id) => known(id) ?? [])
  }
  return fields
}

/** From where the copied stood to the new middle. */
function offset({ elements }: Content, { points }: Clip, [x, y]: Point): Point {
  const rects: Rect[] = []
  for (const { id } of elements.values()) {
    const point = points[id]
    if (point) rects.push({ x: point[0], y: point[1], w: 196, h: 80 })
  }
  if (rects.length === 0) return [0, 0]
  const all = rects.reduce(union)
  return [x - all.x - all.w / 2, y - all.y - all.h / 2]
}
