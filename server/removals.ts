/**
 * Notices who puts many cards into the bin, or cards of others. Seen in the document, whatever the client is: any client can write `gone`.
 * What one person removes on one board within a minute is one entry.
 */
import * as Y from 'yjs'
import { recordsOf } from '#lib/board/layout.ts'
import type { Entry } from './store/audit.ts'
import { Connection } from './sync/connection.ts'

type Counted = {
  readonly boardId: string
  readonly by: string
  readonly since: number
  cards: number
  ofOthers: number
}

const GATHERED_FOR = 60_000
const LOOK_EVERY = 10_000
/** So few of one's own are everyday. */
const EVERYDAY = 3

export function createRemovals(note: (entry: Entry) => Promise<void>, now: () => number) {
  const counted = new Map<string, Counted>()
  const timer = setInterval(() => void tell(now() - GATHERED_FOR), LOOK_EVERY)
  timer.unref()

  async function tell(begunBefore: number): Promise<void> {
    for (const [key, { boardId, by, since, cards, ofOthers }] of counted) {
      if (since > begunBefore) continue
      counted.delete(key)
      if (cards > EVERYDAY || ofOthers > 0) await note({ boardId, by, what: 'removed', detail: { cards, ofOthers } })
    }
  }

  return {
    /** From now on until the document is destroyed. */
    watch(doc: Y.Doc, boardId: string): void {
      const elements = recordsOf(doc, 'elements')
      doc.on('afterTransaction', ({ origin, changed }: Y.Transaction) => {
        if (!(origin instanceof Connection)) return
        const by = origin.member.personId
        for (const [record, keys] of changed) {
          if (!keys.has('gone') || !(record instanceof Y.Map) || record.parent !== elements || !record.has('gone'))
            continue
          const key = `${boardId} ${by}`
          const count = counted.get(key) ?? { boardId, by, since: now(), cards: 0, ofOthers: 0 }
          counted.set(key, count)
          count.cards++
          const maker: unknown = record.get('by')
          if (typeof maker === 'string' && maker !== by) count.ofOthers++
        }
      })
    },

    /** Tells the rest. */
    async close(): Promise<void> {
      clearInterval(timer)
      await tell(Infinity)
    },
  }
}
