/**
 * What the threads do: pure functions from committed states and files to bytes. Nothing is read from the database here, and nothing written: an update
 * that a job gives back is applied by the board's room.
 */
import { createHash } from 'node:crypto'
import * as Y from 'yjs'
import { read, readDossier, write } from '#lib/board/layout.ts'
import { newState } from '#lib/board/newState.ts'
import { restore } from '#lib/board/restore.ts'
import { copyOf, importCopy, type CopiedImage } from '#lib/domain/boardCopy.ts'
import { withoutWorkshops } from '#lib/domain/commands/workshops.ts'
import type { Content } from '#lib/domain/content.ts'
import { newId } from '#lib/domain/ids.ts'
import { canonicalText, hashText } from '#lib/domain/referentiel/canonical.ts'
import { derive } from '#lib/domain/referentiel/derive.ts'
import { difference, type Difference } from '#lib/domain/referentiel/difference.ts'
import type { Referentiel, Stamp } from '#lib/domain/referentiel/format.ts'
import { textOf } from '#lib/domain/reading/files.ts'
import { importReferentiel, type ImportIssue } from '#lib/domain/referentiel/import.ts'
import { LARGEST_IMPORT } from '#lib/domain/schema/limits.ts'
import { withoutWorkingNotes } from '#lib/domain/referentiel/workingNotes.ts'
import { pack, unpack } from '../packing.ts'
import { prepare } from '../prepare.ts'
import { openDocument } from '../sync/loading.ts'
import type { Image } from '../store/images.ts'
import { acceptPicture } from '../pictures/accept.ts'
import type { LogRow } from '../store/updates.ts'

/** A board as it is on the disk. */
export type Committed = {
  readonly boardId: string
  readonly title: string
  /** The number of its last edit. */
  readonly upTo: number
  /** Yjs update, format 2, and what came since, format 1. */
  readonly checkpoint: Uint8Array | null
  readonly rows: readonly LogRow[]
}
/** A text as it is stored and sent: packed by gzip. Versions kept by earlier releases are texts. */
export type Stored = Uint8Array | string

export type Jobs = {
  referentiel: typeof referentiel
  plain: typeof plain
  version: typeof version
  goBack: typeof goBack
  differences: typeof differences
  copy: typeof copy
  incoming: typeof incoming
  example: typeof example
}

/** `whole`: with the group's working notes. */
export function referentiel(asked: { readonly board: Committed; readonly stamp: Stamp; readonly whole: boolean }) {
  return opened(asked.board, (doc) => {
    const document = derive(read(doc), asked.stamp)
    const left = asked.whole ? document : withoutWorkingNotes(document)
    return { text: pack(canonicalText(left)), title: document.title ?? '' }
  })
}

/** A kept référentiel without its working notes. */
export const plain = ({ referentiel }: { readonly referentiel: Stored }): Uint8Array =>
  pack(canonicalText(withoutWorkingNotes(parsed(referentiel))))

/** A version's parts, frozen together. */
export function version(asked: { readonly board: Committed; readonly stamp: Stamp }) {
  return opened(asked.board, (doc) => frozen(doc, asked.stamp))
}

/**
 * Going back to a version: what the board was before (a version of its own) and the update that leads back, null where nothing changes. `clientId`:
 * the fresh one that the update is written under.
 */
export function goBack(asked: {
  readonly board: Committed
  readonly stamp: Stamp
  readonly target: Uint8Array
  readonly by: string
  readonly at: number
}) {
  const then = contentOf(asked.target)
  return opened(asked.board, (doc) => {
    const before = frozen(doc, asked.stamp)
    const updates: Uint8Array[] = []
    doc.on('update', (update: Uint8Array) => updates.push(update))
    doc.transact(() => {
      restore(doc, then, { by: asked.by, at: asked.at })
      const held = new Set(readDossier(doc).workshops.map(({ id }) => id))
      const lost = then.dossier.workshops.flatMap(({ id }) => (held.has(id) ? [] : [id]))
      // The dossier stays as it is: what comes back does not name ateliers that were removed since.
      if (lost.length > 0) write(doc, withoutWorkshops(read(doc), lost))
    })
    return { before, clientId: doc.clientID, update: updates.length === 0 ? null : Y.mergeUpdates(updates) }
  })
}

