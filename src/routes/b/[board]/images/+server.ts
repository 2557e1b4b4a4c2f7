import { error, json } from '@sveltejs/kit'
import { m } from '#lib/i18n/paraglide/messages.js'
import { imageTypeOf, MOST_IMAGE_BYTES } from '#server/store/images.ts'
import { enter } from '../door.server.ts'
import type { RequestHandler } from './$types.js'

/** A picture for the board, its bytes as the body: answers the hash by which the board's own record names it. */
export const POST: RequestHandler = async (event) => {
  const { services, board, charge } = await enter(event, 'image.place')
  if (Number(event.request.headers.get('content-length') ?? 0) > MOST_IMAGE_BYTES) error(413, m.image_too_large())
  const bytes = new Uint8Array(await event.request.arrayBuffer())
  if (bytes.length > MOST_IMAGE_BYTES) error(413, m.image_too_large())
  const type = imageTypeOf(bytes)
  if (!type) error(415, m.image_kind())
  charge(bytes.length)
  const hash = await services.boards.placePicture(board, { type, bytes })
  if (hash === null) error(409, m.image_board_full())
  return json({ hash }, { status: 201 })
}
