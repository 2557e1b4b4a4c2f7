/** Who is in this browser, on a page that needs to know; and a browser that keeps no cookie is told so, instead of being sent to the login again and again. */
import { error, redirect } from '@sveltejs/kit'
import { m } from '#lib/i18n/paraglide/messages.js'
import type { Session } from '#server/auth/session.ts'

/** Marks the first page after somebody signed in or joined. */
const ARRIVED = 'arrived'

/** Where somebody goes who has just been given a session. */
export function arrivingAt(path: string): string {
  const url = new URL(path, 'http://canevas.invalid')
  url.searchParams.set(ARRIVED, '')
  return `${url.pathname}${url.search}`
}

export function sessionOf({ locals, url }: { locals: { session: Session | null }; url: URL }): Session {
  const { session } = locals
  const hasArrived = url.searchParams.has(ARRIVED)
  if (!session) {
    if (hasArrived) error(403, m.cookies_refused())
    redirect(303, `/login?next=${encodeURIComponent(url.pathname)}`)
  }
  if (!hasArrived) return session
  // The address is kept, sent to others and taken up again: without the mark.
  const clean = new URL(url)
  clean.searchParams.delete(ARRIVED)
  redirect(303, `${clean.pathname}${clean.search}`)
}
