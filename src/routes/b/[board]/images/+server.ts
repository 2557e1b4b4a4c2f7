import { error, json } from '@sveltejs/kit'
import { m } from '#lib/i18n/paraglide/messages.js'
import { acceptPicture, type Accepted } from '#server/pictures/accept.ts'
import { MOST_IMAGE_BYTES } from '#server/store/images.ts'
import { enter } from '../door.server.ts'
import type { RequestHandler } from './$types.js'

const REFUSALS: Record<Extract<Accepted, { ok: false }>['why'], () => never> = {
  tooLarge: () => error(413, m.image_too_large()),
  dimensions: () => error(413, m.image_dimensions()),
  kind: () => error(415, m.image_kind()),
  malformed: () => error(415, m.image_kind()),
}

/** A picture for the board, its bytes as the body: answers the hash by which the board's own record names it. */
export const POST: RequestHandler = async (event) => {
  const { services, board, charge } = await enter(event, 'image.place')
  if (Number(event.request.headers.get('content-length') ?? 0) > MOST_IMAGE_BYTES) error(413, m.image_too_large())
  const picture = acceptPicture(new Uint8Array(await event.request.arrayBuffer()))
  if (!picture.ok) return REFUSALS[picture.why]()
  charge(picture.bytes.length)
  const hash = await services.boards.placePicture(board, picture)
  if (hash === null) error(409, m.image_board_full())
  return json({ hash }, { status: 201 })
}
