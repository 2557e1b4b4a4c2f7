/** What can be done with a whole board, in one place for every page: through its room, so that whoever is on it sees it happen. */
import { createHash } from 'node:crypto'
import * as Y from 'yjs'
import { read, readDossier, write, writeDossier } from '#lib/board/layout.ts'
import { restore } from '#lib/board/restore.ts'
import { withoutWorkshops } from '#lib/domain/commands/workshops.ts'
import type { Content } from '#lib/domain/content.ts'
import { newId } from '#lib/domain/ids.ts'
import { canonicalText, hashText } from '#lib/domain/referentiel/canonical.ts'
import { derive } from '#lib/domain/referentiel/derive.ts'
import { settle, type Settings, type Settled } from '#lib/domain/settings.ts'
import type { Board, Boards as BoardStore } from './store/boards.ts'
import type { Snapshot, SnapshotKind, Snapshots, SnapshotSummary } from './store/snapshots.ts'
import type { Room } from './sync/room.ts'
import type { Rooms } from './sync/rooms.ts'

export type NewBoardRequest = {
  readonly title: string
  /** The person who becomes its facilitator. */
  readonly by: string
  /** What it begins with: a Yjs update of format 2. */
  readonly state?: Uint8Array
  readonly demo?: boolean
  readonly programmeId?: string
}
export type Keeping = { readonly label: string; readonly kind: SnapshotKind; readonly by: string | null }

export function createBoards(setting: {
  store: BoardStore
  snapshots: Snapshots
  rooms: Rooms
  demoLimit: number
  now: () => number
}) {
  const { store, snapshots, rooms, now } = setting

  async function createBoard({ title, by, state, demo = false, programmeId }: NewBoardRequest): Promise<Board> {
    const board = await store.create({ title, by, demo, programmeId: programmeId ?? null, state: state ?? null }, now())
    if (demo) for (const id of await demosTooMany(board.id)) await removeBoard(id)
    return board
  }

  /** The idle ones go first: those that nobody has open, then those opened longest ago. */
  async function demosTooMany(made: string): Promise<readonly string[]> {
    const others = (await store.demos()).filter((id) => id !== made)
    const isOpen = new Set<string>()
    for (const id of others) if ((await rooms.count(id)) > 0) isOpen.add(id)
    const kept = [...others.filter((id) => isOpen.has(id)), ...others.filter((id) => !isOpen.has(id))]
    return kept.slice(Math.max(0, setting.demoLimit - 1))
  }

  async function removeBoard(boardId: string): Promise<void> {
    // In this order: between the two nobody gets in any more, to write what would be stored nowhere.
    await store.remove(boardId)
    await rooms.drop(boardId)
  }

  /** Full state, derived référentiel and its hash, frozen together. */
  async function keep(room: Room, { label, kind, by }: Keeping): Promise<SnapshotSummary> {
    // A version never holds what a crash could still undo.
    await room.settled()
    const [id, takenAt, boardId] = [snapshots.newId(), now(), room.boardId]
    const document = derive(read(room.doc), {
      exportedAt: new Date(takenAt).toISOString(),
      exportedFrom: { boardId, snapshotId: id, snapshotLabel: label },
    })
    const state = Y.encodeStateAsUpdateV2(room.doc)
    const hash = createHash('sha256').update(hashText(document)).digest('hex')
    await snapshots.create({
      id,
      boardId,
      label,
      kind,
      takenAt,
      takenBy: by,
      hash,
      state,
      referentiel: canonicalText(document),
    })
    const { state: _state, referentiel: _text, ...summary } = (await snapshots.read(boardId, id))!
    return summary
  }

  return {
    createBoard,
    /** With everything on it; whoever has it open is told that it is gone. */
    removeBoard,

    readBoard: (boardId: string): Promise<Board | null> => store.read(boardId),

    /** The content as it is stored now. */
    readContent: (boardId: string): Promise<Content> =>
      rooms.use(boardId, async (room) => {
        await room.settled()
        return read(room.doc)
      }),

    /** The whole state, a Yjs update of format 2. */
    readState: (boardId: string): Promise<Uint8Array> =>
      rooms.use(boardId, async (room) => {
        await room.settled()
        return Y.encodeStateAsUpdateV2(room.doc)
      }),

    keepVersion: (boardId: string, keeping: Keeping): Promise<SnapshotSummary> =>
      rooms.use(boardId, (room) => keep(room, keeping)),

    listVersions: (boardId: string): Promise<readonly SnapshotSummary[]> => snapshots.list(boardId),

    readVersion: (boardId: string, snapshotId: string): Promise<Snapshot | null> => snapshots.read(boardId, snapshotId),

    /** Null: there is no such version. What was there is kept first, as an automatic version, whose summary is returned. */
    restoreVersion: (boardId: string, snapshotId: string, by: string): Promise<SnapshotSummary | null> =>
      rooms.use(boardId, async (room) => {
        const target = await snapshots.read(boardId, snapshotId)
        if (!target) return null
        const before = await keep(room, { label: target.label, kind: 'before_restore', by })
        room.edit((doc) => {
          const then = contentOf(target.state)
          restore(doc, then, { by, at: now() })
          const held = new Set(readDossier(doc).workshops.map(({ id }) => id))
          const lost = then.dossier.workshops.flatMap(({ id }) => (held.has(id) ? [] : [id]))
          // The dossier stays as it is: what comes back does not name ateliers that were removed since.
          if (lost.length > 0) write(doc, withoutWorkshops(read(doc), lost))
        })
        await room.settled()
        return before
      }),

    /**
     * Title, programme, ateliers and the one in progress, ring names, phases that are over: whoever is on the board sees them change. An atelier that ends
     * keeps a version, `kept`.
     */
    setSettings: (
      boardId: string,
      wanted: Settings,
      by: string,
    ): Promise<Exclude<Settled, { ok: true }> | (Extract<Settled, { ok: true }> & { readonly kept: string | null })> =>
      rooms.use(boardId, async (room) => {
        const settleNow = (versionId?: string) => {
          const { elements } = read(room.doc)
          const isOrganization = (id: string) => elements.get(id)?.is === 'organization'
          return settle(readDossier(room.doc), wanted, { newId, isOrganization, versionId })
        }
        const before = settleNow()
        if (!before.ok) return before
        const kept =
          wanted.moment?.do === 'end' ? (await keep(room, { label: wanted.moment.label, kind: 'kept', by })).id : null
        const settled = kept ? settleNow(kept) : before
        if (!settled.ok) return settled
        room.edit((doc) => {
          writeDossier(doc, settled.dossier)
          if (settled.removed.length > 0) write(doc, withoutWorkshops(read(doc), settled.removed))
        })
        await room.settled()
        // As the document has it by now: of two people who rename at once one is the last, in both places.
        if (wanted.title !== undefined) await store.rename(boardId, readDossier(room.doc).title)
        return { ...settled, kept }
      }),

    /** The board was opened: demonstrations that nobody opens go first. */
    used: (boardId: string): Promise<void> => store.used(boardId, now()),
  }
}

/** The content of a state, a Yjs update of format 2. */
export function contentOf(state: Uint8Array): Content {
  const doc = new Y.Doc()
  try {
    Y.applyUpdateV2(doc, state)
    return read(doc)
  } finally {
    doc.destroy()
  }
}
