/** Who is, or was, on this board: asked of the server once, and again after somebody has come; offline, at the next question. */
import { asked } from '../board/asked.ts'
import type { Session } from './session.svelte.ts'

export type Members = Readonly<Record<string, Member>>
/** `removable`: this person may take that one off the board. */
type Member = { readonly name: string; readonly structure: string; readonly removable?: boolean }
const fetched = new WeakMap<Session, Promise<Members>>()

export function membersOf(session: Session): Promise<Members> {
  const known =
    fetched.get(session) ??
    asked<Members>(`/b/${session.info.id}/people`).then((answer) => {
      if (answer.ok) return answer.value
      fetched.delete(session)
      return {}
    })
  fetched.set(session, known)
  return known
}

/** Somebody has come who may not be among them. */
export const askMembersAgain = (session: Session): void => void fetched.delete(session)
