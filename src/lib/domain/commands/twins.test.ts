import { describe, expect, test } from 'vitest'
import { applyChanges, contentFrom } from '../apply.ts'
import { blankDossier } from '../schema/dossier.ts'
import { keepApart, twinsOf } from './twins.ts'

const board = (...texts: readonly string[]) =>
  contentFrom(
    blankDossier('ref-1', 'Essai'),
    texts.map((text, i) => ({ do: 'put', root: 'elements', record: { id: `e${i}`, is: 'effect', text } })),
  )
const namesIn = (texts: readonly string[]) => twinsOf(board(...texts)).pairs.map((pair) => pair.map(({ text }) => text))

describe('cards that look alike', () => {
  test('are proposed two by two until both are kept', () => {
    const content = board('Les habitants se parlent', 'Les habitantes se parlent', 'Le bruit gêne')
    const [pair] = twinsOf(content).pairs
    expect(pair?.map(({ id }) => id)).toEqual(['e0', 'e1'])
    expect(twinsOf(applyChanges(content, keepApart(content, 'e0', 'e1'))).pairs).toEqual([])
  })

  test('are not those that people number', () => {
    expect(namesIn(['Groupe de travail 1', 'Groupe de travail 2'])).toEqual([])
    expect(namesIn(['Réunion publique (2026)', 'Réunion publique'])).toHaveLength(1)
  })

  test('are fifty at most at a time, and one is told of more', () => {
    const texts = Array.from({ length: 300 }, (_, i) => `Les habitants du quartier se parlent${'!'.repeat(i % 3)}`)
    const { pairs, more } = twinsOf(board(...texts))
    expect([pairs.length, more]).toEqual([50, true])
    expect(twinsOf(board('Les écoles', 'Les écoles')).more).toBe(false)
  })

  test('are asked about among the kinds of a view', () => {
    const content = board('Les écoles', 'Les écoles')
    expect(twinsOf(content, ['activity', 'effect']).pairs).toHaveLength(1)
    expect(twinsOf(content, ['stakeholder']).pairs).toEqual([])
  })
})
