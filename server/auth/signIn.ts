import type { Accounts } from '../store/accounts.ts'
import { normalEmail } from '../store/accounts.ts'
import type { Attempts, Limit } from '../store/attempts.ts'
import { checkPassword } from './password.ts'

const MINUTE = 60_000

export type SignInResult =
  | { readonly ok: true; readonly personId: string }
  | { readonly ok: false; readonly reason: 'wrong' }
  | { readonly ok: false; readonly reason: 'tooMany'; readonly retryAfterSeconds: number }

export type SignIn = (given: { email: string; password: string; address: string }) => Promise<SignInResult>

/** E-mail and password. The same answer and the same time whether the e-mail or the password is wrong. */
export function signIn(accounts: Accounts, attempts: Attempts, now: () => number): SignIn {
  return async ({ email, password, address }) => {
    const begunAt = now()
    const byEmail: Limit = { subject: `email:${normalEmail(email)}`, most: 5, withinMs: 15 * MINUTE }
    // Thirty people of one administration share an address.
    const byAddress: Limit = { subject: `address:${address}`, most: 50, withinMs: 15 * MINUTE }
    const wait = await attempts.begin([byEmail, byAddress], begunAt)
    if (wait > 0) return { ok: false, reason: 'tooMany', retryAfterSeconds: Math.ceil(wait / 1000) }
    const account = await accounts.byEmail(email)
    if (!(await checkPassword(password, account?.password ?? null)) || !account) return { ok: false, reason: 'wrong' }
    await attempts.succeed([byEmail, byAddress], begunAt, byEmail.subject)
    return { ok: true, personId: account.personId }
  }
}
