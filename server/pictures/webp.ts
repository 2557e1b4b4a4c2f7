/**
 * WebP (RFC 9649): a RIFF file of chunks of type, length and data, each filled up to an even length. Which way up it is may stand in Exif data, and is
 * written anew, alone.
 */
import { exifOf, orientationIn, UPRIGHT } from './orientation.ts'
import { Malformed, type Read } from './read.ts'

const HEADER = 12
const CHUNK_HEADER = 8
/** Of a frame of an animation, before its own chunks. */
const FRAME_HEADER = 16
const KEPT = new Set(['VP8X', 'VP8 ', 'VP8L', 'ALPH', 'ANIM', 'ANMF', 'ICCP'])
const KEPT_IN_FRAME = new Set(['VP8 ', 'VP8L', 'ALPH'])
/** Of VP8X: that there is Exif data, and XMP data. */
const [EXIF_FLAG, XMP_FLAG] = [0x08, 0x04]

type Chunk = { readonly type: string; readonly data: Uint8Array }
type Size = readonly [width: number, height: number]

export function readWebp(bytes: Uint8Array): Read {
  const end = CHUNK_HEADER + uint32(bytes, 4)
  if (end > bytes.length || end < HEADER) throw new Malformed()
  const all = chunksIn(bytes.subarray(HEADER, end))
  const chunks = all.filter(({ type }) => KEPT.has(type))
  const sizes = chunks.flatMap(sizesIn)
  if (!chunks.some(({ type }) => type === 'VP8 ' || type === 'VP8L' || type === 'ANMF')) throw new Malformed()
  const orientation = orientationOf(all)
  const exif = orientation === UPRIGHT ? [] : chunk('EXIF', [exifOf(orientation)])
  const kept = [...chunks.flatMap((each) => written(each, exif.length > 0)), ...exif]
  const length = kept.reduce((sum, part) => sum + part.length, 4)
  return {
    // A small canvas may hold a picture that is not.
    width: Math.max(...sizes.map(([width]) => width)),
    height: Math.max(...sizes.map(([, height]) => height)),
    kept: [riff('RIFF', length), letters('WEBP'), ...kept],
  }
}

function chunksIn(bytes: Uint8Array): readonly Chunk[] {
  const chunks: Chunk[] = []
  for (let at = 0; at < bytes.length;) {
    if (at + CHUNK_HEADER > bytes.length) throw new Malformed()
    const [type, length] = [String.fromCharCode(...bytes.subarray(at, at + 4)), uint32(bytes, at + 4)]
    const start = at + CHUNK_HEADER
    if (start + length > bytes.length) throw new Malformed()
    chunks.push({ type, data: bytes.subarray(start, start + length) })
    at = start + length + (length % 2)
  }
  return chunks
}

function sizesIn({ type, data }: Chunk): readonly Size[] {
  if (type === 'ANMF') return chunksIn(data.subarray(FRAME_HEADER)).flatMap(sizesIn)
  if (type !== 'VP8X' && type !== 'VP8L' && type !== 'VP8 ') return []
  if (data.length < (type === 'VP8L' ? 5 : 10)) throw new Malformed()
  if (type === 'VP8X' && data.length !== 10) throw new Malformed()
  if (type === 'VP8X') return [[1 + uint24(data, 4), 1 + uint24(data, 7)]]
  if (type === 'VP8 ') return [[uint16(data, 6) & 0x3fff, uint16(data, 8) & 0x3fff]]
  const bits = uint32(data, 1)
  return [[1 + (bits & 0x3fff), 1 + ((bits >>> 14) & 0x3fff)]]
}

/** Only a file that begins with VP8X has a place for it. */
function orientationOf(chunks: readonly Chunk[]): number {
  const exif = chunks[0]?.type === 'VP8X' ? chunks.find(({ type }) => type === 'EXIF') : undefined
  return (exif && orientationIn(exif.data)) ?? UPRIGHT
}

function written({ type, data }: Chunk, hasExif: boolean): readonly Uint8Array[] {
  const flags = (data[0]! & ~(EXIF_FLAG | XMP_FLAG)) | (hasExif ? EXIF_FLAG : 0)
  if (type === 'VP8X') return chunk(type, [Uint8Array.of(flags, ...data.subarray(1))])
  if (type !== 'ANMF') return chunk(type, [data])
  const frame = chunksIn(data.subarray(FRAME_HEADER)).filter((inner) => KEPT_IN_FRAME.has(inner.type))
  return chunk(type, [data.subarray(0, FRAME_HEADER), ...frame.flatMap((inner) => written(inner, false))])
}

function chunk(type: string, parts: readonly Uint8Array[]): readonly Uint8Array[] {
  const length = parts.reduce((sum, part) => sum + part.length, 0)
  return [riff(type, length), ...parts, ...(length % 2 ? [Uint8Array.of(0)] : [])]
}

const letters = (word: string): Uint8Array => Uint8Array.from(word, (letter) => letter.charCodeAt(0))
const riff = (type: string, length: number): Uint8Array =>
  Uint8Array.of(...letters(type), length & 255, (length >> 8) & 255, (length >> 16) & 255, length >>> 24)

const uint16 = (bytes: Uint8Array, at: number): number => bytes[at]! | (bytes[at + 1]! << 8)
const uint24 = (bytes: Uint8Array, at: number): number => uint16(bytes, at) | (bytes[at + 2]! << 16)
const uint32 = (bytes: Uint8Array, at: number): number => (uint24(bytes, at) | (bytes[at + 3]! << 24)) >>> 0
