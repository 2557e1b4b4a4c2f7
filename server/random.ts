import { randomBytes, randomInt } from 'node:crypto'

/** 128 random bits, in 22 letters that a URL needs not escape. */
export const newToken = (): string => randomBytes(16).toString('base64url')

/** Board, person, session, snapshot ids have the same shape as tokens. */
export const isToken = (text: string): boolean => /^[A-Za-z0-9_-]{22}$/.test(text)

// I, O and Q are left out: they are misread for L, zero and each other when a code is read aloud or from a projector.
const CODE_LETTERS = 'ABCDEFGHJKLMNPRSTUVWXYZ'

/** Six letters, 1.5·10⁸ values: short-lived, and failures are counted. */
export const newCode = (): string =>
  Array.from({ length: 6 }, () => CODE_LETTERS[randomInt(CODE_LETTERS.length)]).join('')
