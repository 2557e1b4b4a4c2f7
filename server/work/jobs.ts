/**
 * What the threads do: from what is on the disk (source.ts) and from files to bytes. Nothing is written to the database here: an update that a job gives
 * back is applied by the board's room.
 */
import { createHash } from 'node:crypto'
import * as Y from 'yjs'
import { read, readDossier, write } from '#lib/board/layout.ts'
import { newState } from '#lib/board/newState.ts'
import { restore } from '#lib/board/restore.ts'
import { beginningOf, importCopy, type CopiedImage } from '#lib/domain/boardCopy.ts'
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
import { fold } from '../db/open.ts'
import { pack, unpack } from '../packing.ts'
import { prepare } from '../prepare.ts'
import type { Limits } from '../sync/limits.ts'
import { openDocument } from '../sync/loading.ts'
import type { Image } from '../store/images.ts'
import { acceptPicture } from '../pictures/accept.ts'
import { source } from './source.ts'

/** A board whose edits are all on the disk. */
export type Settled = { readonly boardId: string; readonly title: string }
export type VersionOf = { readonly boardId: string; readonly version: string }
/** A text as it is stored and sent: packed by gzip. Versions kept by earlier releases are texts. */
export type Stored = Uint8Array | string

export type Jobs = {
  referentiel: typeof referentiel
  version: typeof version
  versionText: typeof versionText
  versionState: typeof versionState
  goBack: typeof goBack
  differences: typeof differences
  copy: typeof copy
  incoming: typeof incoming
  example: typeof example
}

/** `whole`: with the group's working notes. */
export function referentiel(asked: { readonly board: Settled; readonly stamp: Stamp; readonly whole: boolean }) {
  return opened(asked.board, (doc) => {
    const document = derive(read(doc), asked.stamp)
    const left = asked.whole ? document : withoutWorkingNotes(document)
    return { text: pack(canonicalText(left)), title: document.title ?? '' }
  })
}

/** A version's parts, frozen together. */
export function version(asked: { readonly board: Settled; readonly stamp: Stamp }) {
  return opened(asked.board, (doc) => frozen(doc, asked.stamp))
}

/** A kept référentiel; `whole`: byte for byte, with its working notes. */
export async function versionText({ whole, ...of }: VersionOf & { readonly whole: boolean }): Promise<Stored | null> {
  const text = await keptText(of)
  return whole || text === null ? text : pack(canonicalText(withoutWorkingNotes(parsed(text))))
}

/** As it is stored. */
export const versionState = ({ boardId, version }: VersionOf): Promise<Uint8Array | null> =>
  source().versions.state(boardId, version)

/**
 * Going back to a version: what the board was before (a version of its own) and the update that leads back, null where nothing changes. `clientId`:
 * the fresh one that the update is written under; `upTo`: the number of the board's last edit. Null: there is no such version.
 */
export async function goBack(asked: {
  readonly board: Settled
  readonly stamp: Stamp
  readonly version: string
  readonly by: string
  readonly at: number
}) {
  const target = await versionState({ boardId: asked.board.boardId, version: asked.version })
  if (!target) return null
  const then = contentOf(target)
  return opened(asked.board, (doc, upTo) => {
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
    return { before, upTo, clientId: doc.clientID, update: updates.length === 0 ? null : Y.mergeUpdates(updates) }
  })
}

/** Null: there is no such version. */
export async function differences(asked: {
  readonly boardId: string
  readonly before: string
  readonly after: string
}): Promise<Difference | null> {
  const { boardId } = asked
  const [before, after] = [
    await keptText({ boardId, version: asked.before }),
    await keptText({ boardId, version: asked.after }),
  ]
  return before === null || after === null ? null : difference(parsed(before), parsed(after))
}

/** A board's copy up to its pictures, whose hashes are named. */
export function copy({ board }: { readonly board: Settled }) {
  return opened(board, (doc) => {
    const content = read(doc)
    const hashes = new Set(
      [...content.elements.values()].flatMap((each) => (each.is === 'image' ? (each.hash ?? []) : [])),
    )
    return { begin: pack(beginningOf(content)), title: content.dossier.title, hashes: [...hashes] }
  })
}

