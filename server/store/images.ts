/** Pictures on boards. Bytes are kept once, whichever boards show them; a board reads only what was put on it. */
import { createHash } from 'node:crypto'
import type { Db } from '../db/open.ts'

export type ImageType = 'image/png' | 'image/jpeg' | 'image/webp'
export type Image = { readonly type: ImageType; readonly bytes: Uint8Array<ArrayBuffer> }

export const MOST_IMAGE_BYTES = 2 * 1024 * 1024

const READ = `SELECT type, bytes FROM image JOIN board_image USING (hash) WHERE board_id = ? AND hash = ?`
const HAS = `SELECT 1 FROM board_image WHERE board_id = ? AND hash = ?`
const USED = `SELECT coalesce(sum(octet_length(bytes)), 0) AS bytes FROM board_image JOIN image USING (hash) WHERE board_id = ?`
const INSERT = `INSERT INTO image (hash, type, bytes) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`
const INSERT_ON_BOARD = `INSERT INTO board_image (board_id, hash, added_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`

export type Images = ReturnType<typeof images>

export function images(db: Db) {
  const read = db.prepare<[string, string], Image>(READ)
  const has = db.prepare<[string, string]>(HAS)
  const used = db.prepare<[string], { bytes: number }>(USED)
  const insert = db.prepare(INSERT)
  const insertOnBoard = db.prepare(INSERT_ON_BOARD)

  const put = db.transaction((boardId: string, { type, bytes }: Image, at: number, most: number): string | null => {
    const hash = createHash('sha256').update(bytes).digest('hex')
    if (has.get(boardId, hash)) return hash
    if (used.get(boardId)!.bytes + bytes.length > most) return null
    insert.run(hash, type, bytes)
    insertOnBoard.run(boardId, hash, at)
    return hash
  })

  return {
    /** The hash under which the board reads it from now on; null: its pictures would be more than `most` bytes. */
    async put(boardId: string, image: Image, at: number, most: number): Promise<string | null> {
      return put(boardId, image, at, most)
    },
    async read(boardId: string, hash: string): Promise<Image | null> {
      return read.get(boardId, hash) ?? null
    },
  }
}

/** By the first bytes, whatever the sender says. SVG is no picture here: it may hold scripts. */
export function imageTypeOf(bytes: Uint8Array): ImageType | null {
  const starts = (...wanted: readonly number[]) => wanted.every((byte, i) => bytes[i] === byte)
  const word = (at: number) => String.fromCharCode(...bytes.subarray(at, at + 4))
  if (starts(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'image/png'
  if (starts(0xff, 0xd8, 0xff)) return 'image/jpeg'
  return word(0) === 'RIFF' && word(8) === 'WEBP' ? 'image/webp' : null
}
