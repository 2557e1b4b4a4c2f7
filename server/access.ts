/** Who gets onto which board, and as what: asked by every page, action and socket. */
import { highest, type Role } from '#lib/domain/rights.ts'
import type { Claims } from '#lib/wire/address.ts'
import { CLOSE } from '#lib/wire/closing.ts'
import type { Session, SessionDoor } from './auth/session.ts'
import type { Boards } from './store/boards.ts'
import type { Memberships } from './store/memberships.ts'
import type { Admission } from './sync/rooms.ts'

const NO_CLAIMS: Claims = { epoch: null, personId: null }

export function createAccess(sessions: SessionDoor, boards: Boards, memberships: Memberships) {
  const roleOn = async (boardId: string, personId: string): Promise<Role | null> =>
    highest(await memberships.rolesOnBoard(boardId, personId))

  async function admission(session: Session | null, boardId: string, claims: Claims): Promise<Admission> {
    if (!session) return { ok: false, code: CLOSE.sessionOver, reason: 'session over' }
    const { epoch, personId: claimed } = claims
    if (claimed !== null && claimed !== session.person.id)
      return { ok: false, code: CLOSE.otherPerson, reason: 'other person' }
    const board = await boards.read(boardId)
    if (!board) return { ok: false, code: CLOSE.unknownBoard, reason: 'unknown board' }
    const { id: personId, name, structure } = session.person
    const role = await roleOn(boardId, personId)
    if (!role) return { ok: false, code: CLOSE.noAccess, reason: 'no access' }
    if (epoch !== null && epoch !== board.epoch) return { ok: false, code: CLOSE.otherEpoch, reason: 'other epoch' }
    return { ok: true, member: { personId, sessionId: session.id, name, structure, role, isTrying: board.demo } }
  }

  return {
    /** The highest role that a person holds on a board; null: none. */
    roleOn,
    /** By the cookie's token. */
    admit: async (token: string | undefined, boardId: string, claims: Claims) =>
      admission(await sessions.read(token), boardId, claims),
    /** Once in: by the session's id. */
    admitAgain: async (sessionId: string, boardId: string) =>
      admission(await sessions.again(sessionId), boardId, NO_CLAIMS),
  }
}
