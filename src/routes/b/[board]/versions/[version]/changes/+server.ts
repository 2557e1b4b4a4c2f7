import { error, json } from '@sveltejs/kit'
import { difference } from '#lib/domain/referentiel/difference.ts'
import type { Referentiel } from '#lib/domain/referentiel/format.ts'
import { m } from '#lib/i18n/paraglide/messages.js'
import { enter } from '../../../door.server.ts'
import type { RequestHandler } from './$types.js'

/** What was added, removed and changed since the version before: `{ previous, difference }`, both null for the first. */
export const GET: RequestHandler = async (event) => {
  const { services, board } = await enter(event, 'snapshot.read')
  const all = await services.boards.listVersions(board.id)
  const index = all.findIndex(({ id }) => id === event.params.version)
  const [current, previous] = [all[index], all[index + 1]]
  if (!current) error(404, m.version_unknown())
  if (!previous) return json({ previous: null, difference: null })
  const read = async (id: string) => documentOf((await services.boards.readVersion(board.id, id))!.referentiel)
  return json({ previous, difference: difference(await read(previous.id), await read(current.id)) })
}

const documentOf = (text: string) => JSON.parse(text) as Referentiel
