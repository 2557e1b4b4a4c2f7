import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import type { NewElement } from '#lib/domain/change.ts'
import { setField } from '#lib/domain/commands/edit.ts'
import { placementKey } from '#lib/domain/content.ts'
import { blankDossier, SCHEMA_VERSION } from '#lib/domain/schema/dossier.ts'
import { ELEMENT_KINDS, fieldsOf } from '#lib/domain/schema/element.ts'
import { Board } from './board.ts'
import { recordsOf, seed, writeDossier } from './layout.ts'
import { SERVER } from './origin.ts'
import { lookBefore, repair } from './repair.ts'
import { restore } from './restore.ts'

/** Two boards on one seeded document; `meet` delivers everything both ways. */
function two() {
  const server = new Y.Doc()
  seed(server, blankDossier('ref-1', 'Essai'))
  const open = () => {
    const doc = new Y.Doc()
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(server), 'remote')
    return new Board(doc)
  }
  const [alice, bob] = [open(), open()]
  const meet = () => {
    const [a, b] = [Y.encodeStateAsUpdate(alice.doc), Y.encodeStateAsUpdate(bob.doc)]
    Y.applyUpdate(alice.doc, b, 'remote')
    Y.applyUpdate(bob.doc, a, 'remote')
  }
  return { server, alice, bob, meet }
}
const note = (id: string, text = ''): NewElement => ({ id, is: 'note', text })
const create = (board: Board, record: NewElement) => board.apply([{ do: 'put', root: 'elements', record }])
const type = (board: Board, id: string, at: number, insert: string) =>
  board.apply([{ do: 'splice', root: 'elements', id, field: 'text', at, remove: 0, insert }], `${id}/text`)
const bin = (board: Board, id: string) =>
  board.apply([{ do: 'remove', root: 'elements', id, gone: { by: 'p', at: 1 } }])
const textOf = (board: Board, id: string) => board.content.elements.get(id)?.text

