import { error } from '@sveltejs/kit'
import { enter } from '../../door.server.ts'
import type { RequestHandler } from './$types.js'

/** Named by their own hash, pictures never change; a shared cache must not keep them, they are the board's. */
export const GET: RequestHandler = async (event) => {
  const { services, board } = await enter(event, 'board.read')
  const image = await services.images.read(board.id, event.params.hash)
  if (!image) error(404)
  return new Response(image.bytes, {
    headers: {
      'content-type': image.type,
      'content-length': String(image.bytes.length),
      'cache-control': 'private, max-age=31536000, immutable',
      'content-security-policy': "default-src 'none'",
      'content-disposition': 'inline',
    },
  })
}
