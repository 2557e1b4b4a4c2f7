import { error } from '@sveltejs/kit'
import { m } from '#lib/i18n/paraglide/messages.js'
import { enter } from '../../../door.server.ts'
import { packedAnswer } from '../../../packed.server.ts'
import type { RequestHandler } from './$types.js'

/** A kept version's whole state, a Yjs update of format 2, it never changes. */
export const GET: RequestHandler = async (event) => {
  const { services, board, asking, charge } = await enter(event, 'snapshot.read')
  const state = await services.boards.versionState(board.id, event.params.version, asking)
  if (!state) error(404, m.version_unknown())
  charge(state.length)
  return packedAnswer(event.request, state, {
    'content-type': 'application/octet-stream',
    'cache-control': 'private, max-age=31536000, immutable',
  })
}
