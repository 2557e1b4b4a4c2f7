/**
 * PNG (w3.org/TR/png-3): a signature, then chunks of length, type, data and check sum, from IHDR to IEND. Which way up it is may stand in Exif data (eXIf),
 * and is written anew, alone.
 */
import { crc32 } from 'node:zlib'
import { exifOf, orientationIn, UPRIGHT } from './orientation.ts'
import { Malformed, type Read } from './read.ts'

const SIGNATURE = 8
const AROUND_DATA = 12
/** Pixels, and what colours they are. Texts, times, Exif and whatever we do not know go; an animation keeps its first picture. */
// prettier-ignore
const KEPT = new Set(['IHDR', 'PLTE', 'IDAT', 'IEND', 'tRNS', 'cHRM', 'gAMA', 'iCCP', 'sBIT', 'sRGB', 'bKGD', 'pHYs', 'cICP', 'mDCV', 'cLLI'])

export function readPng(bytes: Uint8Array): Read {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const kept: Uint8Array[] = []
  let orientation = UPRIGHT
  let [hasPixels, at, type] = [false, SIGNATURE, '']
  while (type !== 'IEND') {
    if (at + AROUND_DATA > bytes.length) throw new Malformed()
    const end = at + AROUND_DATA + view.getUint32(at)
    type = String.fromCharCode(...bytes.subarray(at + 4, at + 8))
    if (end > bytes.length || (at === SIGNATURE) !== (type === 'IHDR')) throw new Malformed()
    if (type === 'IHDR' && end - at !== AROUND_DATA + 13) throw new Malformed()
    if (type === 'IDAT') hasPixels = true
    if (type === 'eXIf') orientation = orientationIn(bytes.subarray(at + 8, end - 4)) ?? orientation
    if (KEPT.has(type)) kept.push(bytes.subarray(at, end))
    at = end
  }
  if (!hasPixels) throw new Malformed()
  const [header, ...rest] = kept
  const exif = orientation === UPRIGHT ? [] : [chunk('eXIf', exifOf(orientation))]
  return {
    width: view.getUint32(SIGNATURE + 8),
    height: view.getUint32(SIGNATURE + 12),
    // After IDAT it would come too late.
    kept: [bytes.subarray(0, SIGNATURE), header!, ...exif, ...rest],
  }
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const whole = Buffer.alloc(AROUND_DATA + data.length)
  whole.writeUInt32BE(data.length, 0)
  whole.write(type, 4, 'latin1')
  whole.set(data, 8)
  whole.writeUInt32BE(crc32(whole.subarray(4, 8 + data.length)), 8 + data.length)
  return whole
}
