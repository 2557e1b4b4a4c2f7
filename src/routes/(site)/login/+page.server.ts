import { fail, redirect } from '@sveltejs/kit'
import * as v from 'valibot'
import { m } from '#lib/i18n/paraglide/messages.js'
import { line, readForm, valuesOf } from '#lib/ui/pages/forms.ts'
import { ownPath } from '#lib/ui/pages/paths.ts'
import { setSessionCookie } from '#server/auth/cookie.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = ({ locals, url }) => {
  const next = url.searchParams.get('next')
  if (locals.session?.kind === 'account') redirect(303, ownPath(next, '/boards'))
  return { sent: next !== null }
}

export const actions: Actions = {
  default: async ({ request, locals, cookies, url, getClientAddress }) => {
    const data = await request.formData()
    const read = readForm(v.object({ email: line(200), password: line(1_000) }), data)
    if (!read.ok) return fail(400, { ...read, message: null })
    // As typed: spaces belong to a password.
    const given = { email: read.output.email, password: String(data.get('password')), address: getClientAddress() }
    const result = await locals.services.joining.signIn(given)
    if (!result.ok) {
      const tooMany = result.reason === 'tooMany'
      const message = tooMany
        ? m.login_too_many({ minutes: Math.ceil(result.retryAfterSeconds / 60) })
        : m.login_wrong()
      return fail(tooMany ? 429 : 400, { values: valuesOf(data), errors: {} as Record<string, string>, message })
    }
    setSessionCookie(cookies, url, result)
    redirect(303, ownPath(url.searchParams.get('next'), '/boards'))
  },
}
