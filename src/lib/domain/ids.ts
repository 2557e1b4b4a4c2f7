/** Record ids: 12 characters of a 64-character alphabet, 72 bits. */
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-'

export function newId(
  random: (bytes: Uint8Array) => Uint8Array = (bytes) => crypto.getRandomValues(bytes as Uint8Array<ArrayBuffer>),
): string {
  const bytes = random(new Uint8Array(12))
  // The first character is a letter: ids are used in selectors, file names and ID_PATTERN.
  return [...bytes].map((byte, i) => ALPHABET[i === 0 ? byte % 52 : byte & 63]).join('')
}
