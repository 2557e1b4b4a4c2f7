import { error } from '@sveltejs/kit'
import { m } from '#lib/i18n/paraglide/messages.js'
import { enter } from '../../door.server.ts'
import type { RequestHandler } from './$types.js'

/** Takes one person off the board at once; what they wrote stays. */
export const DELETE: RequestHandler = async (event) => {
  const { services, board, person, role } = await enter(event, 'member.remove')
  const who = event.params.person
  if (!(await services.joining.removeMember(who, board.id, role))) error(409, m.people_gone())
  await services.audit.note({ boardId: board.id, by: person.id, what: 'sent_away', detail: { person: who } })
  return new Response(null, { status: 204 })
}
