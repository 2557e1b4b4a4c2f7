/** What may be held where: values and texts in a record, words in a text, nothing that no board holds. */
import * as Y from 'yjs'
import { Refusal } from './verdict.ts'
import type { Place } from './places.ts'

const MAX_STRING = 262_144
const MAX_NESTING = 8

export function checkContent(content: Y.Item['content']) {
  if (content instanceof Y.ContentString) {
    if (content.str.length > MAX_STRING) throw new Refusal('string')
  } else if (content instanceof Y.ContentAny) content.arr.forEach((value) => checkValue(value, 0))
  else if (content instanceof Y.ContentJSON) content.arr.forEach((value) => checkValue(value, 0))
  else if (content instanceof Y.ContentFormat) checkValue(content.value, 0)
  else if (!(content instanceof Y.ContentType || content instanceof Y.ContentDeleted)) throw new Refusal('content')
}

function checkValue(value: unknown, depth: number) {
  if (depth > MAX_NESTING) throw new Refusal('depth')
  if (value === null || value === undefined || typeof value === 'boolean') return
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new Refusal('number')
  } else if (typeof value === 'string') {
    if (value.length > MAX_STRING) throw new Refusal('string')
  } else if (Array.isArray(value)) value.forEach((item) => checkValue(item, depth + 1))
  else if (typeof value === 'object' && !(value instanceof Uint8Array)) {
    for (const item of Object.values(value)) checkValue(item, depth + 1)
  } else throw new Refusal('content')
}

/** In a record: values and texts, each under its key. In a text: words. */
export function checkInside({ content }: Y.Item, { container, key }: Place) {
  if (key === null) {
    const words = content instanceof Y.ContentString || content instanceof Y.ContentFormat
    if (!(container instanceof Y.Text) || !(words || content instanceof Y.ContentDeleted)) throw new Refusal('content')
    return
  }
  if (content instanceof Y.ContentType && content.type.constructor !== Y.Text) throw new Refusal('content')
  const held = (container as Y.AbstractType<unknown>)._map.get(key)
  if (held && !held.deleted && held.content instanceof Y.ContentType) throw new Refusal('text overwritten')
}
