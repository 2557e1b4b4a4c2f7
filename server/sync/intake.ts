/** What becomes of an update that a client sends: looked at before any of it is applied, then applied and mended, set aside, or refused. */
import * as Y from 'yjs'
import { lookBefore, type Before } from '#lib/board/repair.ts'
import { may } from '#lib/domain/rights.ts'
import { CLOSE } from '#lib/wire/closing.ts'
import type { Checkpoints } from './checkpoints.ts'
import type { ClientIds } from './clientIds.ts'
import type { Connection } from './connection.ts'
import type { Figures } from './figures.ts'
import { inspect } from './guard/guard.ts'
import type { Verdict } from './guard/verdict.ts'
import type { Limits } from './limits.ts'

export type IntakeSetting = {
  readonly doc: Y.Doc
  readonly ids: ClientIds
  readonly limits: Limits
  readonly figures: Figures
  readonly checkpoints: Checkpoints
  /** No commit can be made now. */
  readonly stalled: () => boolean
  /** A demonstration, and those together have all the memory that is theirs. */
  readonly isOutgrown: () => boolean
  /** How many structs the document has by now. */
  readonly counted: (structs: number) => void
  /** Some of the board could not be read: who saw it may bring it back, whoever wrote it. */
  readonly damaged: boolean
  readonly repair: (memberId: string, before: Before) => void
  /** Sends step1: what is missing comes with the answer. */
  readonly ask: (connection: Connection) => void
  readonly report: (error: unknown) => void
}

type Update = { readonly whole: boolean; readonly update: Uint8Array }
type Fine = Extract<Verdict, { is: 'fine' }>

/** On a board that is full this many bytes still pass: a word, a move, a card into the bin. */
const SMALL = 4 << 10
const HARD = 1.25
/** Structs, and cutting them, is work that no byte pays for: so many are as much as a frame. */
const STRUCTS_A_FRAME = 200
const CUTS_A_FRAME = 20

/** True: all of its messages up to here can be acknowledged once what was applied is stored. */
export function takeUpdate(setting: IntakeSetting, connection: Connection, { whole, update }: Update): boolean {
  const number = ++connection.received
  if (whole && connection.asked > 0) connection.asked--
  const { limits } = setting
  if (update.length > (whole ? limits.wholeBytes : limits.updateBytes)) return refuse(connection, 'tooLarge', 'update')
  const writes = may(connection.member.role, 'board.write')
  if (writes && setting.stalled()) return refuse(connection, 'later', 'storage')
  const verdict = inspect(setting.doc, update, whole ? limits.wholeStructs : limits.updateStructs)
  switch (verdict.is) {
    case 'refused':
      return refuse(connection, 'refused', verdict.reason)
    case 'tooLarge':
      return refuse(connection, 'tooLarge', 'structs')
    case 'lacks':
      if (whole && writes) return refuse(connection, 'refused', 'dependencies')
      return setAside(setting, connection, number)
    case 'fine':
      // An observer's line stays open for its cursor; what it writes is neither applied nor acknowledged.
      if (!writes) return !verdict.news || setAside(setting, connection, number)
      if (verdict.news && !apply(setting, connection, update, verdict)) return false
      // Whatever was set aside before is in this answer: it holds all that the client has and we had not.
      if (whole) connection.heldAt = null
      return true
  }
}

function apply(setting: IntakeSetting, connection: Connection, update: Uint8Array, verdict: Fine): boolean {
  const { doc, ids } = setting
  connection.charge(Math.floor(verdict.structs / STRUCTS_A_FRAME + verdict.cuts / CUTS_A_FRAME), 0)
  if (isTooMuch(setting, update, verdict)) return refuse(connection, 'tooLarge', 'board')
  if (!setting.damaged) {
    const claimed = ids.claim(verdict.authors, connection.member.personId)
    if (claimed !== 'bound') return refuse(connection, claimed === 'tooMany' ? 'tooLarge' : 'refused', 'client id')
  }
  const [structs, deletes] = [doc.store.pendingStructs, doc.store.pendingDs]
  const before = lookBefore(doc, verdict.touched)
  try {
    Y.applyUpdate(doc, update, connection)
  } catch (error) {
    setting.report(error)
    return refuse(connection, 'refused', 'unapplicable')
  }
  if (!setting.damaged && (doc.store.pendingStructs !== structs || doc.store.pendingDs !== deletes)) {
    // The guard lets none of these through. Were one to pass, it would be stored unseen with the next checkpoint.
    doc.store.pendingStructs = structs
    doc.store.pendingDs = deletes
    return refuse(connection, 'refused', 'pending')
  }
  if (verdict.touched.size > 0) setting.repair(connection.member.personId, before)
  return true
}

function isTooMuch(setting: IntakeSetting, update: Uint8Array, verdict: Fine): boolean {
  const { doc, limits, checkpoints } = setting
  const { puts, structs, cuts } = verdict
  if (structs > 0 && setting.isOutgrown()) return true
  if (puts > 0 && recordsOf(doc) + puts > limits.boardRecords) return true
  const most = limits.boardStructs * (update.length > SMALL ? 1 : HARD)
  const now = structsOf(doc)
  if (structs + cuts > 0 && now + structs + cuts > most) return true
  setting.counted(now + structs + cuts)
  if (!checkpoints.exceeds(limits.boardBytes - update.length)) return false
  return update.length > SMALL || checkpoints.bytes > limits.boardBytes * HARD
}

/** Without walking them. */
export const recordsOf = (doc: Y.Doc): number => doc.getMap('elements')._map.size + doc.getMap('links')._map.size

export function structsOf(doc: Y.Doc): number {
  let count = 0
  for (const structs of doc.store.clients.values()) count += structs.length
  return count
}

function setAside({ figures, ask }: IntakeSetting, connection: Connection, number: number): false {
  const writes = may(connection.member.role, 'board.write')
  figures.count('ignored', writes ? 'dependencies' : 'observer')
  connection.heldAt ??= number
  if (connection.asked === 0 && writes) ask(connection)
  return false
}

function refuse(connection: Connection, code: keyof typeof CLOSE, reason: string): false {
  connection.close(CLOSE[code], reason)
  return false
}
