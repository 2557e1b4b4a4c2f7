/**
 * Which way up a photograph is: tag 0x0112 of the first directory of its Exif data (cipa.jp, DC-008), one of eight. JPEG puts a name before the data, PNG
 * none, WebP either.
 */

const NAME = [0x45, 0x78, 0x69, 0x66, 0, 0]
const TAG = 0x0112
const ENTRY = 12
/** As the camera held it: nothing to say. */
export const UPRIGHT = 1

/** Null: it does not say, or not so that it can be read. */
export function orientationIn(data: Uint8Array): number | null {
  const start = isNamed(data) ? NAME.length : 0
  if (data.length < start + 8) return null
  const tiff = new DataView(data.buffer, data.byteOffset + start, data.byteLength - start)
  const order = tiff.getUint16(0)
  if (order !== 0x4949 && order !== 0x4d4d) return null
  const little = order === 0x4949
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

/** Segments of other kinds share their marker with Exif data. */
export const isNamed = (data: Uint8Array): boolean => NAME.every((byte, i) => data[i] === byte)

/** Exif data that says nothing else, without a name. */
export const exifOf = (orientation: number): Uint8Array =>
  // prettier-ignore
  Uint8Array.of(
    0x4d, 0x4d, 0, 42, 0, 0, 0, 8,
    0, 1, TAG >> 8, TAG & 255, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0,
    0, 0, 0, 0,
  )

/** The same as a whole segment APP1 of a JPEG. */
export function segmentOf(orientation: number): Uint8Array {
  const exif = exifOf(orientation)
  const length = 2 + NAME.length + exif.length
  return Uint8Array.of(0xff, 0xe1, length >> 8, length & 255, ...NAME, ...exif)
}
