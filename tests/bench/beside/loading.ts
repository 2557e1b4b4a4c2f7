/** What a board costs the event loop in one piece: put together from the disk, encoded for who joins, compacted, applied when a version comes back. */
import * as Y from 'yjs'
import { openDocument } from '#server/sync/loading.ts'
import type { Target } from '../run.ts'
import { median } from '../sync/figures.ts'
import { LARGE_RECORDS, largeBoard } from './files.ts'

const MOST_MS = 25

export function loading(rounds: number): readonly Target[] {
  const checkpoint = largeBoard()
  const { doc } = openDocument({ checkpoint, rows: [] })
  const update = Y.encodeStateAsUpdate(doc)
  const pieces: Readonly<Record<string, () => unknown>> = {
    loading: () => openDocument({ checkpoint, rows: [] }),
    encoding: () => Y.encodeStateAsUpdate(doc),
    compacting: () => Y.encodeStateAsUpdateV2(doc),
    applying: () => Y.applyUpdate(new Y.Doc(), update),
  }
  return Object.entries(pieces).map(([name, piece]) => {
    piece()
    const took = median(Array.from({ length: rounds }, () => milliseconds(piece))) / (LARGE_RECORDS / 1_000)
    return {
      name: `${name} a board, ms per 1,000 records`,
      goal: `≤ ${MOST_MS}`,
      figure: took.toFixed(1),
      met: took <= MOST_MS,
    }
  })
}

function milliseconds(work: () => unknown): number {
  const begun = performance.now()
  work()
  return performance.now() - begun
}
