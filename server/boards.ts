/**
 * What can be done with a whole board, in one place for every page. What takes long is a job (work/): it starts from what is on the disk, and what it changes goes
 * through the board's room, so that whoever is on it sees it happen.
 */
import { readNaming, readDossier, readRecord, recordsOf, write, writeDossier } from '#lib/board/layout.ts'
import { withoutWorkshops } from '#lib/domain/commands/workshops.ts'
import { newId } from '#lib/domain/ids.ts'
import type { Difference } from '#lib/domain/referentiel/difference.ts'
import { settle, type Settings, type Settled } from '#lib/domain/settings.ts'
import type { Board, Boards as BoardStore } from './store/boards.ts'
import type { Image, Images } from './store/images.ts'
import type { SnapshotKind, Snapshots, SnapshotSummary } from './store/snapshots.ts'
import type { Updates } from './store/updates.ts'
import type { Sizes } from './store/sizes.ts'
import type { Limits } from './sync/limits.ts'
import type { Room } from './sync/room.ts'
import type { Rooms } from './sync/rooms.ts'
import type { Settled as SettledBoard, Stored } from './work/jobs.ts'
import { createPace } from './pace.ts'
import { createKept } from './work/kept.ts'
import { Busy, type Asking, type Work } from './work/pool.ts'

export type NewBoardRequest = {
  readonly title: string
  /** The person who becomes its facilitator. */
  readonly by: string
  /** What it begins with: a Yjs update of format 2. */
  readonly state?: Uint8Array
  readonly programmeId?: string
}
export type NewDemo = {
  readonly title: string
  readonly by: string
  readonly state: Uint8Array
  /** Where it is asked for from (network.ts). */
  readonly network: string
}
export type Keeping = { readonly label: string; readonly kind: SnapshotKind }
export type Document = { readonly text: Stored; readonly title: string }

/** A board has all the versions that it may have, or demonstrations all the room that is theirs. */
export class Full extends Error {}

/** While a job runs the board may move on: so often it is done anew. */
const TRIES = 3
const MOST_KEPT_BYTES = 64 << 20
/** Of all members' pictures together, and of all strangers': whoever writes waits for the same disk. */
const PICTURE_BYTES_PER_SECOND = 8 << 20

