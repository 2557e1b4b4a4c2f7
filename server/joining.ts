/** How people come in: the first account, signing in, accepting an invitation; and how they are sent away. */
import { highest, leads, type Role } from '#lib/domain/rights.ts'
import type { Passwords } from './auth/passwords.ts'
import type { SessionDoor } from './auth/session.ts'
import { signIn, type Given } from './auth/signIn.ts'
import { networkOf } from './network.ts'
import type { Accounts } from './store/accounts.ts'
import type { Attempts, Patience } from './store/attempts.ts'
import type { Devices } from './store/devices.ts'
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
/** Why somebody does not come in by an invitation. */
export type NotAccepted =
  | { readonly ok: false; readonly why: 'state'; readonly invitation: FoundInvitation }
  /** As many as one invitation may bring are here; who leads the board sent this person away. */
  | { readonly ok: false; readonly why: 'full' | 'sentAway' }
  | { readonly ok: false; readonly why: 'tooMany'; readonly retryAfterSeconds: number }

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/**
 * A code is one of 23^6 = 148,035,889. Right ones never count, and an address without failures of its own always has its first tries, however many
 * others guess. One network has 30 wrong tries, then waits of 10, 20, 40 … seconds up to ten minutes: 42 in its first hour, less in each later one.
 * Once a thousand wrong codes came within ten minutes from anywhere, a network has 3 a day, then longer and longer waits, up to an hour: 34 a day. So a
 * thousand networks meet one given code within a day once in 4,000 days, ten thousand once in 400; with a hundred codes valid at the same time they meet
 * some code once in 40 days and once in four. It lets them take part, seen by all, until who leads sends them away.
 */
const GUESSES = { free: 30, withinMs: HOUR, mostMs: 10 * MINUTE }
const GUESSES_IN_STORM = { free: 3, withinMs: DAY, mostMs: HOUR }
const STORM_OF_GUESSES = { from: 1_000, withinMs: 10 * MINUTE }

/** A town hall of sixty comes in within a minute, and twice again. */
const GUESTS = { free: 120, withinMs: 10 * MINUTE, mostMs: 10 * MINUTE }

/** A whole administration may share one address. While everybody opens demonstrations, each network may open fewer. */
const DEMOS = { free: 40, withinMs: 10 * MINUTE, mostMs: 10 * MINUTE }
const DEMOS_IN_STORM = { ...DEMOS, free: 5 }
const STORM_OF_DEMOS = { from: 200, withinMs: 10 * MINUTE }

