import { error, json } from '@sveltejs/kit'
import { m } from '#lib/i18n/paraglide/messages.js'
import { enter } from '../../../door.server.ts'
import type { RequestHandler } from './$types.js'

/** «Revenir à cette version». Answers with the automatic version that holds the board from before. */
export const POST: RequestHandler = async (event) => {
  const { services, board, person, asking } = await enter(event, 'snapshot.restore')
  const before = await services.boards.restoreVersion(board.id, event.params.version, asking)
  if (!before) error(404, m.version_unknown())
  const detail = { version: event.params.version, keptBefore: before.id }
  await services.audit.note({ boardId: board.id, by: person.id, what: 'restored', detail })
  return json(before)
}
