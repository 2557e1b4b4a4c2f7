/** Texts as they are compared: whatever two people cannot tell apart by ear is one. Nothing else in the product folds words (lint says so). */

/**
 * At most thirty marks on one letter, as in Unicode's Stream-Safe Text Format (UAX #15): no script has more. Normalising sorts the marks of a letter by
 * comparing each with each; a hundred thousand of them, two by turns, took fourteen seconds.
 */
export const streamSafe = (text: string): string => text.replace(/(\p{M}{30})\p{M}+/gu, '$1')

/**
 * One form for all ways of writing the same words: case, accents (composed or not), ligatures, apostrophes, hyphens, spaces and what cannot be seen
 * do not count. Only for comparing and searching: what is shown and stored stays as it was written.
 */
export const fold = (text: string): string =>
  // An acute accent that stands alone would fall apart into a space and a mark.
  streamSafe(text.replaceAll('´', "'"))
    .normalize('NFKD')
    .toLowerCase()
    // Marks, and what a reader never sees: soft hyphens, joiners, marks of direction, a byte order mark.
    .replace(/[\p{M}\p{Default_Ignorable_Code_Point}]/gu, '')
    .replace(/[œæß]/g, (letter) => LIGATURES[letter]!)
    .replace(/[’‘‛ʼʹ`′＇]/g, "'")
    .replace(/[\p{Pd}−⁃]/gu, '-')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
const LIGATURES: Readonly<Record<string, string>> = { œ: 'oe', æ: 'ae', ß: 'ss' }

/** The order of words in a list: «école» beside «Ecole», «Atelier 2» before «Atelier 10». */
export const byWords = new Intl.Collator('fr', { numeric: true, sensitivity: 'base' }).compare
