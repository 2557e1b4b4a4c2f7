import { error } from '@sveltejs/kit'
import { m } from '#lib/i18n/paraglide/messages.js'
import { sessionOf } from '../../arrival.server.ts'
import type { PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { person } = sessionOf({ locals, url })
  const { services } = locals
  const board = await services.boards.readBoard(params.board)
  const role = board && (await services.access.roleOn(board.id, person.id))
  // A board that does not exist and one that is not yours look the same to strangers (SYNC §7.13).
  if (!board || !role) error(404, m.board_unknown())
  return {
    board: { id: board.id, title: board.title, epoch: board.epoch, demo: board.demo },
    me: { id: person.id, name: person.name, structure: person.structure, role },
  }
}
