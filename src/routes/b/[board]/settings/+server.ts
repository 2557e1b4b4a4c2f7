import { error } from '@sveltejs/kit'
import { MOST_WORKSHOPS, type SettingsProblem } from '#lib/domain/settings.ts'
import { m } from '#lib/i18n/paraglide/messages.js'
import { bodyOf, enter } from '../door.server.ts'
import { settings } from './schema.ts'
import type { RequestHandler } from './$types.js'

const REFUSALS: Record<SettingsProblem, () => never> = {
  workshop_gone: () => error(409, m.workshop_gone()),
  moment_gone: () => error(409, m.moment_gone()),
  too_many: () => error(400, m.workshop_too_many({ limit: MOST_WORKSHOPS })),
  no_organization: () => error(400, m.settings_organizer()),
}

export const POST: RequestHandler = async (event) => {
  const { services, board, person, asking } = await enter(event, 'board.settings')
  const wanted = await bodyOf(event.request, settings)
  const settled = await services.boards.setSettings(board.id, wanted, asking)
  if (!settled.ok) return REFUSALS[settled.why]()
  if (settled.kept)
    await services.audit.note({ boardId: board.id, by: person.id, what: 'kept', detail: { version: settled.kept } })
  await services.audit.settings(board.id, person.id, Object.keys(wanted))
  return new Response(null, { status: 204 })
}
