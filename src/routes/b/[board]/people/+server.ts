import { json } from '@sveltejs/kit'
import { highest, leads, type Role } from '#lib/domain/rights.ts'
import { enter } from '../door.server.ts'
import type { RequestHandler } from './$types.js'

/**
 * Who made or removed a card, told to those who are on the board with them: first name and structure. In no export. `removable`: whoever asks may take
 * that person off the board.
 */
export const GET: RequestHandler = async (event) => {
  const { services, board, role } = await enter(event, 'board.read')
  const roles = new Map<string, Role>()
  const members = await services.memberships.ofBoard(board.id)
  for (const { id, role: one } of members) roles.set(id, highest([one, roles.get(id) ?? one])!)
  const told = members.map(({ id, name, structure }) => {
    const removable = leads(role, roles.get(id)!) ? { removable: true } : {}
    return [id, { name, structure, ...removable }] as const
  })
  return json(Object.fromEntries(told))
}
