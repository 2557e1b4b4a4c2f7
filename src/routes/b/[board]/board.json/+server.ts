import { Readable } from 'node:stream'
import type { Image } from '#server/store/images.ts'
import { attachment } from '../attachment.ts'
import { enter } from '../door.server.ts'
import type { RequestHandler } from './$types.js'

/** The whole board with its pictures, to be kept or opened again as another board. */
export const GET: RequestHandler = async (event) => {
  const { services, board, person, asking, charge } = await enter(event, 'board.copy')
  const { text, title, hashes } = await services.boards.copy(board.id, asking)
  charge(text.length)
  const pictureOf = async (hash: string) => {
    const image = await services.images.read(board.id, hash)
    charge(image?.bytes.length ?? 0)
    return image
  }
  const detail = { form: 'board', version: null, whole: true } as const
  await services.audit.note({ boardId: board.id, by: person.id, what: 'exported', detail })
  return new Response(Readable.toWeb(Readable.from(withImages(text, hashes, pictureOf))) as ReadableStream, {
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'content-disposition': attachment(title || board.title, 'canevas.json'),
      'cache-control': 'private, no-store',
    },
  })
}

const NO_IMAGES = '"images":[]}'

/** One picture at a time, as fast as it is read: the others have their turn in between. */
async function* withImages(
  text: string,
  hashes: readonly string[],
  pictureOf: (hash: string) => Promise<Image | null>,
) {
  const utf8 = new TextEncoder()
  if (!text.endsWith(NO_IMAGES)) throw new Error('A copy ends with its pictures.')
  yield utf8.encode(text.slice(0, -']}'.length))
  let comma = ''
  for (const hash of hashes) {
    const image = await pictureOf(hash)
    if (!image) continue
    yield utf8.encode(`${comma}${JSON.stringify({ hash, data: Buffer.from(image.bytes).toString('base64') })}`)
    comma = ','
  }
  yield utf8.encode(']}')
}