export function createJoining(setting: {
  accounts: Accounts
  attempts: Attempts
  devices: Devices
  passwords: Passwords
  invitations: Invitations
  memberships: Memberships
  people: People
  sessions: SessionDoor
  setup: Setup
  rooms: Rooms
  now: () => number
}) {
  const { accounts, attempts, passwords, invitations, memberships, people, sessions, setup, rooms, now } = setting
  const check = signIn(setting)

  const found = (invitation: Invitation | null): FoundInvitation => {
    if (!invitation) return { is: 'unknown' }
    const state = stateOf(invitation, now())
    return { ...state, invitation }
  }

  /** Fewer for each while all together ask for more than people do. */
  async function patienceOf(subject: string, address: string, { calm, storm, since }: Weather): Promise<Patience> {
    const many = (await attempts.count(subject, since.withinMs, since.from, now())) >= since.from
    return { subject: `${subject}:${networkOf(address)}`, ...(many ? storm : calm) }
  }

  return {
    /** The one-time path that makes the first account; null once there is one. */
    async setupPath(): Promise<string | null> {
      return (await accounts.none()) ? `/setup/${await setup.token(now())}` : null
    },

    setupIsOpen: async (token: string): Promise<boolean> => (await accounts.none()) && (await setup.isValid(token)),

    /** Null: the link is spent or unknown, which is asked before anything that costs. Rejects with `GateFull`. */
    async setUp(token: string, facilitator: NewFacilitator, address: string): Promise<Token | null> {
      if (!(await this.setupIsOpen(token))) return null
      const password = await passwords.hash(facilitator.password, networkOf(address))
      const made = await accounts.createFirst(token, { ...facilitator, password, admin: true }, now())
      return made && sessions.begin(made.personId, 'account')
    },

    /** Null: the e-mail already has an account. `by`: the administrator. Rejects with `GateFull`. */
    async createAccount(
      facilitator: NewFacilitator & { admin: boolean },
      by: string,
    ): Promise<{ personId: string } | null> {
      if (await accounts.byEmail(facilitator.email)) return null
      const password = await passwords.hash(facilitator.password, by)
      return accounts.create({ ...facilitator, password }, now())
    },

    /** `address`: where the request comes from, for counting failures. */
    async signIn(given: Given) {
      const result = await check(given)
      if (!result.ok) return result
      return { ok: true as const, device: result.device, ...(await sessions.begin(result.personId, 'account')) }
    },

    /** Sockets of the session are closed at once. */
    async signOut(sessionId: string): Promise<void> {
      await sessions.end(sessionId)
      await rooms.recheck((member) => member.sessionId === sessionId)
    },

    invite: (invitation: NewInvitation): Promise<Invitation> => invitations.create(invitation, now()),

    findByToken: async (token: string): Promise<FoundInvitation> => found(await invitations.byToken(token)),

    /** By the six letters: only wrong guesses count. */
    async findByCode(code: string, address: string): Promise<FoundInvitation> {
      const guesses = await patienceOf('code', address, {
        calm: GUESSES,
        storm: GUESSES_IN_STORM,
        since: STORM_OF_GUESSES,
      })
      const invitation = await invitations.byCode(code)
      const wait = invitation ? await attempts.wait([guesses], now()) : await attempts.begin([guesses], now(), ['code'])
      if (wait > 0) return { is: 'tooMany', retryAfterSeconds: Math.ceil(wait / 1000) }
      return found(invitation)
    },

    /**
     * Takes an open invitation, as who is already here (`personId`, from the session) or as a new guest, who gets a session (`token`); `address`: where
     * a guest comes from.
     */
    async accept(
      invitationId: string,
      who: { personId: string } | { guest: NewPerson; address: string },
    ): Promise<{ ok: true; personId: string; token: Token | null } | NotAccepted> {
      const state = found(await invitations.read(invitationId))
      if (state.is !== 'open') return { ok: false, why: 'state', invitation: state }
      const { invitation } = state
      if ('personId' in who) {
        const { personId } = who
        if (await this.wasSentAway(invitation, personId)) return { ok: false, why: 'sentAway' }
        if (!(await invitations.accept(invitation, personId, now()))) return { ok: false, why: 'full' }
        // Who watched and may now write comes back with the new rights at once.
        await rooms.recheck((member) => member.personId === personId)
        return { ok: true, personId, token: null }
      }
      if (await invitations.isFull(invitation.id)) return { ok: false, why: 'full' }
      const guests = { subject: `guest:${networkOf(who.address)}`, ...GUESTS }
      const wait = await attempts.begin([guests], now())
      if (wait > 0) return { ok: false, why: 'tooMany', retryAfterSeconds: Math.ceil(wait / 1000) }
      const { id: personId } = await people.create(who.guest, now())
      if (!(await invitations.accept(invitation, personId, now()))) return { ok: false, why: 'full' }
      return { ok: true, personId, token: await sessions.begin(personId, 'guest') }
    },

    /** Who leads the board that an invitation is for sent this person away from it. */
    wasSentAway: ({ programmeId, boardId }: Invitation, personId: string): Promise<boolean> =>
      memberships.wasSentAway(personId, programmeId, boardId),

    /** Seconds until an address may open another demonstration; 0: now. */
    async waitForDemo(address: string): Promise<number> {
      const weather = { calm: DEMOS, storm: DEMOS_IN_STORM, since: STORM_OF_DEMOS }
      const demos = await patienceOf('demo', address, weather)
      return Math.ceil((await attempts.begin([demos], now(), ['demo'])) / 1000)
    },

    /** A guest with a session and no invitation: somebody who tries the demonstration. */
    async welcomeGuest(person: NewPerson): Promise<{ personId: string } & Token> {
      const { id: personId } = await people.create(person, now())
      return { personId, ...(await sessions.begin(personId, 'guest')) }
    },

    /** Takes somebody off a board; their sockets are closed at once. False: they have as many rights there as who asks, or none. */
    async removeMember(personId: string, boardId: string, by: Role): Promise<boolean> {
      const role = highest(await memberships.rolesOnBoard(boardId, personId))
      if (!role || !leads(by, role)) return false
      await memberships.sendAway(personId, boardId, now())
      await rooms.recheck((member) => member.personId === personId)
      return true
    },

    /** Ends what the invitation gave; sockets that lived on it are closed at once. */
    async revoke(invitationId: string): Promise<void> {
      const ended = new Set(await invitations.revoke(invitationId, now()))
      await rooms.recheck((member) => ended.has(member.personId))
    },
  }
}

/** What one may do in calm, and in a storm: from so many within so long on. */
type Weather = {
  readonly calm: Omit<Patience, 'subject'>
  readonly storm: Omit<Patience, 'subject'>
  readonly since: { readonly from: number; readonly withinMs: number }
}
