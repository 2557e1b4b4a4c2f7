import { redirect } from '@sveltejs/kit'
import { clearSessionCookie } from '#server/auth/cookie.ts'
import type { RequestHandler } from './$types.js'

export const POST: RequestHandler = async ({ locals, cookies, url }) => {
  if (locals.session) await locals.services.joining.signOut(locals.session.id)
  clearSessionCookie(cookies, url)
  redirect(303, '/')
}
