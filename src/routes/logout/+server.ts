import { redirect } from '@sveltejs/kit'
import { clearSessionCookie, formerTokens } from '#server/auth/cookie.ts'
import type { RequestHandler } from './$types.js'

/** Of everybody that this browser was. */
export const POST: RequestHandler = async ({ locals, cookies, url }) => {
  const { joining, sessions } = locals.services
  const former = await Promise.all(formerTokens(cookies).map((token) => sessions.read(token)))
  for (const session of [locals.session, ...former]) if (session) await joining.signOut(session.id)
  clearSessionCookie(cookies, url)
  redirect(303, '/')
}
