import { json } from '@sveltejs/kit'
import { enter } from '../door.server.ts'
import type { RequestHandler } from './$types.js'

/** «Proposée par»: which structure the author of a card belongs to. No names. */
export const GET: RequestHandler = async (event) => {
  const { services, board } = await enter(event, 'board.read')
  const members = await services.memberships.ofBoard(board.id)
  return json(Object.fromEntries(members.map(({ id, structure }) => [id, { structure }])))
}
