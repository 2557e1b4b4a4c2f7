import type { Role } from '#lib/domain/rights.ts'
import type { Db } from '../db/open.ts'
import { newToken } from '../random.ts'
import type { Person } from './people.ts'

export type Membership = {
  readonly personId: string
  readonly programmeId: string
  readonly boardId: string | null
  readonly role: Role
  readonly viaInvitation: string | null
}
export type Member = Person & { readonly role: Role }

const INSERT = `
  INSERT INTO membership (id, person_id, programme_id, board_id, role, via_invitation, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)`
const ROLES_ON_BOARD = `
  SELECT membership.role FROM board
  JOIN membership ON membership.programme_id = board.programme_id AND (membership.board_id IS NULL OR membership.board_id = board.id)
  WHERE board.id = ? AND membership.person_id = ? AND membership.ended_at IS NULL`
const IS_MEMBER = `
  SELECT 1 FROM membership WHERE person_id = ? AND ended_at IS NULL
  AND EXISTS (SELECT 1 FROM board WHERE board.programme_id = membership.programme_id AND board.demo = 0)`
const OF_BOARD = `
  SELECT person.id, person.name, person.structure, membership.role FROM board
  JOIN membership ON membership.programme_id = board.programme_id AND (membership.board_id IS NULL OR membership.board_id = board.id)
  JOIN person ON person.id = membership.person_id
  WHERE board.id = ? AND membership.ended_at IS NULL ORDER BY membership.created_at`
// Those of the whole programme, too: of a person who is sent away nothing leads back onto the board.
const SEND_AWAY = `
  UPDATE membership SET ended_at = :at, sent_away = 1
  WHERE person_id = :person AND ended_at IS NULL AND programme_id = (SELECT programme_id FROM board WHERE id = :board)
    AND (board_id = :board OR board_id IS NULL)`
const WAS_SENT_AWAY = `
  SELECT 1 FROM membership WHERE person_id = :person AND programme_id = :programme AND sent_away = 1
    AND (board_id = :board OR board_id IS NULL OR :board IS NULL)`

export type Memberships = ReturnType<typeof memberships>

export function memberships(db: Db) {
  const insert = db.prepare(INSERT)
  const rolesOnBoard = db.prepare<[string, string], { role: Role }>(ROLES_ON_BOARD)
  const isMember = db.prepare<[string]>(IS_MEMBER)
  const ofBoard = db.prepare<[string], Member>(OF_BOARD)
  const sendAway = db.prepare<[{ person: string; board: string; at: number }]>(SEND_AWAY)
  const wasSentAway = db.prepare<[{ person: string; programme: string; board: string | null }]>(WAS_SENT_AWAY)
  return {
    async create(membership: Membership, at: number): Promise<void> {
      const { personId, programmeId, boardId, role, viaInvitation } = membership
      insert.run(newToken(), personId, programmeId, boardId, role, viaInvitation, at)
    },
    async rolesOnBoard(boardId: string, personId: string): Promise<readonly Role[]> {
      return rolesOnBoard.all(boardId, personId).map(({ role }) => role)
    },
    /** Of any board that is no demonstration. */
    async isMember(personId: string): Promise<boolean> {
      return isMember.get(personId) !== undefined
    },
    /** A person with two memberships is there twice. */
    async ofBoard(boardId: string): Promise<readonly Member[]> {
      return ofBoard.all(boardId)
    },
    /** Ends what leads a person onto a board. */
    async sendAway(personId: string, boardId: string, at: number): Promise<void> {
      sendAway.run({ person: personId, board: boardId, at })
    },
    /** From that board, or for an invitation to every board (null) from one of them. */
    async wasSentAway(personId: string, programmeId: string, boardId: string | null): Promise<boolean> {
      return wasSentAway.get({ person: personId, programme: programmeId, board: boardId }) !== undefined
    },
  }
}
