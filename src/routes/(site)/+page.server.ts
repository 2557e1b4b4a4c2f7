import { fail, redirect } from '@sveltejs/kit'
import example from '../../demo/boucles-vives.referentiel.json?raw'
import { m } from '#lib/i18n/paraglide/messages.js'
import { setSessionCookie } from '#server/auth/cookie.ts'
import type { Work } from '#server/work/pool.ts'
import { arrivingAt } from '../arrival.server.ts'
import type { Actions } from './$types.js'

export const actions: Actions = {
  /** An own copy of the example, without an account. A POST: links are loaded ahead when a pointer is near them. */
  demo: async ({ locals, cookies, url, getClientAddress }) => {
    const { services } = locals
    const wait = await services.joining.waitForDemo(getClientAddress())
    if (wait > 0) return fail(429, { demo: m.demo_too_many({ minutes: Math.ceil(wait / 60) }) })
    const by = locals.person?.id ?? (await welcome())
    const { title, state } = await demonstration(services.work)
    const board = await services.boards.createDemo({ title, by, state, network: locals.requester.network })
    if (!board) return fail(503, { demo: m.demo_full() })
    redirect(303, locals.person ? `/b/${board.id}` : arrivingAt(`/b/${board.id}`))

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

/** The same first state for every copy, made when the first is asked for. */
let made: Promise<{ readonly title: string; readonly state: Uint8Array }> | null = null

const FOR_ALL = { person: '', network: '', board: '', isTrying: true }
const demonstration = (work: Work) =>
  (made ??= work.run('example', { text: example }, FOR_ALL).catch((error: unknown) => {
    made = null
    throw error
  }))
