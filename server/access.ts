/** Who gets onto which board, and as what: asked by every page, action and socket. */
import { highest, type Role } from './auth/permissions.ts'
import type { Session, SessionDoor } from './auth/session.ts'
import type { Boards } from './store/boards.ts'
import type { Memberships } from './store/memberships.ts'
import { CLOSE } from './sync/protocol.ts'
import type { Admission } from './sync/rooms.ts'

export function createAccess(sessions: SessionDoor, boards: Boards, memberships: Memberships) {
  const roleOn = async (boardId: string, personId: string): Promise<Role | null> =>
    highest(await memberships.rolesOnBoard(boardId, personId))

  async function admission(session: Session | null, boardId: string): Promise<Admission> {
    if (!session) return { ok: false, code: CLOSE.sessionOver, reason: 'session over' }
    if (!(await boards.read(boardId))) return { ok: false, code: CLOSE.unknownBoard, reason: 'unknown board' }
    const { id: personId, name, structure } = session.person
    const role = await roleOn(boardId, personId)
    if (!role) return { ok: false, code: CLOSE.noAccess, reason: 'no access' }
    return { ok: true, member: { personId, sessionId: session.id, name, structure, role } }
  }

  return {
    /** The highest role that a person holds on a board; null: none. */
    roleOn,
    /** By the cookie's token. */
    admit: async (token: string | undefined, boardId: string) => admission(await sessions.read(token), boardId),
    /** Once in: by the session's id. */
    admitAgain: async (sessionId: string, boardId: string) => admission(await sessions.again(sessionId), boardId),
  }
}
