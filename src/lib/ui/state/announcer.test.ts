import { beforeEach, expect, test, vi } from 'vitest'
import type { BoardChange } from '#lib/board/board.ts'
import { contentFrom } from '#lib/domain/apply.ts'
import type { Content } from '#lib/domain/content.ts'
import { blankDossier } from '#lib/domain/schema/dossier.ts'
import { Announcer } from './announcer.svelte.ts'

beforeEach(() => void vi.useFakeTimers())

/** A board with these cards, by id and text. */
const board = (cards: Readonly<Record<string, string>>): Content =>
  contentFrom(
    blankDossier('ref-1', 'Essai'),
    Object.entries(cards).map(([id, text]) => ({ do: 'put', root: 'elements', record: { id, is: 'note', text } })),
  )
/** What somebody else did between the two. */
const change = (before: Content, content: Content, ...ids: string[]) =>
  ({ own: false, before, content, elements: new Set(ids), links: new Set() }) as unknown as BoardChange

test('others’ changes are gathered, and read out once every few seconds at most', () => {
  const announcer = new Announcer()
  const spoken: string[] = []
  const listen = () => announcer.spoken !== (spoken.at(-1) ?? '') && spoken.push(announcer.spoken)
  let before = board({})
  for (let i = 1; i <= 20; i++) {
    const after = board(Object.fromEntries(Array.from({ length: i }, (_, n) => [`n${n}`, `Note ${n}`])))
    announcer.othersChanged(change(before, after, `n${i - 1}`))
    before = after
    vi.advanceTimersByTime(150)
    listen()
  }
  expect(spoken).toEqual([])
  vi.advanceTimersByTime(4_000)
  listen()
  expect(spoken).toEqual(['20 ajouts par d’autres.'])
  vi.advanceTimersByTime(60_000)
  listen()
  expect(spoken).toHaveLength(1)
  announcer.close()
})

test('one card is told by its words, a new one not as changed too, and a removed one as gone', () => {
  const announcer = new Announcer()
  const [none, one, worded] = [board({}), board({ a: 'Un' }), board({ a: 'Un local partagé' })]
  announcer.othersChanged(change(none, one, 'a'))
  announcer.othersChanged(change(one, worded, 'a'))
  vi.advanceTimersByTime(5_000)
  expect(announcer.spoken).toBe('Ajouté par d’autres\u00a0: Un local partagé')
  announcer.othersChanged(change(one, worded, 'a'))
  vi.advanceTimersByTime(5_000)
  expect(announcer.spoken).toBe('Modifié par d’autres\u00a0: Un local partagé')
  announcer.othersChanged(change(worded, none, 'a'))
  vi.advanceTimersByTime(5_000)
  expect(announcer.spoken).toBe('1 fiche mise à la corbeille par d’autres.')
})