type BoardLimits = Pick<Limits, 'boardRecords' | 'boardStructs' | 'boardBytes'>
export type Incoming =
  | {
      readonly is: 'board'
      readonly title: string
      readonly state: Uint8Array
      /** Null: one that is none, or damaged. */
      readonly pictures: readonly (Image | null)[]
    }
  | { readonly is: 'none' }
  /** In MB. */
  | { readonly is: 'large'; readonly limit: number }
  | { readonly is: 'refused'; readonly issues: readonly ImportIssue[] }

/** A file of somebody's, as a form sent it, and what it makes: a board's own copy, or a référentiel. */
export async function incoming(sent: {
  readonly body: readonly Uint8Array[]
  readonly type: string
  readonly limits: BoardLimits
}): Promise<Incoming> {
  const form = await new Response(Buffer.concat(sent.body), { headers: { 'content-type': sent.type } })
    .formData()
    .catch(() => null)
  const file = form?.get('file')
  if (!(file instanceof File) || file.size === 0) return { is: 'none' }
  const text = textOf(new Uint8Array(await file.arrayBuffer()))
  const copied = importCopy(text, sent.limits.boardRecords)
  if (copied && !copied.ok) return { is: 'refused', issues: copied.issues }
  if (copied?.ok) {
    const { dossier, changes, images } = copied
    return begun(dossier.title, newState(dossier, changes, true), images.map(pictureOf), sent.limits)
  }
  if (file.size > LARGEST_IMPORT) return { is: 'large', limit: LARGEST_IMPORT / 1024 / 1024 }
  const imported = importReferentiel(text, newId, sent.limits.boardRecords)
  if (!imported.ok) return { is: 'refused', issues: imported.issues }
  const { dossier, changes } = imported
  return begun(dossier.title, newState(dossier, changes), [], sent.limits)
}

/** What fills a board is told now: else it would be taken in, and then not one card more. */
function begun(title: string, state: Uint8Array, pictures: readonly (Image | null)[], limits: BoardLimits): Incoming {
  const { boardBytes, boardStructs } = limits
  const refused = (code: ImportIssue['code'], params: ImportIssue['params']): Incoming => ({
    is: 'refused',
    issues: [{ code, path: '', params }],
  })
  if (state.length > boardBytes) return refused('too_heavy', { bytes: state.length, limit: boardBytes })
  const count = Y.decodeUpdateV2(state).structs.length
  if (count > boardStructs) return refused('too_many_pieces', { count, limit: boardStructs })
  return { is: 'board', title, state: pack(state), pictures }
}

function pictureOf({ data }: CopiedImage): Image | null {
  const picture = acceptPicture(new Uint8Array(Buffer.from(data, 'base64')))
  return picture.ok ? picture : null
}

/** The first state of the demonstration. */
export function example({ text }: { readonly text: string }): { readonly title: string; readonly state: Uint8Array } {
  const imported = importReferentiel(text, newId)
  if (!imported.ok) throw new Error(`The demonstration cannot be imported: ${JSON.stringify(imported.issues[0])}`)
  return { title: imported.dossier.title, state: pack(newState(imported.dossier, imported.changes)) }
}

/** The database's log goes into its file. */
export const foldLog = (): void => void fold(source().db)

/** `work` is given the number of the board's last edit as well. */
async function opened<T>({ boardId, title }: Settled, work: (doc: Y.Doc, upTo: number) => T): Promise<T> {
  const { upTo, ...stored } = await source().boards.state(boardId)
  const { doc } = openDocument(stored)
  try {
    prepare(doc, boardId, title)
    return work(doc, upTo)
  } finally {
    doc.destroy()
  }
}

const keptText = async ({ boardId, version }: VersionOf): Promise<Stored | null> =>
  (await source().versions.read(boardId, version))?.referentiel ?? null

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
