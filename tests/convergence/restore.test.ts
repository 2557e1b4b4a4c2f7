import fc from 'fast-check'
import { expect, test } from 'vitest'
import { read } from '#lib/board/layout.ts'
import { SERVER } from '#lib/board/origin.ts'
import { restore } from '#lib/board/restore.ts'
import type { Content } from '#lib/domain/content.ts'
import { histories, take } from './steps.ts'
import { plain, serverContent, Workshop } from './workshop.ts'

/** What going back brings back: everything living and its places, but for refs and authors, which never change back. */
function kept(content: Content) {
  const bare = (records: Record<string, unknown>) =>
    Object.fromEntries(
      Object.entries(records).map(([id, record]) => [id, { ...(record as object), ref: null, by: null }]),
    )
  const { elements, links, hiddenLinks, placements } = plain(content)
  return { elements: bare(elements), links: bare({ ...links, ...hiddenLinks }), placements }
}

test('going back to a version brings back what lived then, whatever was done since', () => {
  fc.assert(
    fc.property(histories(50, 2), histories(50, 2), (first, then) => {
      const workshop = new Workshop('alice', 'bob')
      for (const step of first) take(workshop, step)
      workshop.meet()
      const target = read(workshop.server)
      for (const step of then) take(workshop, step)
      workshop.meet()
      workshop.server.transact(() => restore(workshop.server, target, { by: 'alice', at: 1 }), SERVER)
      workshop.meet()
      const now = read(workshop.server)
      expect(kept(now)).toEqual(kept(target))
      expect(now.quarantined).toEqual([])
      for (const { board } of workshop.people) expect(plain(board.content)).toEqual(serverContent(workshop))
      workshop.close()
    }),
    { seed: 20261129, numRuns: 100 },
  )
})

test('what appeared since is in the bin, not lost', () => {
  fc.assert(
    fc.property(histories(40, 2), histories(40, 2), (first, then) => {
      const workshop = new Workshop('alice', 'bob')
      for (const step of first) take(workshop, step)
      workshop.meet()
      const target = read(workshop.server)
      for (const step of then) take(workshop, step)
      workshop.meet()
      const before = read(workshop.server)
      workshop.server.transact(() => restore(workshop.server, target, { by: 'alice', at: 1 }), SERVER)
      const now = read(workshop.server)
      for (const id of before.elements.keys()) expect(now.elements.has(id) || now.bin.has(id)).toBe(true)
      workshop.close()
    }),
    { seed: 20261130, numRuns: 40 },
  )
})
