import { COPY_END } from '#lib/domain/boardCopy.ts'
import type { Image } from '#server/store/images.ts'
import { attachment } from '../attachment.ts'
import { enter } from '../door.server.ts'
import { streamOf, unpacked } from '../packed.server.ts'
import type { RequestHandler } from './$types.js'

/** The whole board with its pictures, to be kept or opened again as another board. */
export const GET: RequestHandler = async (event) => {
  const { services, board, person, asking, charge } = await enter(event, 'board.copy')
  const { begin, title, hashes } = await services.boards.copy(board.id, asking)
  charge(begin.length)
  const pictureOf = async (hash: string) => {
    const image = await services.images.read(board.id, hash)
    charge(image?.bytes.length ?? 0)
    return image
  }
  const detail = { form: 'board', version: null, whole: true } as const
  await services.audit.note({ boardId: board.id, by: person.id, what: 'exported', detail })
  return new Response(streamOf(whole(begin, hashes, pictureOf)), {
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'content-disposition': attachment(title || board.title, 'canevas.json'),
      'cache-control': 'private, no-store',
    },
  })
}

/** Divisible by three: base64 without padding in between. */
const PIECE = 48 << 10

/** One piece of a picture at a time, as fast as it is read: the others have their turn in between. */
async function* whole(
  begin: Uint8Array,
  hashes: readonly string[],
  pictureOf: (hash: string) => Promise<Image | null>,
): AsyncGenerator<Uint8Array> {
  yield* unpacked(begin)
  let comma = ''
  for (const hash of hashes) {
    const image = await pictureOf(hash)
    if (!image) continue
    yield Buffer.from(`${comma}{"hash":${JSON.stringify(hash)},"data":"`)
    for (let at = 0; at < image.bytes.length; at += PIECE)
      yield Buffer.from(Buffer.from(image.bytes.subarray(at, at + PIECE)).toString('base64'))
    yield Buffer.from('"}')
    comma = ','
  }
  yield Buffer.from(COPY_END)
}
