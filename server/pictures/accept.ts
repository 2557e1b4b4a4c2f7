/**
 * What a picture has to be to stand on a board: of a known kind, whole, no larger than a screen needs, and without anything that says where, when, by
 * whom or with what it was made. Looked at and cut out without decoding: colours and pixels stay as they are.
 */
import { imageTypeOf, MOST_IMAGE_BYTES, type Image } from '../store/images.ts'
import { readJpeg } from './jpeg.ts'
import { readPng } from './png.ts'
import { Malformed } from './read.ts'
import { readWebp } from './webp.ts'

/** Whoever shows it needs four bytes a pixel: 160 MB at most. */
const LONGEST_SIDE = 8_000
const MOST_PIXELS = 40_000_000

export type Accepted =
  | (Image & { readonly ok: true; readonly width: number; readonly height: number })
  | { readonly ok: false; readonly why: 'kind' | 'malformed' | 'tooLarge' | 'dimensions' }

const READERS = { 'image/png': readPng, 'image/jpeg': readJpeg, 'image/webp': readWebp } as const

/** Linear in its bytes. */
export function acceptPicture(bytes: Uint8Array): Accepted {
  if (bytes.length > MOST_IMAGE_BYTES) return { ok: false, why: 'tooLarge' }
  const type = imageTypeOf(bytes)
  if (!type) return { ok: false, why: 'kind' }
  try {
    const { width, height, kept } = READERS[type](bytes)
    if (width === 0 || height === 0) return { ok: false, why: 'malformed' }
    if (Math.max(width, height) > LONGEST_SIDE || width * height > MOST_PIXELS) return { ok: false, why: 'dimensions' }
    return { ok: true, type, bytes: joined(kept), width, height }
  } catch (error) {
    if (error instanceof Malformed) return { ok: false, why: 'malformed' }
    throw error
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
