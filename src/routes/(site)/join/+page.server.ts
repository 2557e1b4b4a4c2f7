import { redirect } from '@sveltejs/kit'
import { m } from '#lib/i18n/paraglide/messages.js'
import type { PageServerLoad } from './$types.js'

/** From the six letters to the invitation's page. Wrong guesses are counted by the server. */
export const load: PageServerLoad = async ({ locals, url, getClientAddress, setHeaders }) => {
  setHeaders({ 'cache-control': 'no-store' })
  const code = url.searchParams.get('code')?.slice(0, 40) ?? ''
  const letters = code.replace(/[^A-Za-z]/g, '')
  if (letters === '') return { code, error: url.searchParams.has('code') ? m.form_required() : null }
  if (letters.length !== 6) return { code, error: m.join_unknown() }
  const found = await locals.services.joining.findByCode(letters, getClientAddress())
  if (found.is === 'unknown') return { code, error: m.join_unknown() }
  if (found.is === 'tooMany')
    return { code, error: m.join_too_many({ minutes: Math.ceil(found.retryAfterSeconds / 60) }) }
  redirect(303, `/join/${found.invitation.token}`)
}
