import { beforeEach, expect, test, vi } from 'vitest'
import { scaled, shownSize } from './images.ts'

const MB = 1024 * 1024
/** What the browser's canvas gives back: bytes a pixel by kind, none where it cannot write that kind. */
const writes: Record<string, number> = {}
const drawn: string[] = []
beforeEach(() => {
  drawn.length = 0
  Object.assign(writes, { 'image/png': 0.2, 'image/webp': 0.05, 'image/jpeg': 0.06 })
  vi.stubGlobal('document', {
    createElement: () => ({
      width: 0,
      height: 0,
      getContext: () => ({ drawImage: () => {} }),
      toBlob(this: { width: number; height: number }, give: (blob: Blob) => void, type: string, quality: number) {
        drawn.push(`${this.width}×${this.height} ${type}`)
        const as = writes[type] ? type : 'image/png'
        give(new Blob([new Uint8Array(Math.ceil(this.width * this.height * writes[as]! * quality))], { type: as }))
      },
    }),
  })
})
function picture(width: number, height: number, type: string, size: number) {
  vi.stubGlobal('createImageBitmap', async () => ({ width, height, close: () => {} }))
  return new File([new Uint8Array(size)], 'image', { type })
}

test('a small picture is sent as it is', async () => {
  const file = picture(2_400, 800, 'image/jpeg', MB)
  expect(await scaled(file)).toEqual({ ok: true, image: { blob: file, width: 2_400, height: 800 } })
  expect(drawn).toEqual([])
})

test('a large one is scaled to 2,400 pixels a side, in its proportions, and weighs 2 MB at most', async () => {
  const made = await scaled(picture(6_000, 3_000, 'image/png', 9 * MB))
  expect(made).toMatchObject({ ok: true, image: { width: 2_400, height: 1_200, blob: { type: 'image/png' } } })
  expect(made.ok && made.image.blob.size).toBeLessThanOrEqual(2 * MB)
})

test('one that stays heavy is written more compactly, then smaller, then refused', async () => {
  writes['image/png'] = 3
  const webp = await scaled(picture(6_000, 3_000, 'image/png', 9 * MB))
  expect(webp).toMatchObject({ ok: true, image: { width: 2_400, blob: { type: 'image/webp' } } })
  Object.assign(writes, { 'image/webp': 0, 'image/jpeg': 2 })
  const smaller = await scaled(picture(6_000, 3_000, 'image/jpeg', 9 * MB))
  expect(smaller).toMatchObject({ ok: true, image: { width: 1_600, height: 800, blob: { type: 'image/jpeg' } } })
  Object.assign(writes, { 'image/png': 9, 'image/jpeg': 9 })
  expect(await scaled(picture(6_000, 3_000, 'image/jpeg', 9 * MB))).toEqual({ ok: false, why: 'too_large' })
})

test('what is no picture is said to be none', async () => {
  expect(await scaled(picture(10, 10, 'image/svg+xml', 10))).toEqual({ ok: false, why: 'unreadable' })
  const broken = picture(10, 10, 'image/png', 10)
  vi.stubGlobal('createImageBitmap', () => Promise.reject(new Error('broken')))
  expect(await scaled(broken)).toEqual({ ok: false, why: 'unreadable' })
})

test('it is shown as large as it is, up to the width of a few cards, and never too small to be taken', () => {
  expect(shownSize({ width: 300, height: 200 })).toEqual([300, 200])
  expect(shownSize({ width: 2_400, height: 1_200 })).toEqual([640, 320])
  expect(shownSize({ width: 4, height: 2 })).toEqual([24, 24])
})
