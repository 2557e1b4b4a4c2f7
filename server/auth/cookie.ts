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
}

const attributes = (url: URL) =>
  ({ path: '/', httpOnly: true, sameSite: 'lax', secure: url.protocol === 'https:' }) as const
