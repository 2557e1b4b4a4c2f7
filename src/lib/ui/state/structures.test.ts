import { beforeEach, expect, test, vi } from 'vitest'
import type { SceneWords } from '#lib/scene/words.ts'
import { membersOf } from './members.ts'
import type { Session } from './session.svelte.ts'
import { tellStructures } from './structures.ts'

const SERVER = { me: 'Animation', gone: 'Clairval', nadia: 'Montfleur' }
const people = vi.fn(async () =>
  Response.json(Object.fromEntries(Object.entries(SERVER).map(([id, structure]) => [id, { name: id, structure }]))),
)
beforeEach(() => {
  people.mockClear()
  vi.stubGlobal('fetch', people)
  vi.useFakeTimers()
})

/** What a session has of these, and the words that its editor speaks. */
function board() {
  const peers: { presence: { user: { id: string; structure: string } } }[] = []
  let words: SceneWords | undefined
  let tell = () => {}
  const speak = vi.fn((next: SceneWords) => (words = next))
  const session = {
    info: { id: 'board' },
    me: { id: 'me', structure: 'Animation' },
    editor: { look: { speak } },
    connection: { peers, onPeers: (listener: () => void) => ((tell = listener), () => (tell = () => {})) },
  } as unknown as Session
  const comes = (id: string, structure: string) => {
    peers.push({ presence: { user: { id, structure } } })
    tell()
  }
  const goes = () => {
    peers.pop()
    tell()
  }
  return { session, speak, comes, goes, structure: (id: string | null) => words?.structure(id) }
}

test('the structures of who is here are told at once, those of who was once the server has said them', async () => {
  const { session, structure } = board()
  tellStructures(session)
  expect([structure('me'), structure('gone'), structure(null)]).toEqual(['Animation', '', ''])
  await vi.runAllTimersAsync()
  expect(structure('gone')).toBe('Clairval')
})

test('who comes is known from then on, and nothing is said anew for a cursor that moves', async () => {
  const { session, speak, comes, goes, structure } = board()
  const end = tellStructures(session)
  await vi.runAllTimersAsync()
  comes('rose', 'Le Fournil')
  const said = speak.mock.calls.length
  comes('rose', 'Le Fournil')
  goes()
  goes()
  expect(speak.mock.calls.length).toBe(said)
  expect(structure('rose')).toBe('Le Fournil')
  // Whoever asks who is on this board is told of them too.
  const asked = people.mock.calls.length
  await membersOf(session)
  await membersOf(session)
  expect(people.mock.calls.length).toBe(asked + 1)
  end()
  comes('late', 'Ailleurs')
  expect(structure('late')).toBe('')
})
