import { copyOf, type CopiedImage } from '#lib/domain/boardCopy.ts'
import { attachment } from '../attachment.ts'
import { enter } from '../door.server.ts'
import type { RequestHandler } from './$types.js'

/** The whole board with its pictures, to be kept or opened again as another board. */
export const GET: RequestHandler = async (event) => {
  const { services, board, person } = await enter(event, 'board.copy')
  const content = await services.boards.readContent(board.id)
  const images: CopiedImage[] = []
  const hashes = new Set(
    [...content.elements.values()].flatMap((each) => (each.is === 'image' ? (each.hash ?? []) : [])),
  )
  for (const hash of hashes) {
    const image = await services.images.read(board.id, hash)
    if (image) images.push({ hash, data: Buffer.from(image.bytes).toString('base64') })
  }
  const detail = { form: 'board', version: null, whole: true } as const
  await services.audit.note({ boardId: board.id, by: person.id, what: 'exported', detail })
  return new Response(JSON.stringify(copyOf(content, images)), {
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'content-disposition': attachment(content.dossier.title || board.title, 'canevas.json'),
      'cache-control': 'private, no-store',
    },
  })
}
