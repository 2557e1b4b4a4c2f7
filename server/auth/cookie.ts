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

/** The browser in which an account signed in: strangers who fail with its e-mail do not make it wait. */
export const DEVICE_COOKIE = 'canevas_device'
const DEVICE_DAYS = 400

export function setDeviceCookie(cookies: Cookies, url: URL, device: string): void {
  cookies.set(DEVICE_COOKIE, device, { ...attributes(url), path: '/login', maxAge: DEVICE_DAYS * 86_400 })
}

export function clearSessionCookie(cookies: Cookies, url: URL): void {
  cookies.delete(SESSION_COOKIE, attributes(url))
  cookies.delete(FORMER_COOKIE, attributes(url))
}

/** Whom this browser was before it joined under another name, the last first: there may still be boards open under it. */
const FORMER_COOKIE = 'canevas_former'
const MOST_FORMER = 4
const FORMER_DAYS = 240

export const formerTokens = (cookies: Cookies): readonly string[] =>
  (cookies.get(FORMER_COOKIE) ?? '').split(' ').filter((token) => token !== '')

export function setFormerTokens(cookies: Cookies, url: URL, tokens: readonly string[]): void {
  const kept = [...new Set(tokens)].slice(0, MOST_FORMER).join(' ')
  cookies.set(FORMER_COOKIE, kept, { ...attributes(url), maxAge: FORMER_DAYS * 86_400 })
}

/** The session that the browser has now gives way to another one, and can be taken up again. */
export function replaceSessionCookie(cookies: Cookies, url: URL, next: { token: string; maxAgeSeconds: number }): void {
  const now = cookies.get(SESSION_COOKIE)
  const former = formerTokens(cookies).filter((token) => token !== next.token)
  setFormerTokens(cookies, url, now && now !== next.token ? [now, ...former] : former)
  setSessionCookie(cookies, url, next)
}

const attributes = (url: URL) =>
  ({ path: '/', httpOnly: true, sameSite: 'lax', secure: url.protocol === 'https:' }) as const
