import { error } from '@sveltejs/kit'
import * as v from 'valibot'
import { m } from '#lib/i18n/paraglide/messages.js'
import { formerTokens, replaceSessionCookie } from '#server/auth/cookie.ts'
import { bodyOf } from '../b/[board]/door.server.ts'
import type { RequestHandler } from './$types.js'

/** «Redevenir {prénom}»: this browser takes up the session of a person that it was before. */
export const POST: RequestHandler = async ({ request, locals, cookies, url }) => {
  const { person } = await bodyOf(request, v.object({ person: v.string() }))
  const { sessions } = locals.services
  for (const token of formerTokens(cookies)) {
    const session = await sessions.read(token)
    if (session?.person.id !== person) continue
    replaceSessionCookie(cookies, url, { token, maxAgeSeconds: sessions.lifetimeSeconds(session.kind) })
    return new Response(null, { status: 204 })
  }
  error(404, m.identity_gone())
}
