/** The open rooms. A board is loaded once however many join at the same time, and stays for a while after the last one left. */
import { CLOSE, LATER, type CloseCode } from '#lib/wire/closing.ts'
import { Accounts } from './accounts.ts'
import type { Bus } from './bus.ts'
import { Connection, type Member, type Transport } from './connection.ts'
import { Crowd } from './crowd.ts'
import type { Figures } from './figures.ts'
import { Demonstrations } from './demonstrations.ts'
import { createGate, GateFull } from './gate.ts'
import { Inbox } from './inbox.ts'
import { demoLimits, type Limits } from './limits.ts'
import { Room, type BoardRules } from './room.ts'
import type { UpdateLog } from './updateLog.ts'

export type RoomsSetting = {
  readonly log: UpdateLog
  readonly bus: Bus
  readonly rules: BoardRules
  /** The board's title, for a document that has none yet. */
  readonly describe: (boardId: string) => Promise<{ readonly title: string; readonly isDemo: boolean }>
  /** Asked again every minute, and whenever rights change, for whoever is connected. */
  readonly admit: (sessionId: string, boardId: string) => Promise<Admission>
  readonly limits: Limits
  readonly figures: Figures
  readonly report: (error: unknown) => void
  /** Milliseconds since 1970; left out: this machine's clock. */
  readonly now?: () => number
  readonly graceMs?: number
}

/** Somebody's line: frames come in by `receive`; `leave` when the other end is gone. */
export type Line = { readonly receive: (frame: Uint8Array) => void; readonly leave: () => void }
export type Joining = {
  readonly transport: Transport
  readonly member: Member
  /** Where they come from (origin.ts). */
  readonly network: string
  readonly wantsAcks: boolean
}

export type Admission =
  | { readonly ok: true; readonly member: Member }
  | { readonly ok: false; readonly code: CloseCode; readonly reason: string }

type Slot = {
  readonly room: Promise<Room>
  users: number
  idle: NodeJS.Timeout | null
  /** Its state is being written; whoever wants in waits and loads anew. */
  ending: Promise<void> | null
}

const GRACE_MS = 30_000
const HEARTBEAT_MS = 15_000
const RECHECK_MS = 60_000
const FAREWELL_MS = 1_000
/** So many people are looked at again before others get their turn. */
const RECHECK_AT_ONCE = 50
const LONGEST_REST_MS = 8

export type Rooms = ReturnType<typeof createRooms>

