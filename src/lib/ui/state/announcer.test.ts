import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { Board } from '#lib/board/board.ts'
import { lookBefore, repair } from '#lib/board/repair.ts'
import type { Change, NewElement } from '#lib/domain/change.ts'
import { connect } from '#lib/domain/commands/connect.ts'
import { createCard } from '#lib/domain/commands/create.ts'
import { duplicate } from '#lib/domain/commands/duplicate.ts'
import { merge } from '#lib/domain/commands/merge.ts'
import { placeInHorizon } from '#lib/domain/views/place.ts'
import { remove } from '#lib/domain/commands/remove.ts'
import type { Id } from '#lib/domain/content.ts'
import type { ElementKind } from '#lib/domain/schema/element.ts'
import type { SaveState } from '#lib/sync/connection.ts'
import { Announcer } from './announcer.svelte.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const NB = '\u00a0'
let ids = 0

/** Two people on one board, through a server that mends what it takes in. */
function workshop() {
  const server = new Y.Doc()
  const person = (name: string) => {
    const doc = new Y.Doc()
    const board = new Board(doc)
    const announcer = new Announcer()
    board.onChange((change) => announcer.changed(change))
    const send = () => {
      const before = lookBefore(server, new Set([...board.content.elements.keys(), ...board.content.links.keys()]))
      Y.applyUpdate(server, Y.encodeStateAsUpdate(doc, Y.encodeStateVector(server)))
      server.transact(() => repair(server, name, before))
    }
    const hear = () => Y.applyUpdate(doc, Y.encodeStateAsUpdate(server, Y.encodeStateVector(doc)))
    /** What is told from here on, once time enough has passed. */
    const told = () => {
      const last = announcer.lines.at(-1)?.id ?? 0
      return () => {
        vi.advanceTimersByTime(5_000)
        return announcer.lines.filter(({ id }) => id > last).map(({ text }) => text)
      }
    }
    const does = (changes: readonly Change[], typing?: string) => {
      board.apply(changes, typing)
      send()
      hear()
    }
    const writes = (is: ElementKind, text: string, more: Partial<NewElement> = {}): Id => {
      const id = `c${++ids}`
      does([...createCard(board.content, null, { id, is, text, by: name }), ...patch(id, more)])
      return id
    }
    const patch = (id: Id, fields: object): readonly Change[] =>
      Object.keys(fields).length > 0 ? [{ do: 'patch', root: 'elements', id, fields: fields as never }] : []
    return { board, announcer, does, hear, told, writes }
  }
  return { alice: person('alice'), bob: person('bob') }
}
const gone = { by: null, at: 1_000 }
const arrow = ({ board }: { board: Board }, from: Id, to: Id) => {
  const made = connect(board.content, { id: `l${++ids}`, from, to, by: null })
  return made.ok ? made.changes : []
}

test('alone on a board, an effect that I add is nobody else’s change', () => {
  const { alice } = workshop()
  const told = alice.told()
  const id = alice.writes('effect', 'osent pousser la porte')
  expect(alice.board.content.elements.get(id)?.ref).toBe('E1')
  expect(told()).toEqual([`Ajouté${NB}: osent pousser la porte`])
})

test('letters typed in a card are told to nobody while they come', () => {
  const { alice, bob } = workshop()
  const id = alice.writes('note', '')
  bob.hear()
  vi.advanceTimersByTime(5_000)
  const [mine, theirs] = [alice.told(), bob.told()]
  for (const [at, insert] of [...'Un local partagé'].entries()) {
    alice.does([{ do: 'splice', root: 'elements', id, field: 'text', at, remove: 0, insert }], `${id}/text`)
    bob.hear()
  }
  expect(mine()).toEqual([])
  expect(theirs()).toEqual([`Modifié par d’autres${NB}: Un local partagé`])
})

test('adding, placing, connecting, moving, duplicating and merging are told, by name, to whoever does them', () => {
  const { alice } = workshop()
  const [a, b] = [alice.writes('effect', 'se rencontrent'), alice.writes('effect', 'coopèrent')]
  vi.advanceTimersByTime(5_000)
  const does = (changes: readonly Change[]) => {
    const told = alice.told()
    alice.does(changes)
    return told()
  }
  const { board } = alice
  expect(does(placeInHorizon(board.content, a, 'short'))).toEqual([`Placé${NB}: se rencontrent (Effets à court terme)`])
  expect(does(arrow(alice, a, b))).toEqual([`Relié${NB}: se rencontrent → coopèrent`])
  const key = `tree:${a}` as const
  const [x, y] = board.content.placements.get(key)!
  expect(does([{ do: 'patch', root: 'placements', key, point: [x, y + 40] }])).toEqual([`Déplacé${NB}: se rencontrent`])
  const copies = duplicate(board.content, 'tree', [a], null, () => `d${++ids}`)
  expect(does(copies.changes)).toEqual([`Ajouté${NB}: se rencontrent`])
  expect(does(merge(board.content, { into: a, ids: [a, copies.ids[0]!], gone, newId: () => `m${++ids}` }))).toEqual([
    `Fiches réunies dans «${NB}se rencontrent${NB}».`,
  ])
})

