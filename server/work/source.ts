/** The database for jobs: each thread has a handle of its own. Readers of a write-ahead log hold up no writer. */
import { workerData } from 'piscina'
import { openBeside, type Db } from '../db/open.ts'
import { snapshots } from '../store/snapshots.ts'
import { updates } from '../store/updates.ts'

/** What each thread is told at its start. */
export type ThreadData = { readonly dataDir: string }

type Source = {
  readonly db: Db
  readonly boards: ReturnType<typeof updates>
  readonly versions: ReturnType<typeof snapshots>
}

let opened: Source | null = null

export function source(): Source {
  if (opened) return opened
  const db = openBeside((workerData as ThreadData).dataDir)
  return (opened = { db, boards: updates(db), versions: snapshots(db) })
}
