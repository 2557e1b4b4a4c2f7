import { json } from '@sveltejs/kit'
import * as v from 'valibot'
import { INVITED } from '#lib/domain/rights.ts'
import { m } from '#lib/i18n/paraglide/messages.js'
import type { Invitation } from '#server/store/invitations.ts'
import { stateOf } from '#server/store/invitations.ts'
import { bodyOf, enter } from '../door.server.ts'
import type { RequestHandler } from './$types.js'

export const GET: RequestHandler = async (event) => {
  const { services, board } = await enter(event, 'invitation.make')
  const all = await services.invitations.ofBoard(board.id)
  return json(all.map((invitation) => shown(invitation, services.now())))
}

const LONGEST = 400 * 86_400_000
const wanted = v.object({
  role: v.picklist(INVITED, () => m.form_required()),
  /** Milliseconds since 1970: tonight is the sender's tonight. Null: without limit. */
  expiresAt: v.nullable(v.pipe(v.number(), v.integer())),
})

export const POST: RequestHandler = async (event) => {
  const { services, board, person } = await enter(event, 'invitation.make')
  const { role, expiresAt } = await bodyOf(event.request, wanted)
  const now = services.now()
  const until = expiresAt === null ? null : Math.min(Math.max(expiresAt, now), now + LONGEST)
  const { programmeId, id: boardId } = board
  const made = await services.joining.invite({ programmeId, boardId, role, expiresAt: until, by: person.id })
  await services.audit.note({ boardId, by: person.id, what: 'invited', detail: { invitation: made.id, role } })
  return json(shown(made, now), { status: 201 })
}

const shown = (invitation: Invitation, now: number) => {
  const { id, role, token, code, expiresAt } = invitation
  return { id, role, token, code, expiresAt, state: stateOf(invitation, now) }
}
