import { error, json } from '@sveltejs/kit'
import { m } from '#lib/i18n/paraglide/messages.js'
import { enter } from '../../../door.server.ts'
import type { RequestHandler } from './$types.js'

/** What was added, removed and changed since the version before: `{ previous, difference }`, both null for the first. */
export const GET: RequestHandler = async (event) => {
  const { services, board, asking } = await enter(event, 'snapshot.read')
  const all = await services.boards.listVersions(board.id)
  const index = all.findIndex(({ id }) => id === event.params.version)
  const [current, previous] = [all[index], all[index + 1]]
  if (!current) error(404, m.version_unknown())
  if (!previous) return json({ previous: null, difference: null })
  const difference = await services.boards.differences(board.id, previous.id, current.id, asking)
  if (!difference) error(404, m.version_unknown())
  return json({ previous, difference })
}
