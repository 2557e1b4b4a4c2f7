/** Texts and states are stored packed by gzip where a thread had the time for it: a fifth of the disk, and of the time that a write takes. */
import { gunzipSync, gzipSync } from 'node:zlib'

/** Fast rather than small. */
const LEVEL = 3

export const pack = (content: string | Uint8Array): Uint8Array => gzipSync(content, { level: LEVEL })

/** As it was; what was not packed is given back as it is: a Yjs update of format 2 begins with 0. */
export const unpack = (stored: Uint8Array): Uint8Array => (isPacked(stored) ? gunzipSync(stored) : stored)

export const isPacked = (stored: Uint8Array): boolean => stored[0] === 0x1f && stored[1] === 0x8b