describe('a board', () => {
  test('keeps a criterion that somebody takes on, whatever their id begins with', () => {
    const { alice, bob, meet } = two()
    create(alice, { id: 'c-1', is: 'criterion', text: 'Les habitants réparent' })
    meet()
    for (const person of ['_5Yd0c1fQnKf0J9sTq2m7g', '-5Yd0c1fQnKf0J9sTq2m7g'])
      bob.apply(setField(bob.content, 'elements', 'c-1', 'takenOnBy', [person]))
    meet()
    expect(alice.content.elements.get('c-1')).toMatchObject({ takenOnBy: ['-5Yd0c1fQnKf0J9sTq2m7g'] })
  })
  test('reads back every kind it was given, with the empty form of what was left out', () => {
    const { alice } = two()
    for (const is of ELEMENT_KINDS)
      if (is !== 'mission') create(alice, { id: `x-${is}`, is, text: 'Un texte' } as NewElement)
    expect(alice.content.quarantined).toEqual([])
    for (const is of ELEMENT_KINDS.filter((kind) => kind !== 'mission')) {
      const element = alice.content.elements.get(`x-${is}`)!
      expect(element.is).toBe(is)
      for (const field of fieldsOf(is).filter(({ name }) => name !== 'text'))
        expect([null, '', []]).toContainEqual((element as Record<string, unknown>)[field.name])
    }
  })

  test('keeps the text of a colleague who types while I remove the card, undo and redo', () => {
    const { alice, bob, meet } = two()
    create(alice, note('n', 'Bonjour'))
    meet()
    bin(alice, 'n')
    type(bob, 'n', 7, ' tout le monde')
    meet()
    expect(textOf(alice, 'n')).toBeUndefined()
    expect(alice.content.bin.get('n')?.record.text).toBe('Bonjour tout le monde')
    expect(alice.history.undo()).toEqual({ is: 'done' })
    meet()
    expect(textOf(alice, 'n')).toBe('Bonjour tout le monde')
    expect(textOf(bob, 'n')).toBe('Bonjour tout le monde')
    alice.history.redo()
    alice.history.undo()
    meet()
    expect(textOf(bob, 'n')).toBe('Bonjour tout le monde')
  })

  test('my undo of a creation hides the card and keeps it in the bin', () => {
    const { alice, bob, meet } = two()
    create(alice, note('n', 'Idée'))
    meet()
    expect(alice.history.undo()).toEqual({ is: 'done' })
    meet()
    expect(textOf(bob, 'n')).toBeUndefined()
    expect(bob.content.bin.get('n')?.record.text).toBe('Idée')
    expect(alice.history.redo()).toEqual({ is: 'done' })
    expect(textOf(alice, 'n')).toBe('Idée')
  })

  test.each([
    ['wrote in', (bob: Board) => type(bob, 'n', 0, 'X')],
    [
      'moved',
      (bob: Board) =>
        bob.apply([{ do: 'patch', root: 'placements', key: placementKey('ideas', 'n'), point: [10, 10] }]),
    ],
    ['converted', (bob: Board) => bob.apply([{ do: 'patch', root: 'elements', id: 'n', fields: { is: 'effect' } }])],
    [
      'tied an arrow to',
      (bob: Board) =>
        bob.apply([{ do: 'put', root: 'links', record: { id: 'l', is: 'causal', fromId: 'n', toId: 'm' } }]),
    ],
  ])('my undo never removes a card that someone else %s', (_, act) => {
    const { alice, bob, meet } = two()
    create(bob, { id: 'm', is: 'effect', text: 'Autre' })
    create(alice, note('n', 'Idée'))
    meet()
    act(bob)
    meet()
    expect(alice.history.undo()).toEqual({ is: 'changed_by_others' })
    meet()
    expect(bob.content.elements.has('n')).toBe(true)
    expect(alice.content.elements.has('n')).toBe(true)
  })

  test.each([
    ['kind', (board: Board, is: string) => board.apply([{ do: 'patch', root: 'elements', id: 'n', fields: { is } }])],
    [
      'place',
      (board: Board, is: string) =>
        board.apply([{ do: 'patch', root: 'placements', key: placementKey('ideas', 'n'), point: [is.length, 1] }]),
    ],
  ])('undo keeps a %s that two people chose at the same time, whoever undoes', (_, choose) => {
    for (const [first, second] of [
      [1, 2],
      [2, 1],
    ] as const) {
      const { alice, bob, meet } = two()
      alice.doc.clientID = first
      bob.doc.clientID = second
      create(alice, note('n', 'Idée'))
      create(bob, note('other'))
      alice.apply([{ do: 'patch', root: 'placements', key: placementKey('ideas', 'n'), point: [0, 0] }])
      meet()
      choose(alice, 'effect')
      choose(bob, 'stakeholder')
      meet()
      const agreed = alice.content
      bob.history.undo()
      alice.history.undo()
      meet()
      expect(alice.content.quarantined).toEqual([])
      for (const { content } of [alice, bob]) {
        expect(content.elements.get('n')).toEqual(agreed.elements.get('n'))
        expect(content.placements).toEqual(agreed.placements)
      }
    }
  })

  test('a card that my undo leaves, because someone else wrote in it, keeps its place', () => {
    const { alice, bob, meet } = two()
    alice.apply([
      { do: 'put', root: 'elements', record: note('n', 'Idée') },
      { do: 'patch', root: 'placements', key: placementKey('ideas', 'n'), point: [40, 50] },
      { do: 'patch', root: 'elements', id: 'n', fields: { zone: 'problem' } },
    ])
    meet()
    type(bob, 'n', 0, 'Une ')
    meet()
    expect(alice.history.undo()).toEqual({ is: 'changed_by_others' })
    meet()
    for (const { content } of [alice, bob]) {
      expect(content.placements.get(placementKey('ideas', 'n'))).toEqual([40, 50])
      expect(content.elements.get('n')).toMatchObject({ text: 'Une Idée', zone: 'problem' })
    }
  })

  test('undo goes back through my own values to the one that somebody else wrote beside', () => {
    const { alice, bob, meet } = two()
    alice.doc.clientID = 1
    bob.doc.clientID = 2
    create(alice, note('n', 'Idée'))
    meet()
    for (const is of ['effect', 'question']) bob.apply([{ do: 'patch', root: 'elements', id: 'n', fields: { is } }])
    alice.apply([{ do: 'patch', root: 'elements', id: 'n', fields: { is: 'stakeholder' } }])
    meet()
    expect(bob.history.undo()).toEqual({ is: 'done' })
    expect(bob.content.elements.get('n')?.is).toBe('effect')
    expect(bob.history.undo()).toEqual({ is: 'changed_by_others' })
    meet()
    expect(alice.content.elements.get('n')?.is).toBe('effect')
  })

  test('a card turned into a kind that fills the same field otherwise is still there, and finds its value when turned back', () => {
    const { alice } = two()
    const turn = (is: string) => alice.apply([{ do: 'patch', root: 'elements', id: 'f', fields: { is } }])
    create(alice, { id: 'f', is: 'factor', text: 'Le prix du neuf', direction: 'unfavourable' })
    turn('indicator')
    expect(alice.content.quarantined).toEqual([])
    expect(alice.content.elements.get('f')).toMatchObject({ is: 'indicator', direction: null })
    turn('factor')
    expect(alice.content.elements.get('f')).toMatchObject({ is: 'factor', direction: 'unfavourable' })
  })

  test('going back to a version also sets back what a converted card does not show', () => {
    const { alice } = two()
    const patch = (fields: Record<string, unknown>) => alice.apply([{ do: 'patch', root: 'elements', id: 'e', fields }])
    create(alice, { id: 'e', is: 'effect', text: 'Effet', description: 'Avant' })
    const target = alice.content
    patch({ horizon: 'long' })
    patch({ is: 'stakeholder' })
    alice.doc.transact(() => restore(alice.doc, target, { by: null, at: 0 }), SERVER)
    expect(alice.content.elements.get('e')).toEqual(target.elements.get('e'))
  })

  test('going back heals a card that no longer parses', () => {
    const { alice } = two()
    create(alice, { id: 'e', is: 'effect', text: 'Effet', horizon: 'short' } as NewElement)
    create(alice, note('n', 'Une note'))
    const target = alice.content
    alice.doc.transact(() => {
      const elements = recordsOf(alice.doc, 'elements')
      elements.get('e')!.set('is', 'nothing')
      elements.get('e')!.set('horizon', 5)
      elements.get('n')!.delete('is')
      ;(elements.get('n')!.get('text') as Y.Text).insert(0, 'x'.repeat(30_000))
    }, 'remote')
    expect(alice.content.quarantined.map(({ id }) => id)).toEqual(['e', 'n'])
    alice.doc.transact(() => restore(alice.doc, target, { by: null, at: 0 }), SERVER)
    expect(alice.content.elements).toEqual(target.elements)
  })

  test('a place that is no place is no place, also for who opens the board afterwards', () => {
    const { alice } = two()
    create(alice, note('n', 'Une note'))
    const places = alice.doc.getMap<unknown>('placements')
    alice.doc.transact(() => {
      places.set('ideas:n', 5)
      places.set('ideas:m', 'xy')
      places.set('ideas:o', [1e300, 0])
      places.set('ideas:p', [1, 2])
    }, 'remote')
    const later = new Y.Doc()
    Y.applyUpdate(later, Y.encodeStateAsUpdate(alice.doc))
    for (const board of [alice, new Board(later)]) expect([...board.content.placements]).toEqual([['ideas:p', [1, 2]]])
  })

  test('an effect remembers the atelier that it was written in; what was there, and what is written after its end, does not', () => {
    const { server, alice } = two()
    const workshop = { order: 1, title: null, date: null, mode: null, durationMin: null, participants: null }
    const moment = { workshopId: 'at-2', tabs: ['tree'], isWritingClosed: false, opensAt: null, versionId: null }
    const write = (id: string, now: typeof moment | { versionId: string } | null) => {
      writeDossier(server, { workshops: [{ ...workshop, id: 'at-2' }], moment: now && { ...moment, ...now } })
      create(alice, { id, is: 'effect', text: 'Effet' })
      const before = lookBefore(server, new Set([id, 'before']))
      Y.applyUpdate(server, Y.encodeStateAsUpdate(alice.doc))
      server.transact(() => repair(server, 'member-1', before), SERVER)
    }
    write('before', null)
    write('during', moment)
    write('after', { versionId: 'v-1' })
    Y.applyUpdate(alice.doc, Y.encodeStateAsUpdate(server), 'remote')
    const from = (id: string) => (alice.content.elements.get(id) as { createdInWorkshopId: string }).createdInWorkshopId
    expect(['before', 'during', 'after'].map(from)).toEqual([null, 'at-2', null])
  })

  test('a ref given by the server does not count as somebody else changing my card', () => {
    const { server, alice } = two()
    create(alice, { id: 'e', is: 'effect', text: 'Effet' })
    const before = lookBefore(server, new Set(['e']))
    Y.applyUpdate(server, Y.encodeStateAsUpdate(alice.doc))
    server.transact(() => repair(server, 'member-1', before), SERVER)
    Y.applyUpdate(alice.doc, Y.encodeStateAsUpdate(server), 'remote')
    expect(alice.content.elements.get('e')).toMatchObject({ ref: 'E1', by: 'member-1' })
    expect(alice.history.undo()).toEqual({ is: 'done' })
    expect(alice.content.elements.has('e')).toBe(false)
  })

  test('undo does not reach an older step when the newest has no effect any more', () => {
    const { alice, bob, meet } = two()
    create(alice, { id: 's', is: 'stakeholder', text: 'A' })
    alice.apply([{ do: 'patch', root: 'elements', id: 's', fields: { power: 1 } }])
    meet()
    bob.apply([{ do: 'patch', root: 'elements', id: 's', fields: { power: 4 } }])
    meet()
    expect(alice.history.undo()).toEqual({ is: 'changed_by_others' })
    meet()
    expect(bob.content.elements.get('s')).toMatchObject({ text: 'A', power: 4 })
  })

  test('two people who write first in the same text lose nothing', () => {
    const { alice, bob, meet } = two()
    create(alice, { id: 'e', is: 'effect', text: '' })
    meet()
    for (const [board, words] of [
      [alice, 'Alice '],
      [bob, 'Bob '],
    ] as const)
      board.apply([{ do: 'splice', root: 'elements', id: 'e', field: 'description', at: 0, remove: 0, insert: words }])
    meet()
    expect(alice.content.elements.get('e')).toEqual(bob.content.elements.get('e'))
    expect(['Alice Bob ', 'Bob Alice ']).toContain(
      (alice.content.elements.get('e') as { description: string }).description,
    )
  })

  test('two people who add members to the same set keep both', () => {
    const { alice, bob, meet } = two()
    create(alice, { id: 'q', is: 'question', text: '?' })
    meet()
    alice.apply([{ do: 'patch', root: 'elements', id: 'q', fields: { effectIds: ['e-1'] } }])
    bob.apply([{ do: 'patch', root: 'elements', id: 'q', fields: { effectIds: ['e-2'] } }])
    meet()
    expect(alice.content.elements.get('q')).toMatchObject({ effectIds: ['e-1', 'e-2'] })
  })

  test('two people who move one card never mix half a move', () => {
    const { alice, bob, meet } = two()
    create(alice, note('n'))
    meet()
    const key = placementKey('ideas', 'n')
    alice.apply([{ do: 'patch', root: 'placements', key, point: [1, 2] }])
    bob.apply([{ do: 'patch', root: 'placements', key, point: [30, 40] }])
    meet()
    expect(alice.content.placements.get(key)).toEqual(bob.content.placements.get(key))
    expect([
      [1, 2],
      [30, 40],
    ]).toContainEqual(alice.content.placements.get(key))
  })

  test('a drop and a field edit at the same time leave card and values agreeing', () => {
    const { alice, bob, meet } = two()
    create(alice, { id: 's', is: 'stakeholder', text: 'A', power: 1, interest: 1 })
    meet()
    alice.apply([
      { do: 'patch', root: 'elements', id: 's', fields: { power: 3, interest: 4 } },
      { do: 'patch', root: 'placements', key: placementKey('influence', 's'), point: null },
    ])
    bob.apply([{ do: 'patch', root: 'elements', id: 's', fields: { power: 5 } }])
    meet()
    const [a, b] = [alice.content.elements.get('s'), bob.content.elements.get('s')]
    expect(a).toEqual(b)
    expect(a).toMatchObject({ interest: 4 })
    expect(alice.content.placements.has(placementKey('influence', 's'))).toBe(false)
  })

  test('converting keeps the text, the place, the links and what a peer is typing', () => {
    const { alice, bob, meet } = two()
    create(alice, note('n', 'Les gens se parlent'))
    alice.apply([{ do: 'patch', root: 'placements', key: placementKey('ideas', 'n'), point: [5, 6] }])
    meet()
    alice.apply([{ do: 'patch', root: 'elements', id: 'n', fields: { is: 'effect' } }])
    type(bob, 'n', 19, ' enfin')
    meet()
    expect(alice.content.elements.get('n')).toMatchObject({ is: 'effect', text: 'Les gens se parlent enfin' })
    expect(alice.content.placements.get(placementKey('ideas', 'n'))).toEqual([5, 6])
  })

  test('hides the links of a card in the bin and shows them when it is put back', () => {
    const { alice } = two()
    create(alice, { id: 'a', is: 'activity', text: 'A' })
    create(alice, { id: 'b', is: 'output', text: 'B' })
    alice.apply([{ do: 'put', root: 'links', record: { id: 'l', is: 'causal', fromId: 'a', toId: 'b' } }])
    bin(alice, 'b')
    expect([...alice.content.links.keys()]).toEqual([])
    expect([...alice.content.hiddenLinks.keys()]).toEqual(['l'])
    alice.apply([{ do: 'restore', root: 'elements', id: 'b' }])
    expect([...alice.content.links.keys()]).toEqual(['l'])
  })

  test('sets aside what fails the schema, and goes on', () => {
    const { alice } = two()
    create(alice, note('n', 'Saine'))
    alice.doc.transact(() => {
      recordsOf(alice.doc, 'elements').set('bad', new Y.Map([['is', 'dragon']]) as never)
      recordsOf(alice.doc, 'elements').get('n')!.set('order', 12)
    })
    expect(alice.content.quarantined.map(({ id }) => id).sort()).toEqual(['bad', 'n'])
    expect(alice.content.elements.has('n')).toBe(false)
    recordsOf(alice.doc, 'elements').get('n')!.set('order', 'a0')
    expect(textOf(alice, 'n')).toBe('Saine')
  })

  test('shows a board of a newer layout and refuses to edit it', () => {
    const { server, alice } = two()
    writeDossier(server, { schemaVersion: SCHEMA_VERSION + 1 })
    Y.applyUpdate(alice.doc, Y.encodeStateAsUpdate(server), 'remote')
    expect(create(alice, note('n'))).toEqual({ ok: false, why: 'newer' })
    expect(alice.content.elements.has('n')).toBe(false)
  })

  test('refuses a text longer than the schema holds instead of setting the card aside', () => {
    const { alice } = two()
    expect(create(alice, note('n', 'x'.repeat(20_001)))).toEqual({ ok: false, why: 'too_long' })
    create(alice, note('n', 'x'.repeat(10_000)))
    expect(textOf(alice, 'n')).toHaveLength(10_000)
    expect(type(alice, 'n', 0, 'y'.repeat(10_001))).toEqual({ ok: false, why: 'too_long' })
  })

  test('typing in one text is one step of undo, another text is another', () => {
    const { alice } = two()
    create(alice, note('n'))
    type(alice, 'n', 0, 'a')
    type(alice, 'n', 1, 'b')
    create(alice, note('m'))
    type(alice, 'm', 0, 'z')
    alice.history.undo()
    expect(textOf(alice, 'm')).toBe('')
    alice.history.undo()
    expect(textOf(alice, 'm')).toBeUndefined()
    alice.history.undo()
    expect(textOf(alice, 'n')).toBe('')
  })
})
