/** Wraps text by the bundled font's advance widths: the same lines on the server, in a picture and on every browser (DESIGN §6.5). */
import { ADVANCES, WIDEST_KNOWN } from './font-metrics.ts'

/** Width in CSS pixels at `size` pixels. */
export function widthOf(text: string, size: number): number {
  let units = 0
  for (const character of text) units += ADVANCES.get(character.codePointAt(0)!) ?? WIDEST_KNOWN
  return (units * size) / 1000
}

/** Breaks a text into lines no wider than `width`; a word that is too long is cut. The last of `most` lines ends in an ellipsis. */
export function wrap(whole: string, size: number, width: number, most: number): readonly string[] {
  const lines: string[] = []
  // No visible character is narrower than a sixth of its size: what lies beyond cannot be seen.
  const text = whole.slice(0, Math.ceil(((most + 1) * width * 6) / size))
  for (const paragraph of text.split('\n')) {
    let line = ''
    for (const word of paragraph.split(/(?<=[ ])/)) {
      const parts = widthOf(word.trimEnd(), size) > width ? cut(word, size, width) : [word]
      for (const part of parts) {
        if (line !== '' && widthOf((line + part).trimEnd(), size) > width) {
          lines.push(line.trimEnd())
          line = ''
        }
        line += part
      }
    }
    lines.push(line.trimEnd())
    if (lines.length > most) break
  }
  if (lines.length <= most) return lines
  return [...lines.slice(0, most - 1), ellipsis(lines[most - 1]!, size, width)]
}

function cut(word: string, size: number, width: number): readonly string[] {
  const parts: string[] = []
  let part = ''
  for (const character of word) {
    if (part !== '' && widthOf(part + character, size) > width) {
      parts.push(part)
      part = ''
    }
    part += character
  }
  return part === '' ? parts : [...parts, part]
}

function ellipsis(line: string, size: number, width: number): string {
  let kept = line
  while (kept !== '' && widthOf(`${kept}…`, size) > width) kept = kept.slice(0, -1)
  return `${kept.trimEnd()}…`
}
