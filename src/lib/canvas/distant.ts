/** What a card says from some way off: its words a little larger, where it has room for them, and its kind as a band of colour. */
import { widthOf, wrap } from '#lib/domain/text.ts'
import type { CardBox } from '#lib/scene/scene.ts'

/** Board units. */
export const BAND = 8
export const SIDE = 9
/** Close together: larger words would look more important than others. */
const SIZES = [18, 17, 16] as const
const LINE = 1.22

export type Words = { readonly size: number; readonly line: number; readonly lines: readonly string[] }

/** Null: there is no room for more than what stands there close up. Remembered by words and height. */
export function wordsFromAfar({ lines, rect }: Pick<CardBox, 'lines' | 'rect'>): Words | null {
  const text = lines.join(' ')
  const key = `${rect.w} ${rect.h} ${text}`
  const before = known.get(key)
  if (before !== undefined) return before
  if (known.size > 5_000) known.clear()
  const found = largest(text, rect.w - 2 * SIDE, rect.h - BAND - SIDE)
  known.set(key, found)
  return found
}
const known = new Map<string, Words | null>()

function largest(text: string, width: number, height: number): Words | null {
  const words = text.split(' ')
  for (const size of SIZES) {
    // No word is cut for the sake of its size.
    if (words.some((word) => widthOf(word, size) > width)) continue
    const most = Math.floor(height / (size * LINE))
    const lines = wrap(text, size, width, most + 1)
    if (lines.length <= most) return { size, line: size * LINE, lines }
  }
  return null
}
