import { redirect } from '@sveltejs/kit'
import { isLocale } from '#lib/i18n/paraglide/runtime.js'
import { formOf } from '#lib/ui/pages/forms.ts'
import { ownPath } from '#lib/ui/pages/paths.ts'
import type { RequestHandler } from './$types.js'

const YEAR = 31_536_000

export const POST: RequestHandler = async ({ request, cookies, url }) => {
  const form = await formOf(request)
  const language = form.get('language')
  // The browser's part reads it too.
  if (isLocale(language))
    cookies.set('langue', language, {
      path: '/',
      maxAge: YEAR,
      httpOnly: false,
      sameSite: 'lax',
      secure: url.protocol === 'https:',
    })
  redirect(303, ownPath(form.get('back')))
}
