import { json } from '@sveltejs/kit'
import * as v from 'valibot'
import { LIMITS } from '#lib/domain/schema/limits.ts'
import { line } from '#lib/ui/pages/forms.ts'
import { bodyOf, enter } from '../door.server.ts'
import type { RequestHandler } from './$types.js'

export const GET: RequestHandler = async (event) => {
  const { services, board } = await enter(event, 'snapshot.read')
  return json(await services.boards.listVersions(board.id))
}

export const POST: RequestHandler = async (event) => {
  const { services, board, person, asking } = await enter(event, 'snapshot.keep')
  const { label } = await bodyOf(event.request, v.object({ label: line(LIMITS.title) }))
  const kept = await services.boards.keepVersion(board.id, { label, kind: 'kept' }, asking)
  await services.audit.note({ boardId: board.id, by: person.id, what: 'kept', detail: { version: kept.id } })
  return json(kept, { status: 201 })
}
