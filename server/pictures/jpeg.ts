/**
 * JPEG (itu.int/rec/T-REC-T.81): segments of a marker, a length and data; after «start of scan» comes the image itself, until the next marker. Which way
 * up it is stands in its Exif data only, so a way that is not the usual one is written anew, alone.
 */
import { isNamed, orientationIn, segmentOf, UPRIGHT } from './orientation.ts'
import { Malformed, type Read } from './read.ts'

const [SOS, EOI, APP0, APP1, APP2, APP14, COMMENT] = [0xda, 0xd9, 0xe0, 0xe1, 0xe2, 0xee, 0xfe]
/** «Start of frame», baseline to arithmetic; C4, C8 and CC are other things. */
const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
/** Without a length of their own. */
const isAlone = (marker: number) => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)
/** What says how to read colours, under the names that they have. */
const KEPT_APPS: Readonly<Record<number, string>> = { [APP0]: 'JFIF\0', [APP2]: 'ICC_PROFILE\0', [APP14]: 'Adobe' }

export function readJpeg(bytes: Uint8Array): Read {
  const kept: Uint8Array[] = []
  let size: { width: number; height: number } | null = null
  let orientation = UPRIGHT
  let at = 2
  for (;;) {
    const { marker, start } = markerAt(bytes, at)
    if (marker === EOI) break
    if (isAlone(marker)) throw new Malformed()
    const end = start + lengthAt(bytes, start)
    if (end > bytes.length) throw new Malformed()
    const data = bytes.subarray(start + 2, end)
    if (isFrame(marker)) size ??= sizeIn(data)
    if (marker === APP1 && isNamed(data)) orientation = orientationIn(data) ?? orientation
    const stays = isKept(marker, data)
    at = marker === SOS ? endOfScan(bytes, end) : end
    if (stays) kept.push(Uint8Array.of(0xff, marker), bytes.subarray(start, at))
  }
  if (!size) throw new Malformed()
  const exif = orientation === UPRIGHT ? [] : [segmentOf(orientation)]
  return { ...size, kept: [Uint8Array.of(0xff, 0xd8), ...exif, ...kept, Uint8Array.of(0xff, EOI)] }
}

/** Any number of FF may stand before a marker. */
function markerAt(bytes: Uint8Array, at: number): { marker: number; start: number } {
  if (bytes[at] !== 0xff) throw new Malformed()
  while (bytes[at] === 0xff) at++
  const marker = bytes[at]
  if (marker === undefined || marker === 0) throw new Malformed()
  return { marker, start: at + 1 }
}

function lengthAt(bytes: Uint8Array, at: number): number {
  const length = ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)
  if (length < 2) throw new Malformed()
  return length
}

function sizeIn(frame: Uint8Array): { width: number; height: number } {
  if (frame.length < 6) throw new Malformed()
  return { height: (frame[1]! << 8) | frame[2]!, width: (frame[3]! << 8) | frame[4]! }
}

function isKept(marker: number, data: Uint8Array): boolean {
  if (marker === COMMENT) return false
  if (marker < APP0 || marker > 0xef) return true
  const name = KEPT_APPS[marker]
  return name !== undefined && String.fromCharCode(...data.subarray(0, name.length)) === name
}

/** In the image FF is followed by zero, or by a mark to begin again at. */
function endOfScan(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at !== -1; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1]
    if (next !== 0 && next !== 0xff && !(next !== undefined && next >= 0xd0 && next <= 0xd7)) return at
  }
  throw new Malformed()
}