export function createBoards(setting: {
  store: BoardStore
  snapshots: Snapshots
  images: Images
  updates: Updates
  rooms: Rooms
  work: Work
  sizes: Sizes
  demoLimit: number
  limits: Limits
  now: () => number
}) {
  const { store, snapshots, images, updates, rooms, work, sizes, limits, now } = setting
  const kept = createKept(MOST_KEPT_BYTES)
  const mostAutomatic = limits.automaticVersions
  const [memberPace, strangerPace] = [createPace(PICTURE_BYTES_PER_SECOND), createPace(PICTURE_BYTES_PER_SECOND)]

  const createBoard = ({ title, by, state, programmeId }: NewBoardRequest): Promise<Board> =>
    store.create({ title, by, demo: false, programmeId: programmeId ?? null, state: state ?? null }, now())

  /** Where a demonstration was made, as long as this process remembers. */
  const madeFrom = new Map<string, string>()

  /** Null: there is no room for one more. What somebody has open is never removed; who has many makes room with their own first. */
  async function createDemo({ title, by, state, network }: NewDemo): Promise<Board | null> {
    if (!rooms.mayTry(network)) return null
    const all = await store.demos()
    const idle: string[] = []
    for (const id of all) if ((await rooms.count(id)) === 0) idle.push(id)
    const isOwn = (id: string) => madeFrom.get(id) === network
    const tooManyOwn = all.filter(isOwn).length >= limits.demosPerNetwork
    if (tooManyOwn || all.length >= Math.max(1, setting.demoLimit)) {
      const oldest = idle.findLast(tooManyOwn ? isOwn : () => true)
      if (oldest === undefined) return null
      await removeBoard(oldest)
      idle.splice(idle.indexOf(oldest), 1)
    }
    while ((await sizes.demoBytes()) >= limits.allDemoBytes) {
      const oldest = idle.pop()
      if (oldest === undefined) return null
      await removeBoard(oldest)
    }
    const board = await store.create({ title, by, demo: true, programmeId: null, state }, now())
    madeFrom.set(board.id, network)
    return board
  }

  async function removeBoard(boardId: string): Promise<void> {
    // In this order: between the two nobody gets in any more, to write what would be stored nowhere.
    await store.remove(boardId)
    madeFrom.delete(boardId)
    await rooms.drop(boardId)
  }

  /** Everything that is written on the board is on the disk, where a job reads it. */
  async function settled(boardId: string): Promise<SettledBoard> {
    await rooms.settled(boardId)
    return { boardId, title: (await store.read(boardId))?.title ?? '' }
  }

  const stampOf = (boardId: string, version: { readonly id: string; readonly label: string } | null) => ({
    exportedAt: new Date(now()).toISOString(),
    exportedFrom: { boardId, snapshotId: version?.id ?? null, snapshotLabel: version?.label ?? null },
  })

  async function mayKeep(boardId: string, kind: SnapshotKind): Promise<void> {
    const { kept, bytes } = await snapshots.used(boardId)
    const isDemo = (await store.read(boardId))?.demo === true
    const most = isDemo ? limits.demoVersions : limits.versions
    if (kind === 'kept' && kept >= most) throw new Full('versions')
    if (bytes >= limits.versionBytes) throw new Full('versions')
    if (isDemo && (await sizes.demoBytes()) >= limits.allDemoBytes) throw new Full('demonstrations')
  }

  /** Full state, derived référentiel and its hash, frozen together. */
  async function keep(boardId: string, { label, kind }: Keeping, asking: Asking): Promise<SnapshotSummary> {
    await mayKeep(boardId, kind)
    // A version never holds what a crash could still undo.
    const board = await settled(boardId)
    const [id, takenAt] = [snapshots.newId(), now()]
    const parts = await work.run('version', { board, stamp: stampOf(boardId, { id, label }) }, asking)
    await snapshots.create({ id, boardId, label, kind, takenAt, takenBy: asking.person, ...parts }, mostAutomatic)
    return (await snapshots.summary(boardId, id))!
  }

  return {
    createBoard,
    createDemo,
    /** With everything on it; whoever has it open is told that it is gone. */
    removeBoard,

    readBoard: (boardId: string): Promise<Board | null> => store.read(boardId),

    /** The référentiel as it is stored now: kept until the next edit. `whole`: with the group's working notes. */
    async referentiel(boardId: string, whole: boolean, asking: Required<Asking>): Promise<Document> {
      await rooms.settled(boardId)
      return kept.get({
        key: `${boardId} ${whole}`,
        at: await updates.last(boardId),
        make: async (signal) => {
          const board = await settled(boardId)
          return work.run('referentiel', { board, stamp: stampOf(boardId, null), whole }, { ...asking, signal })
        },
        bytesOf: ({ text }) => text.length,
        signal: asking.signal,
      })
    },

    /** A kept référentiel; `whole`: with its working notes. Null: there is no such version. */
    versionText: (boardId: string, version: string, whole: boolean, asking: Required<Asking>): Promise<Stored | null> =>
      kept.get({
        key: `version ${boardId} ${version} ${whole}`,
        at: 0,
        make: (signal) => work.run('versionText', { boardId, version, whole }, { ...asking, signal }),
        bytesOf: (text) => text?.length ?? 0,
        signal: asking.signal,
      }),

    /** As it is stored. */
    versionState: async (boardId: string, version: string, asking: Required<Asking>): Promise<Uint8Array | null> => {
      // One that is made up costs no job, and nothing is remembered of it.
      if (!(await snapshots.summary(boardId, version))) return null
      return kept.get({
        key: `version ${boardId} ${version}`,
        at: 0,
        make: (signal) => work.run('versionState', { boardId, version }, { ...asking, signal }),
        bytesOf: (state) => state?.length ?? 0,
        signal: asking.signal,
      })
    },

    /** What changed from one version to a later one; null: one of them is gone. */
    differences: (boardId: string, before: string, after: string, asking: Asking): Promise<Difference | null> =>
      work.run('differences', { boardId, before, after }, asking),

    /** A board's copy, its pictures named by their hashes. */
    copy: async (boardId: string, asking: Asking) => work.run('copy', { board: await settled(boardId) }, asking),

    keepVersion: keep,

    listVersions: (boardId: string): Promise<readonly SnapshotSummary[]> => snapshots.list(boardId),

    /** The hash under which the board shows it; null: the board has no room left. */
    placePicture: ({ id, demo }: Board, picture: Image): Promise<string | null> =>
      (demo ? strangerPace : memberPace)(
        () => images.put(id, picture, now(), demo ? limits.demoImageBytes : limits.imageBytes),
        (hash) => (hash === null ? 0 : picture.bytes.length),
      ),

    versionSummary: (boardId: string, snapshotId: string): Promise<SnapshotSummary | null> =>
      snapshots.summary(boardId, snapshotId),

    /**
     * Null: there is no such version. What was there is kept first, as an automatic version, whose summary is returned. Throws `Busy` where people write
     * on, time after time.
     */
    restoreVersion: (boardId: string, snapshotId: string, asking: Asking): Promise<SnapshotSummary | null> =>
      rooms.use(boardId, async (room) => {
        const target = await snapshots.summary(boardId, snapshotId)
        if (!target) return null
        await mayKeep(boardId, 'before_restore')
        for (let tried = 0; tried < TRIES; tried++) {
          const [board, id, takenAt, by] = [await settled(boardId), snapshots.newId(), now(), asking.person]
          const stamp = stampOf(boardId, { id, label: target.label })
          const made = await work.run('goBack', { board, stamp, version: target.id, by, at: takenAt }, asking)
          if (!made) return null
          if (!room.isAt(made.upTo)) continue
          const { label } = target
          await snapshots.create(
            { id, boardId, label, kind: 'before_restore', takenAt, takenBy: by, ...made.before },
            mostAutomatic,
          )
          if (!room.advance(made.upTo, made)) continue
          await room.settled()
          room.tell('came_back', by)
          return snapshots.summary(boardId, id)
        }
        throw new Busy('moved')
      }),

    /**
     * Title, programme, ateliers and the one in progress, ring names, phases that are over: whoever is on the board sees them change. An atelier that ends
     * keeps a version, `kept`.
     */
    setSettings: (
      boardId: string,
      wanted: Settings,
      asking: Asking,
    ): Promise<Exclude<Settled, { ok: true }> | (Extract<Settled, { ok: true }> & { readonly kept: string | null })> =>
      rooms.use(boardId, async (room) => {
        const before = settleIn(room, wanted)
        if (!before.ok) return before
        const { moment } = wanted
        const kept =
          moment?.do === 'end' ? (await keep(boardId, { label: moment.label, kind: 'kept' }, asking)).id : null
        const settled = kept ? settleIn(room, wanted, kept) : before
        if (!settled.ok) return settled
        room.edit((doc) => {
          writeDossier(doc, settled.dossier)
          if (settled.removed.length > 0)
            write(doc, withoutWorkshops(readNaming(doc, settled.removed), settled.removed))
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

function settleIn({ doc }: Room, wanted: Settings, versionId?: string): Settled {
  const isOrganization = (id: string) => {
    const found = readRecord('elements', id, recordsOf(doc, 'elements').get(id))
    return found.is === 'living' && found.record.is === 'organization'
  }
  return settle(readDossier(doc), wanted, { newId, isOrganization, versionId })
}
