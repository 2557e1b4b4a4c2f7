import { fail, redirect } from '@sveltejs/kit'
import * as v from 'valibot'
import { m } from '#lib/i18n/paraglide/messages.js'
import { formOf, line, readForm, valuesOf } from '#lib/ui/pages/forms.ts'
import { ownPath } from '#lib/ui/pages/paths.ts'
import { DEVICE_COOKIE, setDeviceCookie, setSessionCookie } from '#server/auth/cookie.ts'
import type { SignInResult } from '#server/auth/signIn.ts'
import { arrivingAt } from '../../arrival.server.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = ({ locals, url }) => {
  const next = url.searchParams.get('next')
  if (locals.session?.kind === 'account') redirect(303, ownPath(next, '/boards'))
  return { sent: next !== null }
}

export const actions: Actions = {
  default: async ({ request, locals, cookies, url, getClientAddress }) => {
    const data = await formOf(request)
    const read = readForm(v.object({ email: line(200), password: line(1_000) }), data)
    if (!read.ok) return fail(400, { ...read, message: null })
    // As typed: spaces belong to a password.
    const { joining } = locals.services
    const password = String(data.get('password'))
    const [address, device] = [getClientAddress(), cookies.get(DEVICE_COOKIE)]
    const result = await joining.signIn({ email: read.output.email, password, address, device })
    if (!result.ok) {
      const { status, message } = inWords(result)
      return fail(status, { values: valuesOf(data), errors: {} as Record<string, string>, message })
    }
    // Who tried the demonstration or came as a guest is from now on this account.
    if (locals.session) await joining.signOut(locals.session.id)
    setSessionCookie(cookies, url, result)
    setDeviceCookie(cookies, url, result.device)
    redirect(303, arrivingAt(ownPath(url.searchParams.get('next'), '/boards')))
  },
}

function inWords(refused: Exclude<SignInResult, { ok: true }>): { readonly status: number; readonly message: string } {
  switch (refused.reason) {
    case 'wrong':
      return { status: 400, message: m.login_wrong() }
    case 'busy':
      return { status: 503, message: m.request_busy() }
    case 'tooMany':
      return { status: 429, message: m.login_too_many({ minutes: Math.ceil(refused.retryAfterSeconds / 60) }) }
  }
}
