import { describe, expect, test } from 'vitest'
import { applyChanges, contentFrom } from '#lib/domain/apply.ts'
import type { Change, NewElement, NewLink } from '#lib/domain/change.ts'
import { elementsOf } from '#lib/domain/content.ts'
import { blankDossier } from '#lib/domain/schema/dossier.ts'
import { isSet } from '#lib/domain/schema/fields.ts'
import { ELEMENT_KINDS, fieldsOf, type ElementKind } from '#lib/domain/schema/element.ts'
import { m } from '#lib/i18n/paraglide/messages.js'
import { writeCards } from '#lib/domain/commands/write.ts'
import { cardSections, factsOf, linkSections, LIST_KINDS } from './outline.ts'
import { tableIn } from '#lib/domain/reading/lists.ts'
import { portionOf } from './pasted.ts'

const card = (record: NewElement): Change => ({ do: 'put', root: 'elements', record })
const link = (record: NewLink): Change => ({ do: 'put', root: 'links', record })
const content = contentFrom(blankDossier('r', 'Essai'), [
  card({ id: 'a', is: 'activity', text: 'Réparer', order: 'a1' }),
  card({ id: 'e', is: 'effect', text: 'Élan commun', ref: 'E7', order: 'a0', horizon: 'short', polarity: 'negative' }),
  card({ id: 's', is: 'stakeholder', text: 'Écoles', order: 'a2', power: 1, interest: 4.2 }),
  link({ id: 'l1', is: 'causal', fromId: 'a', toId: 'e' }),
  link({ id: 'l2', is: 'concerns', fromId: 's', toId: 'e' }),
])

describe('the list', () => {
  test('has a place for every kind', () => {
    expect([...LIST_KINDS].sort()).toEqual([...ELEMENT_KINDS].sort())
  })

  test('searches without case and accents, by text and by ref', () => {
    const found = (query: string) => cardSections(content, query).flatMap(({ cards }) => cards.map(({ id }) => id))
    expect(found('')).toEqual(['s', 'a', 'e'])
    expect(found('elan')).toEqual(['e'])
    expect(found('e7')).toEqual(['e'])
    expect(found('ÉCOLE')).toEqual(['s'])
    expect(linkSections(content, 'reparer').flatMap(({ links }) => links.map(({ id }) => id))).toEqual(['l1'])
  })

  test('says values in words and for whom an effect is', () => {
    const [effect] = elementsOf(content, 'effect')
    expect(factsOf(content, effect!)).toEqual([m.enum_horizon_short(), m.list_for_whom({ names: 'Écoles' })])
    const [stakeholder] = elementsOf(content, 'stakeholder')
    expect(factsOf(content, stakeholder!).join(' ')).not.toMatch(/\d/)
  })

  test('says every value of every fact in words', () => {
    for (const is of LIST_KINDS)
      for (const { name, options, shape } of fieldsOf(is as ElementKind))
        for (const option of options ?? []) {
          const changed = applyChanges(content, [
            card({ id: 'x', is, text: 'X', [name]: isSet(shape) ? [option] : option } as NewElement),
          ])
          expect(factsOf(changed, changed.elements.get('x')!).join(' ')).not.toMatch(/enum_|undefined/)
        }
  })
})

describe('a pasted list', () => {
  test('makes one card a line, in order, without its bullets', () => {
    const { lines } = portionOf('- Écoles\n\n  * Mairie\r\n3. Habitants')
    expect(lines).toEqual(['Écoles', 'Mairie', 'Habitants'])
    let n = 0
    const after = applyChanges(
      content,
      writeCards(content, lines, { is: 'stakeholder', by: null, newId: () => `n${n++}` }).changes,
    )
    expect(elementsOf(after, 'stakeholder').map(({ text }) => text)).toEqual([
      'Écoles',
      'Écoles',
      'Mairie',
      'Habitants',
    ])
  })

  test('makes a thousand cards at once, and keeps the rest for the next time', () => {
    const names = Array.from({ length: 2_030 }, (_, n) => `Association ${n}`)
    const first = portionOf(names.map((name) => `- ${name}`).join('\n'))
    const second = portionOf(first.rest)
    const third = portionOf(second.rest)
    expect([first.left, second.left, third.left]).toEqual([1_030, 30, 0])
    expect([...first.lines, ...second.lines, ...third.lines]).toEqual(names)
    expect(third.rest).toBe('')
  })

  test('of long lines stays under what the server takes at once, and loses nothing of a line that no card can hold', () => {
    const first = portionOf(Array.from({ length: 10 }, () => 'x'.repeat(45_000)).join('\n'))
    expect(first.lines.join('').length).toBeLessThanOrEqual(150_000)
    expect((first.lines.join('') + first.rest.replaceAll('\n', '')).length).toBe(450_000)
    expect(Math.max(...first.lines.map(({ length }) => length))).toBe(20_000)
  })

  test('rows of a spreadsheet are told from a list', () => {
    expect(tableIn('Nom\tType\r\nMairie\tAutorité\r\n\r\n')).toEqual([
      ['Nom', 'Type'],
      ['Mairie', 'Autorité'],
    ])
    expect(tableIn('Mairie\nÉcoles')).toBeNull()
  })

  test('a cell of two lines is one cell, and a quote that nothing closes is a quote', () => {
    expect(tableIn('Effet\tTerme\n"Deux lignes\nen une cellule"\tcourt')).toEqual([
      ['Effet', 'Terme'],
      ['Deux lignes\nen une cellule', 'court'],
    ])
    expect(tableIn('"Mairie\tcourt\nÉcoles\tlong')).toEqual([
      ['"Mairie', 'court'],
      ['Écoles', 'long'],
    ])
  })
})
