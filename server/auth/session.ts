/**
 * Sessions, after Lucia's method (lucia-auth/lucia, code/auth_session.ts): the cookie holds `id.secret`, the database the id and the
 * SHA-256 of the secret, compared in constant time. A session ends after a time without use; the time slides.
 */
import { createHash, timingSafeEqual } from 'node:crypto'
import { isToken, newToken } from '../random.ts'
import type { Person } from '../store/people.ts'
import type { SessionKind, Sessions as SessionStore, StoredSession } from '../store/sessions.ts'

export const SESSION_COOKIE = 'canevas_session'

const DAY = 86_400_000
/** A guest's identity must last a programme of four ateliers. */
export const LIFETIME: Readonly<Record<SessionKind, number>> = { account: 30 * DAY, guest: 240 * DAY }
/** `seen_at` is written once an hour at most, not at every request. */
const TOUCH_AFTER = 3_600_000

export type Session = { readonly id: string; readonly kind: SessionKind; readonly person: Person }

export type SessionDoor = ReturnType<typeof sessionDoor>

export function sessionDoor(store: SessionStore, now: () => number) {
  return {
    /** Returns the cookie's value. */
    async begin(personId: string, kind: SessionKind): Promise<{ token: string; maxAgeSeconds: number }> {
      const [id, secret] = [newToken(), newToken()]
      await store.create({ id, secretHash: hash(secret), personId, kind }, now())
      return { token: `${id}.${secret}`, maxAgeSeconds: this.lifetimeSeconds(kind) }
    },

    /** Null: never was, is over, or the secret is wrong. */
    async read(token: string | undefined): Promise<Session | null> {
      const [id = '', secret = '', more] = (token ?? '').split('.')
      if (!isToken(id) || !isToken(secret) || more !== undefined) return null
      const stored = await store.read(id)
      if (!stored || !timingSafeEqual(stored.secretHash, hash(secret))) return null
      // The row itself goes with the next purge.
      if (isOver(stored, now())) return null
      // On a full disk a visit is not noted, and shuts nobody out.
      if (now() - stored.seenAt >= TOUCH_AFTER) await store.touch(id, now()).catch(() => undefined)
      return { id, kind: stored.kind, person: stored.person }
    },

    lifetimeSeconds: (kind: SessionKind): number => LIFETIME[kind] / 1000,

    /** A session read before: is it still running? */
    async again(id: string): Promise<Session | null> {
      const stored = await store.read(id)
      return stored && !isOver(stored, now()) ? { id, kind: stored.kind, person: stored.person } : null
    },

    async end(id: string): Promise<void> {
      await store.end(id)
    },

    /** How many went that are over, `most` of each kind at most. */
    async purge(most: number): Promise<number> {
      const accounts = await store.purge('account', now() - LIFETIME.account, most)
      return accounts + (await store.purge('guest', now() - LIFETIME.guest, most))
    },
  }
}

const isOver = (session: StoredSession, now: number): boolean => now - session.seenAt >= LIFETIME[session.kind]

const hash = (secret: string): Buffer => createHash('sha256').update(secret).digest()

/** The session's token in a raw Cookie header, for sockets. */
export function tokenFrom(cookieHeader: string | undefined): string | undefined {
  for (const pair of (cookieHeader ?? '').split(';')) {
    const equals = pair.indexOf('=')
    if (equals > 0 && pair.slice(0, equals).trim() === SESSION_COOKIE) return decode(pair.slice(equals + 1).trim())
  }
  return undefined
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}