test('what I remove is named, once, and undoing says what came back', () => {
  const { alice } = workshop()
  const id = alice.writes('note', 'Un four à pain')
  vi.advanceTimersByTime(5_000)
  const removed = alice.told()
  alice.does(remove(alice.board.content, [id], gone))
  alice.announcer.said({ say: 'removed', count: 1 })
  expect(alice.announcer.toasts.at(-1)?.text).toBe(`Mis à la corbeille${NB}: Un four à pain`)
  expect(removed()).toEqual([`Mis à la corbeille${NB}: Un four à pain`])
  const undone = alice.told()
  alice.board.history.undo()
  alice.announcer.said({ say: 'undone' })
  expect(undone()).toEqual(['Votre geste est annulé.', `«${NB}Un four à pain${NB}» est de nouveau sur le tableau.`])
})

test('what others do is named, an arrow by its ends, a removed card by its words', () => {
  const { alice, bob } = workshop()
  const [a, b] = [alice.writes('effect', 'se rencontrent'), alice.writes('effect', 'coopèrent')]
  bob.hear()
  vi.advanceTimersByTime(5_000)
  const hears = (changes: readonly Change[]) => {
    const told = bob.told()
    alice.does(changes)
    bob.hear()
    return told()
  }
  const link = arrow(alice, a, b)
  expect(hears(link)).toEqual([`Ajouté par d’autres${NB}: se rencontrent → coopèrent`])
  const [id] = [...alice.board.content.links.keys()]
  expect(hears(remove(alice.board.content, [id!], gone))).toEqual([
    `Mis à la corbeille par d’autres${NB}: se rencontrent → coopèrent`,
  ])
  expect(hears(merge(alice.board.content, { into: a, ids: [a, b], gone, newId: () => `m${++ids}` }))).toEqual([
    `Fusionné par d’autres${NB}: se rencontrent`,
  ])
  expect(hears(remove(alice.board.content, [a], gone))).toEqual([
    `Mis à la corbeille par d’autres${NB}: se rencontrent`,
  ])
})

test('others’ changes are gathered, and what came and went meanwhile is not told', () => {
  const { alice, bob } = workshop()
  const told = bob.told()
  for (let i = 0; i < 20; i++) {
    alice.writes('note', `Note ${i}`)
    bob.hear()
    vi.advanceTimersByTime(150)
  }
  const fleeting = alice.writes('note', 'Une erreur')
  bob.hear()
  alice.does(remove(alice.board.content, [fleeting], gone))
  bob.hear()
  expect(told()).toEqual(['20 ajouts par d’autres.'])
})

test('saving as usual is not told, a trouble is told once, and its end', () => {
  const announcer = new Announcer()
  const hear = (...states: readonly SaveState[]) => {
    const last = announcer.lines.at(-1)?.id ?? 0
    for (const state of states) announcer.saving(state)
    vi.advanceTimersByTime(1_000)
    return announcer.lines.filter(({ id }) => id > last).map(({ text }) => text)
  }
  const [saving, saved] = [{ is: 'saving', slow: false } as const, { is: 'saved', slow: false } as const]
  expect(hear(saving, saved, saving, saved)).toEqual([])
  const cut = (unsaved: number) => ({ is: 'offline', kept: true, unsaved }) as const
  expect(hear(cut(0), cut(1), cut(2))).toEqual([
    `Connexion coupée. Continuez${NB}: vos modifications seront gardées sur cet appareil.`,
  ])
  expect(hear({ is: 'reconnecting', unsaved: 2 }, { is: 'back', saved: 2 }, saved)).toEqual([
    'De retour. Vos 2 modifications sont enregistrées.',
  ])
  expect(hear(cut(0), saved)).toEqual([
    `Connexion coupée. Continuez${NB}: vos modifications seront gardées sur cet appareil.`,
    'De retour. Tout est enregistré.',
  ])
})
