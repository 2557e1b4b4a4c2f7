import { error, fail, redirect } from '@sveltejs/kit'
import * as v from 'valibot'
import { LIMITS } from '#lib/domain/schema/limits.ts'
import { m } from '#lib/i18n/paraglide/messages.js'
import { email, formOf, line, newPassword, readForm } from '#lib/ui/pages/forms.ts'
import { setSessionCookie } from '#server/auth/cookie.ts'
import { arrivingAt } from '../../../arrival.server.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, params }) => {
  if (!(await locals.services.joining.setupIsOpen(params.token))) error(404, m.setup_spent())
}

export const actions: Actions = {
  default: async ({ request, locals, params, cookies, url, getClientAddress }) => {
    const { joining } = locals.services
    if (!(await joining.setupIsOpen(params.token))) error(404, m.setup_spent())
    const facilitator = v.object({
      name: line(LIMITS.person),
      structure: line(LIMITS.structure),
      email: email(),
      password: newPassword(),
    })
    const read = readForm(facilitator, await formOf(request))
    if (!read.ok) return fail(400, read)
    const token = await joining.setUp(params.token, read.output, getClientAddress())
    if (!token) error(404, m.setup_spent())
    if (locals.session) await joining.signOut(locals.session.id)
    setSessionCookie(cookies, url, token)
    redirect(303, arrivingAt('/boards'))
  },
}
