/** How people come in: the first account, signing in, accepting an invitation; and how they are sent away. */
import { hashPassword } from './auth/password.ts'
import type { SessionDoor } from './auth/session.ts'
import { signIn } from './auth/signIn.ts'
import type { Accounts } from './store/accounts.ts'
import type { Attempts, Limit } from './store/attempts.ts'
import { stateOf, type Invitation, type Invitations, type NewInvitation } from './store/invitations.ts'
import type { Memberships } from './store/memberships.ts'
import type { NewPerson, People } from './store/people.ts'
import type { Setup } from './store/setup.ts'
import type { Rooms } from './sync/rooms.ts'

export type NewFacilitator = { name: string; structure: string; email: string; password: string }
/** What a cookie holds, and for how long. */
export type Token = { readonly token: string; readonly maxAgeSeconds: number }

export type FoundInvitation =
  | { readonly is: 'open'; readonly invitation: Invitation }
  | { readonly is: 'expired' | 'revoked'; readonly invitation: Invitation; readonly at: number }
  | { readonly is: 'unknown' }
  | { readonly is: 'tooMany'; readonly retryAfterSeconds: number }

const MINUTE = 60_000

export function createJoining(setting: {
  accounts: Accounts
  attempts: Attempts
  invitations: Invitations
  memberships: Memberships
  people: People
  sessions: SessionDoor
  setup: Setup
  rooms: Rooms
  now: () => number
}) {
  const { accounts, attempts, invitations, memberships, people, sessions, setup, rooms, now } = setting
  const check = signIn(accounts, attempts, now)

  const found = (invitation: Invitation | null): FoundInvitation => {
    if (!invitation) return { is: 'unknown' }
    const state = stateOf(invitation, now())
    return { ...state, invitation }
  }

  return {
    /** The one-time path that makes the first account; null once there is one. */
    async setupPath(): Promise<string | null> {
      return (await accounts.none()) ? `/setup/${await setup.token(now())}` : null
    },

    setupIsOpen: async (token: string): Promise<boolean> => (await accounts.none()) && (await setup.isValid(token)),

    /** Null: the link is spent or unknown. */
    async setUp(token: string, facilitator: NewFacilitator): Promise<Token | null> {
      const password = await hashPassword(facilitator.password)
      const made = await accounts.createFirst(token, { ...facilitator, password, admin: true }, now())
      return made && sessions.begin(made.personId, 'account')
    },

    /** Null: the e-mail already has an account. */
    async createAccount(facilitator: NewFacilitator & { admin: boolean }): Promise<{ personId: string } | null> {
      return accounts.create({ ...facilitator, password: await hashPassword(facilitator.password) }, now())
    },

    /** `address`: where the request comes from, for counting failures. */
    async signIn(given: { email: string; password: string; address: string }) {
      const result = await check(given)
      return result.ok ? { ok: true as const, ...(await sessions.begin(result.personId, 'account')) } : result
    },

    /** Sockets of the session are closed at once. */
    async signOut(sessionId: string): Promise<void> {
      await sessions.end(sessionId)
      await rooms.recheck((member) => member.sessionId === sessionId)
    },

    invite: (invitation: NewInvitation): Promise<Invitation> => invitations.create(invitation, now()),

    findByToken: async (token: string): Promise<FoundInvitation> => found(await invitations.byToken(token)),

    /** By the six letters: wrong guesses are counted by address and in all. */
    async findByCode(code: string, address: string): Promise<FoundInvitation> {
      const limits: readonly Limit[] = [
        { subject: `code:${address}`, most: 30, withinMs: 10 * MINUTE },
        { subject: 'code', most: 1_000, withinMs: 10 * MINUTE },
      ]
      const begunAt = now()
      const wait = await attempts.begin(limits, begunAt)
      if (wait > 0) return { is: 'tooMany', retryAfterSeconds: Math.ceil(wait / 1000) }
      const invitation = await invitations.byCode(code)
      if (invitation) await attempts.succeed(limits, begunAt)
      return found(invitation)
    },

    /**
     * Takes an open invitation, as who is already here (`personId`, from the session) or as a new guest, who gets a session (`token`).
     * Not open any more: the invitation's state.
     */
    async accept(
      invitationId: string,
      who: { personId: string } | { guest: NewPerson },
    ): Promise<{ ok: true; personId: string; token: Token | null } | { ok: false; invitation: FoundInvitation }> {
      const state = found(await invitations.read(invitationId))
      if (state.is !== 'open') return { ok: false, invitation: state }
      const personId = 'personId' in who ? who.personId : (await people.create(who.guest, now())).id
      await invitations.accept(state.invitation, personId, now())
      // Who watched and may now write comes back with the new rights at once.
      await rooms.recheck((member) => member.personId === personId)
      return { ok: true, personId, token: 'guest' in who ? await sessions.begin(personId, 'guest') : null }
    },

    /** Seconds until an address may open another demonstration; 0: now. A whole administration may share one address. */
    async waitForDemo(address: string): Promise<number> {
      const limits: readonly Limit[] = [
        { subject: `demo:${address}`, most: 40, withinMs: 10 * MINUTE },
        { subject: 'demo', most: 400, withinMs: 10 * MINUTE },
      ]
      return Math.ceil((await attempts.begin(limits, now())) / 1000)
    },

    /** A guest with a session and no invitation: somebody who tries the demonstration. */
    async welcomeGuest(person: NewPerson): Promise<{ personId: string } & Token> {
      const { id: personId } = await people.create(person, now())
      return { personId, ...(await sessions.begin(personId, 'guest')) }
    },

    /** Takes somebody out of a programme; their sockets are closed at once. */
    async removeMember(personId: string, programmeId: string): Promise<void> {
      await memberships.end(personId, programmeId, now())
      await rooms.recheck((member) => member.personId === personId)
    },

    /** Ends what the invitation gave; sockets that lived on it are closed at once. */
    async revoke(invitationId: string): Promise<void> {
      const ended = new Set(await invitations.revoke(invitationId, now()))
      await rooms.recheck((member) => ended.has(member.personId))
    },
  }
}
