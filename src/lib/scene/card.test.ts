import { expect, test } from 'vitest'
import { contentFrom } from '#lib/domain/apply.ts'
import { CARD, sizeOf } from '#lib/domain/geometry.ts'
import { widthOf } from '#lib/domain/text.ts'
import { blankDossier } from '#lib/domain/schema/dossier.ts'
import { sceneWords } from '#lib/ui/words.ts'
import { cardBox, HEAD, headRoom } from './card.ts'

/** A card as it is painted. */
function painted(fields: Readonly<Record<string, unknown>>, indicators = 0, words = sceneWords()) {
  const record = { id: 'c', is: 'effect', text: 'osent pousser la porte', ...fields }
  const change = { do: 'put', root: 'elements', record } as never
  const element = contentFrom(blankDossier('ref-1', 'Essai'), [change]).elements.get('c')!
  const [w, h] = sizeOf(element)
  return cardBox(element, words, { rect: { x: 0, y: 0, w, h }, anchor: null, indicators })
}

test('an effect says its ref and its sense by sign and word, and nothing of a sense that nobody chose', () => {
  expect(painted({ ref: 'E2', polarity: 'positive' })).toMatchObject({ head: 'Effet E2 · + Positif', tone: 'positive' })
  expect(painted({ ref: 'E2', polarity: 'negative' })).toMatchObject({ head: 'Effet E2 · − Négatif', icon: 'falling' })
  expect(painted({ polarity: 'neutral' })).toMatchObject({ head: 'Effet · ± Ambivalent', tone: 'ambivalent' })
  expect(painted({ ref: 'E2' })).toMatchObject({ head: 'Effet E2', tone: 'neutral', icon: 'level' })
})

test('a card counts its indicators once it has one', () => {
  expect(painted({}).badge).toBe('')
  expect(painted({}, 1).badge).toBe('1 ind.')
  expect(painted({}, 12).badge).toBe('12 ind.')
})

test('the ref and the sense have room beside the count', () => {
  for (const polarity of ['positive', 'negative']) {
    const box = painted({ ref: 'E12', polarity }, 2)
    expect(widthOf(box.head, HEAD.size)).toBeLessThan(headRoom(box))
    expect(HEAD.left + headRoom(box) + widthOf(box.badge, HEAD.size)).toBeLessThan(CARD.width)
  }
})

test('a card says whose structure proposed it, as far as it has room, and grows by nothing', () => {
  const words = sceneWords((person) => (person === 'nadia' ? 'Communauté de communes de Montfleur' : ''))
  const by = (is: string, fields = {}, indicators = 0) =>
    painted({ is, by: 'nadia', ref: null, ...fields }, indicators, words)
  expect(
    painted(
      { is: 'note', by: 'nadia' },
      0,
      sceneWords(() => 'Montfleur'),
    ).head,
  ).toBe('Note · Montfleur')
  expect(by('note').head).toMatch(/^Note · Communauté.*…$/)
  expect(widthOf(by('note').head, HEAD.size)).toBeLessThan(headRoom(by('note')))
  expect(by('note').rect).toEqual(painted({ is: 'note' }).rect)
  expect(by('note', { by: 'somebody' }).head).toBe('Note')
  expect(by('effect', { ref: 'E2' }, 2).head).toMatch(/^Effet E2 · Comm.*…$/)
  expect(by('effect', { ref: 'E12', polarity: 'positive' }, 2).head).toBe('Effet E12 · + Positif')
  expect(by('stakeholder', { kind: 'organization' }).head).not.toContain('Comm')
  expect(painted({ is: 'note', by: 'nadia' }).head).toBe('Note')
})
