import { error } from '@sveltejs/kit'
import { may } from '#lib/domain/rights.ts'
import { m } from '#lib/i18n/paraglide/messages.js'
import { sessionOf } from '../../../../arrival.server.ts'
import type { PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { person } = sessionOf({ locals, url })
  const { services } = locals
  const board = await services.boards.readBoard(params.board)
  const role = board && (await services.access.roleOn(board.id, person.id))
  const version =
    board && role && may(role, 'snapshot.read') && (await services.boards.versionSummary(board.id, params.version))
  if (!board || !role || !version) error(404, m.version_unknown())
  const { id, label, kind, takenAt, takenByName } = version
  return {
    board: { id: board.id, title: board.title, epoch: board.epoch, demo: board.demo },
    me: { id: person.id, name: person.name, structure: person.structure, role },
    version: { id, label, kind, takenAt, takenByName },
  }
}
