import { error } from '@sveltejs/kit'
import { m } from '#lib/i18n/paraglide/messages.js'
import { enter } from '../../../door.server.ts'
import type { RequestHandler } from './$types.js'

/** A kept version's whole state, a Yjs update of format 2, as it is stored: it never changes. */
export const GET: RequestHandler = async (event) => {
  const { services, board, charge } = await enter(event, 'snapshot.read')
  const state = await services.boards.versionState(board.id, event.params.version)
  if (!state) error(404, m.version_unknown())
  charge(state.length)
  return new Response(new Uint8Array(state), {
    headers: { 'content-type': 'application/octet-stream', 'cache-control': 'private, max-age=31536000, immutable' },
  })
}