export function createRooms(setting: RoomsSetting) {
  const slots = new Map<string, Slot>()
  const flushSoon = flusher()
  const { limits, figures } = setting
  const crowd = new Crowd(limits)
  const accounts = new Accounts(limits)
  const demonstrations = new Demonstrations(limits)
  const cold = createGate(limits.coldLoads, limits.coldQueue)
  const oneByOne = createGate(1, Infinity)
  const timers = [
    setInterval(() => everyRoom((room) => room.heartbeat()), HEARTBEAT_MS),
    setInterval(() => recheck().catch(setting.report), RECHECK_MS),
    setInterval(() => accounts.forget(), RECHECK_MS),
  ]
  for (const timer of timers) timer.unref()
  let closed = false

  async function load(boardId: string): Promise<Room> {
    const [{ title, isDemo }, stored] = [await setting.describe(boardId), await setting.log.load(boardId)]
    // Reading a board keeps the process busy: those that are open have their turn in between.
    await new Promise((resolve) => setImmediate(resolve))
    const own = { boardId, title, flushSoon, demonstrations, limits: isDemo ? demoLimits(limits) : limits }
    const room = new Room({ ...setting, ...own }, stored)
    figures.count('roomLoaded')
    return room
  }

  /** `strangerFrom`: the network of who tries a demonstration. */
  async function acquire(boardId: string, strangerFrom: string | null = null): Promise<{ slot: Slot; room: Room }> {
    for (let slot = slots.get(boardId); slot?.ending; slot = slots.get(boardId)) await slot.ending
    if (closed) throw new Error('The rooms are closed.')
    const slot = slots.get(boardId) ?? begin(boardId, strangerFrom)
    slot.users++
    if (slot.idle) clearTimeout(slot.idle)
    slot.idle = null
    try {
      return { slot, room: await slot.room }
    } catch (error) {
      // No empty room in the place of one that cannot be read: nothing is written over it.
      if (slots.get(boardId) === slot) slots.delete(boardId)
      demonstrations.closed(boardId)
      throw error
    }
  }

  function begin(boardId: string, strangerFrom: string | null): Slot {
    demonstrations.opened(boardId, strangerFrom)
    const room = cold(() => load(boardId), strangerFrom !== null)
    const slot: Slot = { room, users: 0, idle: null, ending: null }
    slots.set(boardId, slot)
    return slot
  }

  function release(boardId: string, slot: Slot): void {
    slot.users--
    if (slot.users > 0 || slot.ending || closed || slots.get(boardId) !== slot) return
    slot.idle = setTimeout(() => putAway(boardId, slot).catch(setting.report), setting.graceMs ?? GRACE_MS)
    slot.idle.unref()
  }

  /** An atelier's boards are left at the same moment: whoever still works on another has a turn between two of them. */
  function putAway(boardId: string, slot: Slot): Promise<void> {
    return oneByOne(async () => {
      if (slot.users > 0 || slots.get(boardId) !== slot) return
      const begun = performance.now()
      await unload(boardId, slot)
      const restMs = Math.min(performance.now() - begun, LONGEST_REST_MS)
      await new Promise((resolve) => setTimeout(resolve, restMs))
    })
  }

  function unload(boardId: string, slot: Slot): Promise<void> {
    slot.ending ??= slot.room
      .then((room) => room.end())
      .then(() => figures.count('roomUnloaded'))
      // The log holds everything: a checkpoint that failed is made at the next unloading.
      .catch(setting.report)
      .finally(() => {
        demonstrations.closed(boardId)
        if (slots.get(boardId) === slot) slots.delete(boardId)
      })
    return slot.ending
  }

  async function everyRoom(visit: (room: Room) => unknown): Promise<void> {
    for (const slot of [...slots.values()]) {
      const room = await slot.room.catch(() => null)
      if (room) await visit(room)
    }
  }

  async function lookAt(connection: Connection, boardId: string): Promise<void> {
    const admission = await setting.admit(connection.member.sessionId, boardId)
    if (!admission.ok) connection.close(admission.code, admission.reason)
    // Writes silently ignored would let the client's document go its own way: it comes back with its new rights.
    else if (admission.member.role !== connection.member.role) connection.close(CLOSE.restart, 'role changed')
  }

  async function recheck(concerns: (member: Member, boardId: string) => boolean = () => true): Promise<void> {
    let looked = 0
    await everyRoom(async (room) => {
      for (const connection of [...room.connections]) {
        if (!connection.isOpen || !concerns(connection.member, room.boardId)) continue
        if (++looked % RECHECK_AT_ONCE === 0) await new Promise((resolve) => setImmediate(resolve))
        await lookAt(connection, room.boardId)
      }
    })
  }

  return {
    /** Puts somebody's line into a room. Null: it was sent away, with the reason. Throws when the board cannot be loaded. */
    async join(boardId: string, { transport, member, network, wantsAcks }: Joining): Promise<Line | null> {
      // Persons cost strangers nothing: those of one network share what they may ask for.
      const account = member.isTrying ? accounts.ofNetwork(network) : accounts.of(member.personId)
      const connection = new Connection({ transport, member, network, wantsAcks, account, limits, figures })
      const tooMany = closed ? null : crowd.enter(boardId, connection)
      if (closed || tooMany) {
        connection.close(closed ? CLOSE.restart : CLOSE.later, tooMany ?? 'restart')
        return null
      }
      try {
        if (member.isTrying && !demonstrations.mayGrow(network)) throw new GateFull()
        const { slot, room } = await acquire(boardId, member.isTrying ? network : null)
        account.lines++
        room.join(connection)
        // What the person owes from before.
        connection.charge(0, 0)
        const inbox = new Inbox(connection, (frame) => room.receive(connection, frame))
        const left = () => {
          crowd.leave(boardId, connection)
          account.lines--
          room.leave(connection)
          release(boardId, slot)
        }
        // Whose rights went while the room was awaited was nowhere to be told.
        await lookAt(connection, boardId).catch(setting.report)
        return { receive: (frame) => inbox.receive(frame), leave: () => inbox.end(left) }
      } catch (error) {
        crowd.leave(boardId, connection)
        if (!(error instanceof GateFull)) throw error
        connection.close(CLOSE.later, LATER.boards)
        return null
      }
    },

    /** Keeps the room open while `work` runs in it. */
    async use<T>(boardId: string, work: (room: Room) => T | Promise<T>): Promise<T> {
      const { slot, room } = await acquire(boardId)
      try {
        return await work(room)
      } finally {
        release(boardId, slot)
      }
    },

    /** What people have written on the board is on the disk. Throws `NotStored` where it takes nothing now. */
    async settled(boardId: string): Promise<void> {
      const slot = slots.get(boardId)
      if (slot?.ending) return slot.ending
      const room = await slot?.room.catch(() => null)
      await room?.settled()
    },

    /** Looks at people's rights now; closes who has none any more. */
    recheck,

    /** The board is being removed: everyone out, nothing more is written. */
    async drop(boardId: string): Promise<void> {
      const slot = slots.get(boardId)
      if (!slot) return
      slots.delete(boardId)
      if (slot.idle) clearTimeout(slot.idle)
      demonstrations.closed(boardId)
      const room = await slot.room.catch(() => null)
      room?.closeAll(CLOSE.unknownBoard, 'removed')
      // What cannot be stored now goes with the board.
      await room?.settled().catch(() => undefined)
      room?.abandon()
    },

    /** Connections open now, by board. */
    async count(boardId: string): Promise<number> {
      const room = await slots.get(boardId)?.room.catch(() => null)
      return room?.connections.size ?? 0
    },

    /** How many rooms are loaded. */
    get size(): number {
      return slots.size
    },

    /** Whether demonstrations from this network may take more of the memory. */
    mayTry: (network: string): boolean => demonstrations.mayGrow(network),

    /** How many lines are open. */
    get sockets(): number {
      return crowd.size
    },

    /** Stores everything, sends everyone away to come back, makes checkpoints. */
    async close(): Promise<void> {
      closed = true
      for (const timer of timers) clearInterval(timer)
      // What is already here is stored and acknowledged before its sender is sent away.
      const gone: Room[] = []
      await everyRoom((room) => {
        room.flush()
        gone.push(room)
      })
      await new Promise((resolve) => setImmediate(resolve))
      for (const room of gone) room.closeAll(CLOSE.restart, 'restart')
      await Promise.all(
        [...slots].map(([boardId, slot]) => {
          if (slot.idle) clearTimeout(slot.idle)
          return unload(boardId, slot)
        }),
      )
      // The code has to reach them before the process ends.
      for (let waitedMs = 0; waitedMs < FAREWELL_MS && gone.some((room) => room.connections.size > 0); waitedMs += 20)
        await new Promise((resolve) => setTimeout(resolve, 20))
    },
  }
}

/**
 * Every room that has something, flushed in one go: their batches share a commit. After one the next waits for as long as the last took: alone
 * nobody waits, and under load more and more edits share a commit and a frame.
 */
function flusher(): (room: Room) => void {
  let due = new Set<Room>()
  let restUntil = 0
  const flush = () => {
    const begun = performance.now()
    const rooms = due
    due = new Set()
    for (const each of rooms) each.flush()
    // In the next turn all of them are committed and sent.
    setImmediate(() => {
      const now = performance.now()
      restUntil = now + Math.min(now - begun, LONGEST_REST_MS)
    })
  }
  return (room) => {
    if (due.size === 0) {
      const rest = restUntil - performance.now()
      if (rest < 1) setImmediate(flush)
      else setTimeout(flush, rest)
    }
    due.add(room)
  }
}
