/**
 * E-mail and password. A limit is never a lock for others: who fails waits, by network and by e-mail and network together; nobody waits because somebody
 * else, elsewhere, tried the same e-mail. A browser in which the account signed in before (a cookie) has tries of its own, whatever its network did.
 *
 * What guessing comes to. One network, one e-mail: 5 tries, then waits of 10, 20, 40 … seconds up to 15 minutes: some 15 an hour. Where an e-mail is
 * tried from many networks (30 failures within the hour), a network that the account does not know has 2 tries a day and then one an hour: some 35 a day.
 * A thousand rented networks are 35,000 tries a day, ten thousand 350,000; argon2's own cost (one gate, `passwords.ts`) ends at some 3 million. Passwords
 * have twelve characters at least: the million most common of those take ten thousand networks three days.
 */
import { createHash } from 'node:crypto'
import { networkOf } from '../network.ts'
import { isToken, newToken } from '../random.ts'
import type { Accounts } from '../store/accounts.ts'
import { normalEmail } from '../store/accounts.ts'
import type { Attempts, Patience } from '../store/attempts.ts'
import type { Devices } from '../store/devices.ts'
import { GateFull } from '../sync/gate.ts'
import type { Passwords } from './passwords.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const CALM = { free: 5, withinMs: HOUR, mostMs: 15 * MINUTE }
/** Failures with one e-mail within the hour from which on unknown networks have fewer tries. */
const STORM_FROM = 30
const STORM = { free: 2, withinMs: DAY, mostMs: HOUR }
/** Thirty people of one administration share an address. */
const NETWORK = { free: 50, withinMs: HOUR, mostMs: 15 * MINUTE }

/** `device`: the cookie that a former signing in left. */
export type Given = {
  readonly email: string
  readonly password: string
  readonly address: string
  readonly device?: string | undefined
}
export type SignInResult =
  /** `device`: what the cookie is to hold from now on. */
  | { readonly ok: true; readonly personId: string; readonly device: string }
  | { readonly ok: false; readonly reason: 'wrong' | 'busy' }
  | { readonly ok: false; readonly reason: 'tooMany'; readonly retryAfterSeconds: number }

export type SignIn = (given: Given) => Promise<SignInResult>

type Setting = { accounts: Accounts; attempts: Attempts; devices: Devices; passwords: Passwords; now: () => number }

/** The same answer and the same time whether the e-mail or the password is wrong. */
export function signIn({ accounts, attempts, devices, passwords, now }: Setting): SignIn {
  /** The limits that this try meets, and whose turn it takes at the gate. */
  async function limitsOf(given: Given, ownerId: string | null, at: number) {
    const network = networkOf(given.address)
    const device = given.device && isToken(given.device) ? given.device : null
    const hash = device ? hashOf(device) : null
    if (hash && ownerId !== null && (await devices.personOf(hash)) === ownerId) {
      const subject = `device:${hash.toString('base64url')}`
      return { device, party: subject, own: subject, patiences: [{ subject, ...CALM }] }
    }
    const email = normalEmail(given.email)
    const storm = (await attempts.count(`email:${email}`, HOUR, STORM_FROM, at)) >= STORM_FROM
    const own = `email:${email} ${network}`
    const patiences: readonly Patience[] = [
      { subject: own, ...(storm ? STORM : CALM) },
      { subject: `address:${network}`, ...NETWORK },
    ]
    return { device: null, party: network, own, patiences, also: [`email:${email}`] }
  }

  return async (given) => {
    const begunAt = now()
    const account = await accounts.byEmail(given.email)
    const { device, party, own, patiences, also = [] } = await limitsOf(given, account?.personId ?? null, begunAt)
    const wait = await attempts.begin(patiences, begunAt, also)
    if (wait > 0) return { ok: false, reason: 'tooMany', retryAfterSeconds: Math.ceil(wait / 1000) }
    const counted = [...patiences.map(({ subject }) => subject), ...also]
    try {
      const right = await passwords.check(given.password, account?.password ?? null, party)
      if (!right || !account) return { ok: false, reason: 'wrong' }
    } catch (error) {
      if (!(error instanceof GateFull)) throw error
      // Not looked at: no failure.
      await attempts.succeed(counted, begunAt)
      return { ok: false, reason: 'busy' }
    }
    await attempts.succeed(counted, begunAt, [own])
    const kept = device ?? newToken()
    await devices.keep(hashOf(kept), account.personId, now())
    return { ok: true, personId: account.personId, device: kept }
  }
}

const hashOf = (device: string): Buffer => createHash('sha256').update(device).digest()
