import { error } from '@sveltejs/kit'
import { canonicalText } from '#lib/domain/referentiel/canonical.ts'
import { derive } from '#lib/domain/referentiel/derive.ts'
import type { Referentiel } from '#lib/domain/referentiel/format.ts'
import { withoutWorkingNotes } from '#lib/domain/referentiel/workingNotes.ts'
import { m } from '#lib/i18n/paraglide/messages.js'
import { may } from '#server/auth/permissions.ts'
import { attachment } from '../attachment.ts'
import { enter, type Inside } from '../door.server.ts'
import type { RequestHandler } from './$types.js'

/**
 * The référentiel as it is now, or as it was kept (`?version=`). Working notes only for those who may have them and asked (`?sensitive=1`): a kept
 * version is then served byte for byte.
 */
export const GET: RequestHandler = async (event) => {
  const inside = await enter(event, 'download.plain')
  const whole = event.url.searchParams.get('sensitive') === '1' && may(inside.role, 'download.sensitive')
  const version = event.url.searchParams.get('version')
  const { text, name } = await stored(inside, version)
  const { services, board, person } = inside
  const detail = { form: 'referentiel', version, whole } as const
  await services.audit.note({ boardId: board.id, by: person.id, what: 'exported', detail })
  return new Response(whole ? text : canonicalText(withoutWorkingNotes(JSON.parse(text) as Referentiel)), {
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'content-disposition': attachment(name, 'referentiel.json'),
      'cache-control': 'private, no-store',
    },
  })
}

async function stored({ services, board }: Inside, versionId: string | null): Promise<{ text: string; name: string }> {
  if (versionId !== null) {
    const version = await services.boards.readVersion(board.id, versionId)
    if (!version) error(404, m.version_unknown())
    return { text: version.referentiel, name: `${board.title.slice(0, 60)} ${version.label.slice(0, 60)}` }
  }
  const document = derive(await services.boards.readContent(board.id), {
    exportedAt: new Date(services.now()).toISOString(),
    exportedFrom: { boardId: board.id, snapshotId: null, snapshotLabel: null },
  })
  return { text: canonicalText(document), name: document.title || board.title }
}
