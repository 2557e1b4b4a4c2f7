/** Why a request that failed could not be done now, through no fault of its own: the disk takes nothing, too many ask at once, or people write on. */
import Database from 'better-sqlite3'
import { Full } from './boards.ts'
import { GateFull } from './sync/gate.ts'
import { NotStored } from './sync/room.ts'
import { Busy } from './work/pool.ts'

/** Null: it is a fault. */
export function whyUnavailable(error: unknown): 'disk' | 'busy' | 'moved' | 'full' | null {
  if (error instanceof Busy) return error.message === 'moved' ? 'moved' : 'busy'
  if (error instanceof Full) return 'full'
  if (error instanceof GateFull) return 'busy'
  if (error instanceof NotStored) return 'disk'
  const isDisk = error instanceof Database.SqliteError && /^SQLITE_(FULL|IOERR|READONLY|CANTOPEN)/.test(error.code)
  return isDisk ? 'disk' : null
}
