/** Numbers as people write them and spreadsheets copy them: one reading for cards, panel, grid, paste and rules. */

/**
 * «1 250,5», «1250.5», «1.250.000», «−3», «1e6»; null: no number, or one that would not come back as it was written (too many figures, too large).
 * One comma or point alone is the decimal one, as in French and in what this product writes.
 */
export function numberIn(text: string): number | null {
  const plain = text
    .trim()
    .replace(/[\s’']/gu, ' ')
    .replace(/^[−–]/, '-')
  const read = PLAIN.exec(plain) ?? SPACES.exec(plain) ?? POINTS.exec(plain) ?? COMMAS.exec(plain)
  if (!read) return null
  const [, sign = '', grouped = '', decimals = '', power = ''] = read
  const whole = grouped.replace(/[ .,]/g, '')
  const written = `${whole}${decimals === '' ? '' : '.'}${decimals}${power}`
  const number = Number(sign + written)
  const isExact = whole.length + decimals.length <= EXACT || String(Math.abs(number)) === written
  return Number.isFinite(number) && isExact ? number : null
}
/** As many figures come back from a number as they were. */
const EXACT = 15
const PLAIN = /^([-+]?)(\d+)(?:[.,](\d+))?(e[-+]?\d{1,3})?$/i
const SPACES = /^([-+]?)(\d{1,3}(?: \d{3})+)(?:[.,](\d+))?$/
const POINTS = /^([-+]?)(\d{1,3}(?:\.\d{3})+)(?:,(\d+))?$/
const COMMAS = /^([-+]?)(\d{1,3}(?:,\d{3})+)(?:\.(\d+))?$/

/** As it stands in a box and is copied: read again it is the same number. */
export const numberText = (number: number): string => String(number).replace('.', ',')

/** A figure of a baseline or a target: a number where it is one, else the words as they are («45 %», «une dizaine»). */
export const amountIn = (text: string): number | string | null => {
  const words = text.trim()
  return words === '' ? null : (numberIn(words) ?? words)
}
