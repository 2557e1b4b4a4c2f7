import { crc32, deflateSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { acceptPicture } from './accept.ts'
import { exifOf, orientationIn } from './orientation.ts'

const text = (words: string) => Buffer.from(words, 'latin1')
const uint32 = (value: number) => Buffer.from([value >>> 24, (value >> 16) & 255, (value >> 8) & 255, value & 255])

const pngChunk = (type: string, data: Uint8Array) => Buffer.concat([uint32(data.length), text(type), data, uint32(0)])
const png = (width: number, height: number, ...more: Uint8Array[]) =>
  Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    pngChunk('IHDR', Buffer.concat([uint32(width), uint32(height), Buffer.from([1, 0, 0, 0, 0])])),
    ...more,
    pngChunk('IDAT', deflateSync(Buffer.alloc(64))),
    pngChunk('IEND', Buffer.alloc(0)),
  ])

const segment = (marker: number, data: Uint8Array) =>
  Buffer.concat([Buffer.from([0xff, marker, (data.length + 2) >> 8, (data.length + 2) & 255]), data])
const scan = Buffer.concat([
  segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])),
  Buffer.from([9, 0xff, 0, 8, 0xff, 0xd3, 7]),
])
const jpeg = (width: number, height: number, ...more: Uint8Array[]) =>
  Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xe0, text('JFIF\0\x01\x01\0\0\x01\0\x01\0\0')),
    ...more,
    segment(0xc2, Buffer.from([8, height >> 8, height & 255, width >> 8, width & 255, 1, 1, 0x11, 0])),
    scan,
    segment(0xc4, Buffer.from([0])),
    scan,
    Buffer.from([0xff, 0xd9]),
  ])

const little = (value: number) => Buffer.from([value & 255, (value >> 8) & 255, (value >> 16) & 255, value >>> 24])
const riffChunk = (type: string, data: Uint8Array) =>
  Buffer.concat([text(type), little(data.length), data, Buffer.alloc(data.length % 2)])
const webp = (...chunks: Uint8Array[]) => {
  const body = Buffer.concat([text('WEBP'), ...chunks])
  return Buffer.concat([text('RIFF'), little(body.length), body])
}
const lossless = (width: number, height: number) =>
  riffChunk(
    'VP8L',
    Buffer.concat([Buffer.from([0x2f]), little((width - 1) | ((height - 1) << 14)), Buffer.from([1, 2, 3])]),
  )
const extended = (width: number, height: number, flags: number) =>
  riffChunk('VP8X', Buffer.concat([little(flags), little(width - 1).subarray(0, 3), little(height - 1).subarray(0, 3)]))

const PLACE = text('GPS 44.73 N 5.02 E')
const clean = {
  png: png(20, 10),
  jpeg: jpeg(20, 10),
  webp: webp(extended(20, 10, 0x10), lossless(20, 10)),
}
const told = {
  png: Buffer.concat([
    png(20, 10, ...['eXIf', 'tEXt', 'iTXt', 'zTXt', 'tIME', 'prVt'].map((t) => pngChunk(t, PLACE))),
    PLACE,
  ]),
  jpeg: Buffer.concat([
    jpeg(20, 10, ...[0xe1, 0xe2, 0xe4, 0xed, 0xef, 0xfe, 0xe0].map((marker) => segment(marker, PLACE))),
    PLACE,
  ]),
  webp: Buffer.concat([
    webp(
      extended(20, 10, 0x1c),
      lossless(20, 10),
      riffChunk('EXIF', PLACE),
      riffChunk('XMP ', PLACE),
      riffChunk('more', PLACE),
    ),
    PLACE,
  ]),
}

test.for(['png', 'jpeg', 'webp'] as const)(
  'a picture in %s loses what tells where it was taken, and nothing else',
  (kind) => {
    const accepted = acceptPicture(told[kind])
    expect(accepted).toMatchObject({ ok: true, type: `image/${kind}`, width: 20, height: 10 })
    if (!accepted.ok) return
    expect(Buffer.from(accepted.bytes).equals(clean[kind])).toBe(true)
    expect(acceptPicture(accepted.bytes)).toEqual(accepted)
  },
)