export const differences = (asked: { readonly before: Stored; readonly after: Stored }): Difference =>
  difference(parsed(asked.before), parsed(asked.after))

/** A board's copy without its pictures, whose hashes are named. */
export function copy({ board }: { readonly board: Committed }) {
  return opened(board, (doc) => {
    const content = read(doc)
    const hashes = new Set(
      [...content.elements.values()].flatMap((each) => (each.is === 'image' ? (each.hash ?? []) : [])),
    )
    return { text: JSON.stringify(copyOf(content, [])), title: content.dossier.title, hashes: [...hashes] }
  })
}

export type Incoming =
  | { readonly is: 'board'; readonly title: string; readonly state: Uint8Array; readonly pictures: readonly Image[] }
  | { readonly is: 'none' }
  /** In MB. */
  | { readonly is: 'large'; readonly limit: number }
  | { readonly is: 'refused'; readonly issues: readonly ImportIssue[] }

/** A file of somebody's, as a form sent it, and what it makes: a board's own copy, or a référentiel. */
export async function incoming(sent: {
  readonly body: Uint8Array<ArrayBuffer>
  readonly type: string
  /** Cards and arrows that a board may have. */
  readonly records: number
}): Promise<Incoming> {
  const form = await new Response(sent.body, { headers: { 'content-type': sent.type } }).formData().catch(() => null)
  const file = form?.get('file')
  if (!(file instanceof File) || file.size === 0) return { is: 'none' }
  const text = textOf(new Uint8Array(await file.arrayBuffer()))
  const copied = importCopy(text, sent.records)
  if (copied && !copied.ok) return { is: 'refused', issues: copied.issues }
  if (copied?.ok) {
    const { dossier, changes, images } = copied
    const state = pack(newState(dossier, changes, true))
    return { is: 'board', title: dossier.title, state, pictures: images.flatMap(pictureOf) }
  }
  if (file.size > LARGEST_IMPORT) return { is: 'large', limit: LARGEST_IMPORT / 1024 / 1024 }
  const imported = importReferentiel(text, newId, sent.records)
  if (!imported.ok) return { is: 'refused', issues: imported.issues }
  const { dossier, changes } = imported
  return { is: 'board', title: dossier.title, state: pack(newState(dossier, changes)), pictures: [] }
}

function pictureOf({ data }: CopiedImage): readonly Image[] {
  const picture = acceptPicture(new Uint8Array(Buffer.from(data, 'base64')))
  return picture.ok ? [picture] : []
}

/** The first state of the demonstration. */
export function example({ text }: { readonly text: string }): { readonly title: string; readonly state: Uint8Array } {
  const imported = importReferentiel(text, newId)
  if (!imported.ok) throw new Error(`The demonstration cannot be imported: ${JSON.stringify(imported.issues[0])}`)
  return { title: imported.dossier.title, state: pack(newState(imported.dossier, imported.changes)) }
}

function opened<T>({ boardId, title, ...stored }: Committed, work: (doc: Y.Doc) => T): T {
  const { doc } = openDocument(stored)
  try {
    prepare(doc, boardId, title)
    return work(doc)
  } finally {
    doc.destroy()
  }
}

/** Full state, derived référentiel and its hash. */
function frozen(doc: Y.Doc, stamp: Stamp) {
  const document = derive(read(doc), stamp)
  return {
    state: pack(Y.encodeStateAsUpdateV2(doc)),
    referentiel: pack(canonicalText(document)),
    hash: createHash('sha256').update(hashText(document)).digest('hex'),
  }
}

/** The content of a state, a Yjs update of format 2, packed or not. */
export function contentOf(state: Uint8Array): Content {
  const doc = new Y.Doc()
  try {
    Y.applyUpdateV2(doc, unpack(state))
    return read(doc)
  } finally {
    doc.destroy()
  }
}

const parsed = (stored: Stored): Referentiel =>
  JSON.parse(typeof stored === 'string' ? stored : Buffer.from(unpack(stored)).toString()) as Referentiel
