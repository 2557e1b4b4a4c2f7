import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byWords, fold, streamSafe } from './plain.ts'

describe('one folding of words', () => {
  test.each([
    ["l'accueil", 'L’accueil', 'lʼaccueil', 'l‘accueil', 'l`accueil', 'l´accueil', 'l′accueil'],
    ['œuvre', 'oeuvre', 'ŒUVRE', 'OEuvre'],
    ['ex æquo', 'EX AEQUO', 'ex\u00a0æquo'],
    ['efficace', 'eﬃcace', 'eﬀicace'],
    ['10 000 foyers', '10\u202f000\u00a0foyers', ' 10  000\tfoyers\n', '10\u2009000 foyers'],
    ['porte-à-porte', 'porte\u2010a\u2010porte', 'Porte\u2011à\u2011porte', 'porte–à–porte', 'porte—à−porte'],
    ['école', 'e\u0301cole', 'ÉCOLE', 'Ecole', '\ufeffécole', 'éco\u00adle', 'éco\u200ble', '\u200eécole\u200f'],
    ['Straße', 'STRASSE'],
  ])('%s is the same word however it is written', (...variants) => {
    expect(new Set(variants.map(fold)).size).toBe(1)
  })

  test('other words stay other words', () => {
    expect(new Set(['cote', 'code', 'co-te', 'cotes', 'm 2', 'm'].map(fold)).size).toBe(6)
  })

  const anyText = fc.string({ unit: 'binary' })
  test('folding twice is folding once', () => {
    fc.assert(fc.property(anyText, (text) => fold(fold(text)) === fold(text)))
  })
  test('composed or not, with any space around, in either case: one', () => {
    const latin = fc.string({ unit: fc.constantFrom(..."abcéèçœæÉÈŒàùï -’'") })
    fc.assert(
      fc.property(latin, (text) =>
        [text.normalize('NFD'), text.normalize('NFC'), ` ${text}\u202f`, text.toUpperCase(), `\u200b${text}`].every(
          (variant) => fold(variant) === fold(text),
        ),
      ),
    )
  })
})

describe('marks on a letter', () => {
  test('a letter keeps all the marks that any script gives it', () => {
    expect(streamSafe('e\u0301\u0323')).toBe('e\u0301\u0323')
  })
  test('a hundred thousand marks, two by turns, are no work', () => {
    expect(fold(`a${'\u0301\u0323'.repeat(50_000)}b`)).toBe('ab')
  })
})

test('lists of words are in the order of a French dictionary, figures by their value', () => {
  expect(['Zoé', 'école', 'Atelier 10', 'eau', 'Atelier 2'].sort(byWords)).toEqual([
    'Atelier 2',
    'Atelier 10',
    'eau',
    'école',
    'Zoé',
  ])
})
