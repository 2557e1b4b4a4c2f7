/** Which way up a photograph is: tag 0x0112 of the first directory of its Exif data (cipa.jp, DC-008), one of eight. */

const EXIF = [0x45, 0x78, 0x69, 0x66, 0, 0]
const TAG = 0x0112
const ENTRY = 12

/** Null: it does not say, or not so that it can be read. `data`: of a segment APP1. */
export function orientationIn(data: Uint8Array): number | null {
  if (!EXIF.every((byte, i) => data[i] === byte) || data.length < EXIF.length + 8) return null
  const tiff = new DataView(data.buffer, data.byteOffset + EXIF.length, data.byteLength - EXIF.length)
  const little = tiff.getUint16(0) === 0x4949
  const directory = tiff.getUint32(4, little)
  if (directory + 2 > tiff.byteLength) return null
  const entries = tiff.getUint16(directory, little)
  for (let n = 0; n < entries; n++) {
    const at = directory + 2 + n * ENTRY
    if (at + ENTRY > tiff.byteLength) return null
    if (tiff.getUint16(at, little) !== TAG) continue
    const value = tiff.getUint16(at + 8, little)
    return value >= 1 && value <= 8 ? value : null
  }
  return null
}

/** A whole segment APP1 that says nothing else. */
export function exifWith(orientation: number): Uint8Array {
  // prettier-ignore
  const tiff = [
    0x4d, 0x4d, 0, 42, 0, 0, 0, 8,
    0, 1, TAG >> 8, TAG & 255, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0,
    0, 0, 0, 0,
  ]
  const length = 2 + EXIF.length + tiff.length
  return Uint8Array.of(0xff, 0xe1, length >> 8, length & 255, ...EXIF, ...tiff)
}
