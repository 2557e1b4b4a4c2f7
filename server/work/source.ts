/** What jobs read of the database: each thread has a handle of its own, for reading only. Readers of a write-ahead log hold up no writer. */
import { workerData } from 'piscina'
import { openForReading } from '../db/open.ts'
import { snapshots } from '../store/snapshots.ts'
import { updates } from '../store/updates.ts'

/** What each thread is told at its start. */
export type ThreadData = { readonly dataDir: string }

type Source = { readonly boards: ReturnType<typeof updates>; readonly versions: ReturnType<typeof snapshots> }

let opened: Source | null = null

export function source(): Source {
  if (opened) return opened
  const db = openForReading((workerData as ThreadData).dataDir)
  return (opened = { boards: updates(db), versions: snapshots(db) })
}
