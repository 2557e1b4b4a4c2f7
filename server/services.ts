/** The composition root: everything the server is made of, put together once a process. */
import { repair } from '#lib/board/repair.ts'
import { createAccess } from './access.ts'
import { auditDoor } from './audit.ts'
import { createPasswords } from './auth/passwords.ts'
import { sessionDoor } from './auth/session.ts'
import { createBoards } from './boards.ts'
import type { Config } from './config.ts'
import { closeDatabase, keepFolding, openDatabase } from './db/open.ts'
import { createJoining } from './joining.ts'
import { createLogger, type Logger } from './log.ts'
import { prepare } from './prepare.ts'
import { createRequests } from './requests.ts'
import { createPurge } from './purge.ts'
import { createRemovals } from './removals.ts'
import { accounts as accountStore } from './store/accounts.ts'
import { attempts as attemptStore } from './store/attempts.ts'
import { audit as auditStore } from './store/audit.ts'
import { boards as boardStore } from './store/boards.ts'
import { devices as deviceStore } from './store/devices.ts'
import { images as imageStore } from './store/images.ts'
import { invitations as invitationStore } from './store/invitations.ts'
import { memberships as membershipStore } from './store/memberships.ts'
import { people as peopleStore } from './store/people.ts'
import { probe as probeStore } from './store/probe.ts'
import { sessions as sessionStore } from './store/sessions.ts'
import { setup as setupStore } from './store/setup.ts'
import { sizes as sizeStore } from './store/sizes.ts'
import { snapshots as snapshotStore } from './store/snapshots.ts'
import { updates as updateStore, type Updates } from './store/updates.ts'
import { inProcessBus } from './sync/bus.ts'
import { createAttach } from './sync/attach.ts'
import type { EntranceSetting } from './sync/entrance.ts'
import { createFigures } from './sync/figures.ts'
import { createPoll } from './sync/poll/poll.ts'
import { createRooms } from './sync/rooms.ts'
import { sqliteLog } from './sync/sqliteLog.ts'
import { createHealth } from './watch/health.ts'
import { createMetrics } from './watch/metrics.ts'
import { createTraffic } from './watch/traffic.ts'
import { createWatch } from './watch/watch.ts'
import { createWork } from './work/pool.ts'

export type Services = Awaited<ReturnType<typeof createServices>>

export type Surroundings = {
  readonly now?: () => number
  readonly report?: (error: unknown) => void
  readonly logger?: Logger
  readonly graceMs?: number
  /** How long a poll may stay away. */
  readonly silenceMs?: number
  /** Between two pings of a socket. */
  readonly pingMs?: number
  /** Stands between the log and the database, in tests. */
  readonly wrapUpdates?: (updates: Updates) => Updates
}

/** How long a stop waits for the last edits, in milliseconds. */
const STOP_PATIENCE = 7_000

export async function createServices(config: Config, surroundings: Surroundings = {}) {
  const { now = Date.now, logger = createLogger() } = surroundings
  const report = surroundings.report ?? ((error) => logger.error('fault', error))
  const db = openDatabase(config.dataDir)
  const work = createWork(config)
  const stopFolding = keepFolding(db, work.fold, report)
  const [accounts, people] = [accountStore(db), peopleStore(db)]
  const [memberships, invitations, setup] = [membershipStore(db), invitationStore(db), setupStore(db)]
  const [attempts, snapshots, stored] = [attemptStore(db), snapshotStore(db), boardStore(db)]
  const sessions = sessionDoor(sessionStore(db), now)
  const audit = auditDoor(auditStore(db), now, report)
  const removals = createRemovals(audit.note, now)

  const updates = (surroundings.wrapUpdates ?? ((same) => same))(updateStore(db))
  const figures = createFigures()
  const log = sqliteLog({ updates, now, figures, report })
  const access = createAccess(sessions, stored, memberships)
  const rooms = createRooms({
    now,
    log,
    bus: inProcessBus(report),
    rules: {
      prepare(doc, boardId, title) {
        prepare(doc, boardId, title)
        removals.watch(doc, boardId)
      },
      repair,
    },
    admit: access.admitAgain,
    limits: config.limits,
    figures,
    report,
    graceMs: surroundings.graceMs,
    describe: async (boardId) => {
      const board = await stored.read(boardId)
      return { title: board?.title ?? '', isDemo: board?.demo === true }
    },
  })
  const [sizes, images, { limits, demoLimit }] = [sizeStore(db), imageStore(db), config]
  const boards = createBoards({ store: stored, snapshots, images, updates, rooms, work, sizes, demoLimit, limits, now })
  const [devices, passwords] = [deviceStore(db), createPasswords()]
  const guests = { accounts, attempts, devices, passwords, invitations, memberships, people, sessions, setup }
  const joining = createJoining({ ...guests, rooms, now })
  const purge = createPurge({ sessions, audit, attempts, devices, people }, now, report)
  // Nothing here keeps a server with a full disk from starting.
  void purge.run().catch(report)
  const entrance: EntranceSetting = {
    config,
    rooms,
    admit: access.admit,
    async joined(boardId, member) {
      await boards.used(boardId).catch(report)
      await audit.joined(boardId, member.personId)
    },
    report,
  }
  const requests = createRequests(config.limits)
  const forgetting = setInterval(() => requests.forget(), 60_000).unref()
  const attach = createAttach({ ...entrance, pingMs: surroundings.pingMs })
  const polls = createPoll({ ...entrance, silenceMs: surroundings.silenceMs })

  let closing: Promise<void> | null = null
  const health = createHealth({ log, probe: probeStore(db), isStopping: () => closing !== null, now })
  const traffic = createTraffic()
  const metrics = createMetrics({ figures, rooms, polls, health, sizes, traffic })
  async function close(): Promise<void> {
    stopFolding()
    clearInterval(forgetting)
    purge.stop()
    await Promise.race([rooms.close(), new Promise((resolve) => setTimeout(resolve, STOP_PATIENCE).unref())])
    polls.end()
    await log.close(0)
    await removals.close()
    await work.end()
    metrics.stop()
    closeDatabase(db, report)
  }

  return {
    config,
    now,
    db,
    accounts,
    people,
    memberships,
    invitations,
    images,
    /** Boards as rows: `ofPerson`, `read`. What can be done with one is in `boards`. */
    boardRows: stored,
    boards,
    /** What pages and downloads may ask for. */
    requests,
    /** Heavy work, in threads. */
    work,
    joining,
    access,
    /** Who did what on which board. */
    audit,
    sessions,
    /** What is kept for a time only goes when it is over. */
    purge,
    rooms,
    /** What the sync server counts. */
    figures,
    /** Whether commits fail now. */
    log,
    /** Whether this server can keep what people write. */
    health,
    attach,
    /** The boards' frames over HTTP. */
    poll: polls.poll,
    logger,
    traffic,
    /** `/health` and `/metrics`. */
    watch: createWatch({ config, health, metrics, report }),
    /** Stores what is on its way, tells everyone to come back, closes the database. Calling it again waits for the same end. */
    close: () => (closing ??= close()),
  }
}
