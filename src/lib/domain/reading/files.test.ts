import { expect, test } from 'vitest'
import { textOf } from './files.ts'

const text = '{"title":"L’œuvre d’été, 1 250 €"}'
const utf16 = (text: string, little: boolean) => {
  const bytes = new Uint8Array(text.length * 2)
  const view = new DataView(bytes.buffer)
  for (let i = 0; i < text.length; i++) view.setUint16(i * 2, text.charCodeAt(i), little)
  return bytes
}
const WINDOWS: Readonly<Record<string, number>> = { '’': 0x92, œ: 0x9c, '€': 0x80 }

test.each([
  ['UTF-8', new TextEncoder().encode(text)],
  ['UTF-8 with its mark', new TextEncoder().encode(`\ufeff${text}`)],
  ['UTF-16', utf16(text, true)],
  ['UTF-16 with its mark', utf16(`\ufeff${text}`, true)],
  ['UTF-16, the other way', utf16(text, false)],
  ['UTF-16, the other way, with its mark', utf16(`\ufeff${text}`, false)],
  ['Windows-1252', Uint8Array.from(text, (letter) => WINDOWS[letter] ?? letter.charCodeAt(0))],
])('a file in %s keeps its letters', (_name, bytes) => expect(textOf(bytes)).toBe(text))

test('an empty file is an empty text', () => expect(textOf(new Uint8Array())).toBe(''))
