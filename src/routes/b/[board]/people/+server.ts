import { json } from '@sveltejs/kit'
import { enter } from '../door.server.ts'
import type { RequestHandler } from './$types.js'

/** Who made or removed a card, told to those who are on the board with them: first name and structure. In no export. */
export const GET: RequestHandler = async (event) => {
  const { services, board } = await enter(event, 'board.read')
  const members = await services.memberships.ofBoard(board.id)
  return json(Object.fromEntries(members.map(({ id, name, structure }) => [id, { name, structure }])))
}
