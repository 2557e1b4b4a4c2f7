import * as v from 'valibot'
import { PHASES } from '#lib/domain/schema/dossier.ts'
import { bodyOf, enter } from '../door.server.ts'
import type { RequestHandler } from './$types.js'

const ring = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(80))
const settings = v.strictObject({
  rings: v.optional(v.nullable(v.pipe(v.array(ring), v.length(4)))),
  awake: v.optional(v.pipe(v.array(v.picklist(PHASES)), v.maxLength(PHASES.length))),
})

export const POST: RequestHandler = async (event) => {
  const { services, board, person } = await enter(event, 'board.settings')
  const wanted = await bodyOf(event.request, settings)
  await services.boards.setSettings(board.id, wanted)
  const detail = { changed: Object.keys(wanted) }
  await services.audit.note({ boardId: board.id, by: person.id, what: 'settings', detail })
  return new Response(null, { status: 204 })
}
