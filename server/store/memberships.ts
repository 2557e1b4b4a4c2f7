import type { Role } from '../auth/permissions.ts'
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
const END = `UPDATE membership SET ended_at = ? WHERE person_id = ? AND programme_id = ? AND ended_at IS NULL`

export type Memberships = ReturnType<typeof memberships>

export function memberships(db: Db) {
  const insert = db.prepare(INSERT)
  const rolesOnBoard = db.prepare<[string, string], { role: Role }>(ROLES_ON_BOARD)
  const isMember = db.prepare<[string]>(IS_MEMBER)
  const ofBoard = db.prepare<[string], Member>(OF_BOARD)
  const end = db.prepare(END)
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
    async end(personId: string, programmeId: string, at: number): Promise<void> {
      end.run(at, personId, programmeId)
    },
  }
}
