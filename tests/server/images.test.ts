import { describe, expect, test } from 'vitest'
import { imageTypeOf, MOST_IMAGE_BYTES } from '#server/store/images.ts'
import { board, startServer } from './support.ts'

const png = (filling: number, length = 64) => {
  const bytes = new Uint8Array(length).fill(filling)
  bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return bytes
}
const text = (words: string) => new TextEncoder().encode(words)

test('a picture is known by its first bytes; SVG and everything else is none', () => {
  expect(imageTypeOf(png(1))).toBe('image/png')
  expect(imageTypeOf(new Uint8Array([0xff, 0xd8, 0xff, 0xe0]))).toBe('image/jpeg')
  expect(imageTypeOf(text('RIFF\0\0\0\0WEBPVP8 '))).toBe('image/webp')
  for (const other of ['<svg xmlns="http://www.w3.org/2000/svg"/>', '<?xml version="1.0"?><svg/>', 'GIF89a', ''])
    expect(imageTypeOf(text(other))).toBeNull()
})

const ROOM = 1 << 20

describe('pictures of boards', () => {
  test('are kept once, read only on a board that they were put on, and go with the last one', async () => {
    const running = await startServer()
    const { images, boards, db } = running.services
    const [one, other, third] = [await board(running), await board(running), await board(running)]
    const picture = { type: 'image/png', bytes: png(7) } as const
    const hash = await images.put(one.id, picture, 1, ROOM)
    expect(await images.put(other.id, picture, 2, ROOM)).toBe(hash)
    expect(await images.put(one.id, picture, 3, ROOM)).toBe(hash)
    const kept = () => db.prepare<[], { n: number }>('SELECT count(*) AS n FROM image').get()!.n
    expect(kept()).toBe(1)
    expect((await images.read(other.id, hash!))?.type).toBe('image/png')
    expect(await images.read(third.id, hash!)).toBeNull()
    await boards.removeBoard(one.id)
    expect(kept()).toBe(1)
    await boards.removeBoard(other.id)
    expect(kept()).toBe(0)
  })

  test('have a limit for the whole board', async () => {
    const running = await startServer()
    const { images } = running.services
    const { id } = await board(running)
    const most = 3
    for (let i = 0; i < most; i++)
      expect(
        await images.put(id, { type: 'image/png', bytes: png(i, MOST_IMAGE_BYTES) }, i, most * MOST_IMAGE_BYTES),
      ).not.toBeNull()
    expect(await images.put(id, { type: 'image/png', bytes: png(200) }, 99, most * MOST_IMAGE_BYTES)).toBeNull()
  })
})
