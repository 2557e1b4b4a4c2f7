/** Texts as they are compared: two ways of writing the same letter are one. */

/**
 * At most thirty marks on one letter, as in Unicode's Stream-Safe Text Format (UAX #15): no script has more. Normalising sorts the marks of a letter by
 * comparing each with each; a hundred thousand of them, two by turns, took fourteen seconds.
 */
export const streamSafe = (text: string): string => text.replace(/(\p{M}{30})\p{M}+/gu, '$1')

/** Without accents. */
export const unaccented = (text: string): string => streamSafe(text).normalize('NFD').replace(/\p{M}/gu, '')
