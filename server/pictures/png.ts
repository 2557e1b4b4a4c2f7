/** PNG (w3.org/TR/png-3): a signature, then chunks of length, type, data and check sum, from IHDR to IEND. */
import { Malformed, type Read } from './read.ts'

const SIGNATURE = 8
const AROUND_DATA = 12
/** Pixels, and what colours they are. Texts, times, Exif and whatever we do not know go; an animation keeps its first picture. */
// prettier-ignore
const KEPT = new Set(['IHDR', 'PLTE', 'IDAT', 'IEND', 'tRNS', 'cHRM', 'gAMA', 'iCCP', 'sBIT', 'sRGB', 'bKGD', 'pHYs', 'cICP', 'mDCV', 'cLLI'])

export function readPng(bytes: Uint8Array): Read {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const kept = [bytes.subarray(0, SIGNATURE)]
  let [hasPixels, at, type] = [false, SIGNATURE, '']
  while (type !== 'IEND') {
    if (at + AROUND_DATA > bytes.length) throw new Malformed()
    const end = at + AROUND_DATA + view.getUint32(at)
    type = String.fromCharCode(...bytes.subarray(at + 4, at + 8))
    if (end > bytes.length || (at === SIGNATURE) !== (type === 'IHDR')) throw new Malformed()
    if (type === 'IHDR' && end - at !== AROUND_DATA + 13) throw new Malformed()
    if (type === 'IDAT') hasPixels = true
    if (KEPT.has(type)) kept.push(bytes.subarray(at, end))
    at = end
  }
  if (!hasPixels) throw new Malformed()
  return { width: view.getUint32(SIGNATURE + 8), height: view.getUint32(SIGNATURE + 12), kept }
}
