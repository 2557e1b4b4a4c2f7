import { error, fail, redirect } from '@sveltejs/kit'
import * as v from 'valibot'
import { highest } from '#lib/domain/rights.ts'
import { LIMITS } from '#lib/domain/schema/limits.ts'
import { m } from '#lib/i18n/paraglide/messages.js'
import { getLocale } from '#lib/i18n/paraglide/runtime.js'
import { formOf, line, readForm, valuesOf, type FieldErrors } from '#lib/ui/pages/forms.ts'
import { replaceSessionCookie } from '#server/auth/cookie.ts'
import type { FoundInvitation, NotAccepted } from '#server/joining.ts'
import type { Services } from '#server/services.ts'
import type { Invitation } from '#server/store/invitations.ts'
import type { Person } from '#server/store/people.ts'
import { arrivingAt } from '../../../arrival.server.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, params, setHeaders }) => {
  setHeaders({ 'cache-control': 'no-store' })
  const { services, person } = locals
  const found = await services.joining.findByToken(params.token)
  if (found.is !== 'open') return { open: false as const, why: await whyNot(services, found) }
  const { invitation } = found
  if (person && (await services.joining.wasSentAway(invitation, person.id)))
    return { open: false as const, why: m.join_sent_away() }
  const board = invitation.boardId ? await services.boards.readBoard(invitation.boardId) : null
  const role = board && person ? await services.access.roleOn(board.id, person.id) : null
  // Whoever is already there goes straight in.
  if (board && role && highest([role, invitation.role]) === role) redirect(303, `/b/${board.id}`)
  return {
    open: true as const,
    title: board?.title ?? '',
    role: invitation.role,
    me: person && !triedDemonstration(person) ? person.name : null,
  }
}

export const actions: Actions = {
  enter: async ({ request, locals, params, cookies, url, getClientAddress }) => {
    const { services, person, session } = locals
    const invitation = await openInvitation(services, params.token)
    const form = await formOf(request)
    const read = readForm(v.object({ name: line(LIMITS.person), structure: line(LIMITS.structure) }), form)
    if (!read.ok) return fail(400, { ...read, already: null })
    if (person && (await services.joining.wasSentAway(invitation, person.id))) error(403, m.join_sent_away())
    // Who tried the demonstration before keeps that identity, and now has a name.
    const same = person !== null && session?.kind === 'guest' && triedDemonstration(person)
    const already = same || form.has('anyway') ? null : await alreadyOn(services, person)
    if (already) return fail(409, { values: valuesOf(form), errors: {} as FieldErrors, already })
    const accepted = await services.joining.accept(
      invitation.id,
      same ? { personId: person.id } : { guest: read.output, address: getClientAddress() },
    )
    if (!accepted.ok) return refuse(services, invitation, accepted)
    if (same) await services.people.rename(person.id, read.output)
    if (accepted.token) replaceSessionCookie(cookies, url, accepted.token)
    redirect(303, accepted.token ? arrivingAt(boardPath(invitation)) : boardPath(invitation))
  },

  continue: async ({ locals, params }) => {
    const { services, person } = locals
    const invitation = await openInvitation(services, params.token)
    if (!person) redirect(303, `/join/${params.token}`)
    const accepted = await services.joining.accept(invitation.id, { personId: person.id })
    if (!accepted.ok) return refuse(services, invitation, accepted)
    redirect(303, boardPath(invitation))
  },
}

/** The board that this browser's person was on last: joining under another name leaves it to them. */
async function alreadyOn(services: Services, person: Person | null): Promise<{ board: string; name: string } | null> {
  if (!person) return null
  const [last] = (await services.boardRows.ofPerson(person.id)).filter(({ demo }) => !demo)
  return last ? { board: last.title, name: person.name } : null
}

const boardPath = ({ boardId }: Invitation) => (boardId ? `/b/${boardId}` : '/boards')

async function openInvitation(services: Services, token: string): Promise<Invitation> {
  const found = await services.joining.findByToken(token)
  if (found.is !== 'open') error(410, await whyNot(services, found))
  return found.invitation
}

async function refuse(services: Services, invitation: Invitation, refused: NotAccepted): Promise<never> {
  switch (refused.why) {
    case 'state':
      return error(410, await whyNot(services, refused.invitation))
    case 'sentAway':
      return error(403, m.join_sent_away())
    case 'full':
      return error(409, m.join_full({ organizer: await organizerOf(services, invitation) }))
    case 'tooMany':
      return error(429, m.join_many({ minutes: Math.ceil(refused.retryAfterSeconds / 60) }))
  }
}

const organizerOf = async (services: Services, invitation: Invitation): Promise<string> =>
  (await services.people.read(invitation.createdBy))?.name ?? m.join_organizer()

async function whyNot(services: Services, found: FoundInvitation): Promise<string> {
  switch (found.is) {
    case 'expired':
    case 'revoked': {
      const date = new Intl.DateTimeFormat(getLocale(), { dateStyle: 'long' }).format(found.at)
      return m.join_over({ date, organizer: await organizerOf(services, found.invitation) })
    }
    default:
      return m.join_unknown_link()
  }
}

const triedDemonstration = ({ name, structure }: Person): boolean =>
  (['fr', 'en'] as const).some(
    (locale) => name === m.demo_guest_name({}, { locale }) && structure === m.demo_guest_structure({}, { locale }),
  )
