/** The session's cookie: out of reach of scripts, not sent along by other sites, secure wherever the scheme is. */
import type { Cookies } from '@sveltejs/kit'
import { SESSION_COOKIE } from './session.ts'

export function setSessionCookie(
  cookies: Cookies,
  url: URL,
  { token, maxAgeSeconds }: { token: string; maxAgeSeconds: number },
): void {
  cookies.set(SESSION_COOKIE, token, { ...attributes(url), maxAge: maxAgeSeconds })
}

export function clearSessionCookie(cookies: Cookies, url: URL): void {
  cookies.delete(SESSION_COOKIE, attributes(url))
}

const attributes = (url: URL) =>
  ({ path: '/', httpOnly: true, sameSite: 'lax', secure: url.protocol === 'https:' }) as const
