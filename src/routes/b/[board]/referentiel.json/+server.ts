import { error } from '@sveltejs/kit'
import { may } from '#lib/domain/rights.ts'
import { m } from '#lib/i18n/paraglide/messages.js'
import type { Document } from '#server/boards.ts'
import { attachment } from '../attachment.ts'
import { enter, type Inside } from '../door.server.ts'
import { packedAnswer } from '../packed.server.ts'
import type { RequestHandler } from './$types.js'

/**
 * The référentiel as it is now, or as it was kept (`?version=`). Working notes only for those who may have them and asked (`?sensitive=1`): a kept
 * version is then served byte for byte.
 */
export const GET: RequestHandler = async (event) => {
  const inside = await enter(event, 'download.plain')
  const whole = event.url.searchParams.get('sensitive') === '1' && may(inside.role, 'download.sensitive')
  const version = event.url.searchParams.get('version')
  const { text, title } = await (version === null ? now(inside, whole) : kept(inside, version, whole))
  inside.charge(text.length)
  const { services, board, person } = inside
  const detail = { form: 'referentiel', version, whole } as const
  await services.audit.note({ boardId: board.id, by: person.id, what: 'exported', detail })
  return packedAnswer(event.request, text, {
    'content-type': 'application/json; charset=utf-8',
    'content-disposition': attachment(title, 'referentiel.json'),
    'cache-control': 'private, no-store',
  })
}

async function now({ services, board, asking }: Inside, whole: boolean): Promise<Document> {
  const { text, title } = await services.boards.referentiel(board.id, whole, asking)
  return { text, title: title || board.title }
}

async function kept({ services, board, asking }: Inside, versionId: string, whole: boolean): Promise<Document> {
  const version = await services.boards.versionSummary(board.id, versionId)
  const text = version && (await services.boards.versionText(board.id, version.id, whole, asking))
  if (!text) error(404, m.version_unknown())
  return { text, title: `${board.title.slice(0, 60)} ${version.label.slice(0, 60)}` }
}
