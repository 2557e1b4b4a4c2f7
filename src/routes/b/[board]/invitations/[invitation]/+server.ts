import { error } from '@sveltejs/kit'
import { m } from '#lib/i18n/paraglide/messages.js'
import { enter } from '../../door.server.ts'
import type { RequestHandler } from './$types.js'

/** Revokes: the invitation stays listed, what it gave ends at once. */
export const DELETE: RequestHandler = async (event) => {
  const { services, board, person } = await enter(event, 'invitation.revoke')
  const own = (await services.invitations.ofBoard(board.id)).find(({ id }) => id === event.params.invitation)
  if (!own) error(404, m.join_unknown_link())
  await services.joining.revoke(own.id)
  await services.audit.note({ boardId: board.id, by: person.id, what: 'revoked', detail: { invitation: own.id } })
  return new Response(null, { status: 204 })
}
