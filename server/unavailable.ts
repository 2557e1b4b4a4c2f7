/** Why a request that failed could not be done now, through no fault of its own: the disk takes nothing, or too many ask at once. */
import Database from 'better-sqlite3'
import { GateFull } from './sync/gate.ts'
import { NotStored } from './sync/room.ts'

/** Null: it is a fault. */
export function whyUnavailable(error: unknown): 'disk' | 'busy' | null {
  if (error instanceof GateFull) return 'busy'
  if (error instanceof NotStored) return 'disk'
  const isDisk = error instanceof Database.SqliteError && /^SQLITE_(FULL|IOERR|READONLY|CANTOPEN)/.test(error.code)
  return isDisk ? 'disk' : null
}
