import type { Invited } from '#lib/domain/rights.ts'
import type { Db } from '../db/open.ts'
import { newCode, newToken } from '../random.ts'

export type Invitation = {
  readonly id: string
  readonly programmeId: string
  /** Null: every board of the programme. */
  readonly boardId: string | null
  readonly role: Invited
  readonly token: string
  readonly code: string
  /** A person's id. */
  readonly createdBy: string
  readonly createdAt: number
  /** Stops joining; who has joined stays. */
  readonly expiresAt: number | null
  /** Ends what it gave, at once. */
  readonly revokedAt: number | null
}
export type NewInvitation = Pick<Invitation, 'programmeId' | 'boardId' | 'role' | 'expiresAt'> & { by: string }

/** Ten ateliers of thirty. Who leads can make another invitation. */
const MOST_MEMBERS = 300

const COLUMNS = `id, programme_id AS programmeId, board_id AS boardId, role, token, code, created_by AS createdBy, created_at AS createdAt,
  expires_at AS expiresAt, revoked_at AS revokedAt`
const READ = `SELECT ${COLUMNS} FROM invitation WHERE id = ?`
const BY_TOKEN = `SELECT ${COLUMNS} FROM invitation WHERE token = ?`
const BY_CODE = `SELECT ${COLUMNS} FROM invitation WHERE code = ?`
const OF_BOARD = `
  SELECT ${COLUMNS} FROM invitation
  WHERE board_id = :board OR (board_id IS NULL AND programme_id = (SELECT programme_id FROM board WHERE id = :board))
  ORDER BY created_at DESC`
const INSERT = `
  INSERT INTO invitation (id, programme_id, board_id, role, token, code, created_by, created_at, expires_at)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`
const REVOKE = `UPDATE invitation SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL`
const END_MEMBERSHIPS = `
  UPDATE membership SET ended_at = ? WHERE via_invitation = ? AND ended_at IS NULL RETURNING person_id AS personId`
const HELD = `SELECT 1 FROM membership WHERE person_id = ? AND via_invitation = ? AND ended_at IS NULL`
const MEMBERS = `SELECT count(*) AS n FROM membership WHERE via_invitation = ? AND ended_at IS NULL`
const JOIN = `
  INSERT INTO membership (id, person_id, programme_id, board_id, role, via_invitation, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)`

export type Invitations = ReturnType<typeof invitations>

export function invitations(db: Db) {
  const read = db.prepare<[string], Invitation>(READ)
  const byToken = db.prepare<[string], Invitation>(BY_TOKEN)
  const byCode = db.prepare<[string], Invitation>(BY_CODE)
  const ofBoard = db.prepare<[{ board: string }], Invitation>(OF_BOARD)
  const insert = db.prepare(INSERT)
  const revoke = db.prepare(REVOKE)
  const endMemberships = db.prepare<[number, string], { personId: string }>(END_MEMBERSHIPS)
  const held = db.prepare(HELD)
  const members = db.prepare<[string], { n: number }>(MEMBERS)
  const join = db.prepare(JOIN)

  const create = db.transaction((made: NewInvitation, at: number): Invitation => {
    const id = newToken()
    let code = newCode()
    while (byCode.get(code)) code = newCode()
    insert.run(id, made.programmeId, made.boardId, made.role, newToken(), code, made.by, at, made.expiresAt)
    return read.get(id)!
  })
  const accept = db.transaction((invitation: Invitation, personId: string, at: number): boolean => {
    if (held.get(personId, invitation.id)) return true
    if (members.get(invitation.id)!.n >= MOST_MEMBERS) return false
    join.run(newToken(), personId, invitation.programmeId, invitation.boardId, invitation.role, invitation.id, at)
    return true
  })
  const end = db.transaction((id: string, at: number): readonly string[] => {
    revoke.run(at, id)
    return endMemberships.all(at, id).map(({ personId }) => personId)
  })

  return {
    async read(id: string): Promise<Invitation | null> {
      return read.get(id) ?? null
    },
    async byToken(token: string): Promise<Invitation | null> {
      return byToken.get(token) ?? null
    },
    /** Case, spaces and dashes do not matter. */
    async byCode(code: string): Promise<Invitation | null> {
      return byCode.get(code.toUpperCase().replace(/[^A-Z]/g, '')) ?? null
    },
    async ofBoard(boardId: string): Promise<readonly Invitation[]> {
      return ofBoard.all({ board: boardId })
    },
    async create(invitation: NewInvitation, at: number): Promise<Invitation> {
      return create(invitation, at)
    },
    /** Accepting again changes nothing. False: as many people as one invitation may bring are here by it. */
    async accept(invitation: Invitation, personId: string, at: number): Promise<boolean> {
      return accept(invitation, personId, at)
    },
    async isFull(id: string): Promise<boolean> {
      return members.get(id)!.n >= MOST_MEMBERS
    },
    /** Ends the memberships that it gave; returns whose. */
    async revoke(id: string, at: number): Promise<readonly string[]> {
      return end(id, at)
    },
  }
}

export type InvitationState = { is: 'open' } | { is: 'expired'; at: number } | { is: 'revoked'; at: number }

export function stateOf(invitation: Invitation, now: number): InvitationState {
  if (invitation.revokedAt !== null) return { is: 'revoked', at: invitation.revokedAt }
  if (invitation.expiresAt !== null && invitation.expiresAt <= now) return { is: 'expired', at: invitation.expiresAt }
  return { is: 'open' }
}
