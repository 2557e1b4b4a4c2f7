/**
 * Whether a text of JSON opens more brackets within one another than `most`: found while its characters are read, before a parser builds what nobody
 * will look at. Of a text that is no JSON it says something or other: the parser refuses it.
 */
export function isDeeper(json: string, most: number): boolean {
  let [depth, isQuoted] = [0, false]
  for (let at = 0; at < json.length; at++) {
    const unit = json.charCodeAt(at)
    if (isQuoted) {
      if (unit === BACKSLASH) at++
      else if (unit === QUOTE) isQuoted = false
    } else if (unit === QUOTE) isQuoted = true
    else if (unit === OPEN_LIST || unit === OPEN_OBJECT) {
      if (++depth > most) return true
    } else if (unit === CLOSE_LIST || unit === CLOSE_OBJECT) depth--
  }
  return false
}

const [QUOTE, BACKSLASH, OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x22, 0x5c, 0x5b, 0x5d, 0x7b, 0x7d]
