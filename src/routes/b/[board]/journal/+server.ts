import { json } from '@sveltejs/kit'
import { enter } from '../door.server.ts'
import type { RequestHandler } from './$types.js'

const MOST = 500

/** Who joined, removed, kept, restored, exported, invited, revoked and changed the settings, the newest first: for who leads the atelier. */
export const GET: RequestHandler = async (event) => {
  const { services, board } = await enter(event, 'journal.read')
  return json(await services.audit.ofBoard(board.id, MOST), { headers: { 'cache-control': 'private, no-store' } })
}
