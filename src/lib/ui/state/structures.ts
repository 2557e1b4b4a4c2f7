/** Cards say whose structure proposed them as soon as this page knows: who it is, who is here, who was. */
import type { PresentPerson } from '#lib/board/presence.ts'
import type { Id } from '#lib/domain/content.ts'
import { sceneWords } from '../words.ts'
import { askMembersAgain, membersOf } from './members.ts'
import { SOON, type Session } from './session.svelte.ts'

/** The returned function ends it. */
export function tellStructures(session: Session): () => void {
  const { me, editor, connection } = session
  const known = new Map<Id, string>()
  const learn = (people: readonly Pick<PresentPerson, 'id' | 'structure'>[]): boolean => {
    const news = people.filter(({ id, structure }) => known.get(id) !== structure)
    for (const { id, structure } of news) known.set(id, structure)
    if (news.length > 0) editor.look.speak(sceneWords((person) => known.get(person ?? '') ?? ''))
    return news.length > 0
  }
  const here = () => connection.peers.map(({ presence }) => presence.user)
  learn([me, ...here()])
  const timer = setTimeout(async () => {
    const members = await membersOf(session)
    learn(Object.entries(members).map(([id, { structure }]) => ({ id, structure })))
  }, SOON)
  const stop = connection.onPeers(() => {
    if (learn(here())) askMembersAgain(session)
  })
  return () => {
    clearTimeout(timer)
    stop()
  }
}
