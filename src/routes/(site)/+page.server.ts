import { fail, redirect } from '@sveltejs/kit'
import example from '../../demo/boucles-vives.referentiel.json?raw'
import { newState } from '#lib/board/newState.ts'
import { importReferentiel } from '#lib/domain/referentiel/import.ts'
import { newId } from '#lib/domain/ids.ts'
import { m } from '#lib/i18n/paraglide/messages.js'
import { setSessionCookie } from '#server/auth/cookie.ts'
import type { Actions } from './$types.js'

export const actions: Actions = {
  /** An own copy of the example, without an account. A POST: links are loaded ahead when a pointer is near them. */
  demo: async ({ locals, cookies, url, getClientAddress }) => {
    const { services } = locals
    const wait = await services.joining.waitForDemo(getClientAddress())
    if (wait > 0) return fail(429, { demo: m.demo_too_many({ minutes: Math.ceil(wait / 60) }) })
    const by = locals.person?.id ?? (await welcome())
    const { title, state } = demonstration()
    const board = await services.boards.createBoard({ title, by, state, demo: true })
    redirect(303, `/b/${board.id}`)

    async function welcome(): Promise<string> {
      const guest = await services.joining.welcomeGuest({
        name: m.demo_guest_name(),
        structure: m.demo_guest_structure(),
      })
      setSessionCookie(cookies, url, guest)
      return guest.personId
    }
  },
}

/** The same first state for every copy, computed when the first is asked for. */
let made: { readonly title: string; readonly state: Uint8Array } | null = null

function demonstration() {
  if (made) return made
  const imported = importReferentiel(example, newId)
  if (!imported.ok) throw new Error(`The demonstration cannot be imported: ${JSON.stringify(imported.issues[0])}`)
  const { dossier, changes } = imported
  return (made = { title: dossier.title, state: newState(dossier, changes) })
}