test('colours stay as they are', () => {
  const profiles = [segment(0xe2, text('ICC_PROFILE\0\x01\x01profile')), segment(0xee, text('Adobe\0d'))]
  for (const picture of [
    png(3, 3, pngChunk('iCCP', text('profile')), pngChunk('gAMA', uint32(45_455))),
    jpeg(3, 3, ...profiles),
    webp(extended(3, 3, 0x20), riffChunk('ICCP', text('odd')), lossless(3, 3)),
  ]) {
    const accepted = acceptPicture(picture)
    expect(accepted.ok && Buffer.from(accepted.bytes).equals(picture)).toBe(true)
  }
})

/** Exif data of a photograph that was taken sideways. */
const camera = Buffer.concat([
  text('II*\0\x08\0\0\0\x02\0'),
  text('\x0f\x01\x02\0\x04\0\0\0abc\0'),
  text('\x12\x01\x03\0\x01\0\0\0\x06\0\0\0'),
  PLACE,
])

test('a photograph taken sideways stays upright', () => {
  const named = Buffer.concat([text('Exif\0\0'), camera])
  for (const picture of [
    jpeg(20, 10, segment(0xe1, named)),
    png(20, 10, pngChunk('eXIf', camera)),
    ...[camera, named].map((exif) => webp(extended(20, 10, 0x18), lossless(20, 10), riffChunk('EXIF', exif))),
  ]) {
    const accepted = acceptPicture(picture)
    if (!accepted.ok) throw new Error(accepted.why)
    const bytes = Buffer.from(accepted.bytes)
    expect(bytes.includes(PLACE)).toBe(false)
    expect(orientationIn(bytes.subarray(bytes.indexOf('MM\0*', 0, 'latin1')))).toBe(6)
    expect(acceptPicture(bytes)).toEqual(accepted)
  }
})

test('what says which way up a picture is says nothing else, and stands where browsers look for it', () => {
  const turned = acceptPicture(png(20, 10, pngChunk('eXIf', camera)))
  if (!turned.ok) throw new Error(turned.why)
  const exif = Buffer.concat([text('eXIf'), exifOf(6)])
  const expected = Buffer.concat([uint32(26), exif, uint32(crc32(exif))])
  expect(
    Buffer.from(turned.bytes)
      .subarray(33, 33 + expected.length)
      .equals(expected),
  ).toBe(true)
  const photograph = acceptPicture(webp(extended(20, 10, 0x1c), lossless(20, 10), riffChunk('EXIF', camera)))
  if (!photograph.ok) throw new Error(photograph.why)
  const whole = webp(extended(20, 10, 0x18), lossless(20, 10), riffChunk('EXIF', exifOf(6)))
  expect(Buffer.from(photograph.bytes).equals(whole)).toBe(true)
})

test('a picture of more pixels than any screen shows is refused, however few bytes it has', () => {
  for (const picture of [
    png(20_000, 20_000),
    png(8_001, 1),
    jpeg(7_000, 7_000),
    webp(lossless(16_000, 16_000)),
    webp(extended(10, 10, 0), lossless(16_000, 16_000)),
    webp(extended(10, 10, 2), riffChunk('ANMF', Buffer.concat([Buffer.alloc(16), lossless(16_000, 16_000)]))),
  ])
    expect(acceptPicture(picture)).toEqual({ ok: false, why: 'dimensions' })
  expect(acceptPicture(png(8_000, 5_000)).ok).toBe(true)
})

test('what is cut, empty or none is refused', () => {
  for (const picture of Object.values(clean))
    for (let length = 0; length < picture.length; length++)
      expect(acceptPicture(picture.subarray(0, length)).ok, `${length} of ${picture.length}`).toBe(false)
  expect(acceptPicture(text('<svg xmlns="http://www.w3.org/2000/svg"/>'))).toEqual({ ok: false, why: 'kind' })
  expect(acceptPicture(png(0, 4))).toEqual({ ok: false, why: 'malformed' })
  expect(acceptPicture(new Uint8Array(3 << 20))).toEqual({ ok: false, why: 'tooLarge' })
})

test('bytes at random are accepted or refused, never more', () => {
  let state = 7
  const random = () => (state = (state * 1_103_515_245 + 12_345) & 0x7fffffff)
  for (let round = 0; round < 3_000; round++) {
    const picture = Buffer.from(Object.values(told)[round % 3]!)
    for (let n = 0; n < 3; n++) picture[random() % picture.length] = random() & 255
    expect(() => acceptPicture(picture)).not.toThrow()
  }
})
