import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { read } from '#lib/board/layout.ts'
import { createCard } from '#lib/domain/commands/create.ts'
import { merge, mergedInto } from '#lib/domain/commands/merge.ts'
import type { Content } from '#lib/domain/content.ts'
import { histories, take, type Act } from './steps.ts'
import { Workshop, type Person } from './workshop.ts'

/** Alice, Bob and Chloé with three cards that look alike, `a`, `b` and `c`, and a question that names some of them. */
function workshopWithTwins(named: readonly string[] = ['a']): { workshop: Workshop; people: readonly Person[] } {
  const workshop = new Workshop('alice', 'bob', 'chloe')
  const [alice] = workshop.people
  for (const id of ['a', 'b', 'c'])
    alice!.board.apply(createCard(alice!.content, null, { id, is: 'effect', text: `Effet ${id}`, by: 'alice' }))
  const question = { id: 'q', is: 'question', text: 'Q', by: 'alice', fields: { effectIds: named } } as const
  alice!.board.apply(createCard(alice!.content, null, question))
  workshop.meet()
  return { workshop, people: workshop.people }
}

function mergeAs({ id, board }: Person, from: string, into: string): void {
  board.apply(merge(board.content, { into, ids: [into, from], gone: { by: id, at: 1 }, newId: () => `${id}-${from}` }))
}

/** What a reader can still reach: cards that live, and those brought into one of them. */
function reachable({ elements, bin }: Content): ReadonlySet<string> {
  const found = new Set(elements.keys())
  for (const id of found)
    for (const from of (elements.get(id) ?? bin.get(id)?.record)?.mergedFrom ?? []) found.add(from)
  return found
}

describe('merging at the same time', () => {
  for (const first of [0, 1])
    test(`the same pair both ways: one card stays, whoever is heard first (${first === 0 ? 'Alice' : 'Bob'})`, () => {
      const { workshop, people } = workshopWithTwins()
      for (const person of people) workshop.cut(person)
      mergeAs(people[0]!, 'a', 'b')
      mergeAs(people[1]!, 'b', 'a')
      for (const person of first === 0 ? people : people.toReversed()) workshop.mend(person)
      workshop.meet()
      for (const { content } of people) {
        const living = ['a', 'b'].filter((id) => content.elements.has(id))
        expect(living).toHaveLength(1)
        expect(content.elements.get(living[0]!)?.mergedFrom).toEqual(living[0] === 'a' ? ['b'] : ['a'])
        expect(content.elements.get('q')).toMatchObject({ effectIds: living })
      }
      workshop.close()
    })

  for (const first of [0, 1])
    test(`the same pair both ways: a question that names both goes on naming the one that stays (${first === 0 ? 'Alice' : 'Bob'} is heard first)`, () => {
      const { workshop, people } = workshopWithTwins(['a', 'b'])
      for (const person of people) workshop.cut(person)
      mergeAs(people[0]!, 'a', 'b')
      mergeAs(people[1]!, 'b', 'a')
      for (const person of first === 0 ? people : people.toReversed()) workshop.mend(person)
      workshop.meet()
      for (const { content } of people) {
        const living = ['a', 'b'].filter((id) => content.elements.has(id))
        expect(content.elements.get('q')).toMatchObject({ effectIds: living })
      }
      workshop.close()
    })

  test('undone, it leaves a question that names both as it was', () => {
    const { workshop, people } = workshopWithTwins(['a', 'b'])
    const [alice, bob] = people
    mergeAs(alice!, 'a', 'b')
    workshop.meet()
    expect(bob!.content.elements.get('q')).toMatchObject({ effectIds: ['b'] })
    alice!.board.history.undo()
    workshop.meet()
    expect(bob!.content.elements.get('q')).toMatchObject({ effectIds: ['a', 'b'] })
    alice!.board.history.redo()
    workshop.meet()
    expect(bob!.content.elements.get('q')).toMatchObject({ effectIds: ['b'] })
    workshop.close()
  })

  test('whatever is merged into whatever, on any network, a question that named cards leads to what became of each', () => {
    const acts: readonly Act[] = ['type', 'merge', 'deliver', 'cut', 'mend']
    fc.assert(
      fc.property(histories(24, 3, acts), (steps) => {
        const { workshop } = workshopWithTwins(['a', 'b', 'c'])
        for (const step of steps) take(workshop, step)
        workshop.meet()
        const content = read(workshop.server)
        const { effectIds } = content.elements.get('q') as { effectIds: readonly string[] }
        const living = effectIds.flatMap((id) => content.elements.get(id) ?? [])
        const led = mergedInto(
          content,
          living.flatMap(({ id, mergedFrom }) => [id, ...mergedFrom]),
        )
        expect(['a', 'b', 'c'].filter((id) => !led.has(id))).toEqual([])
        workshop.close()
      }),
      { seed: 20261127, numRuns: 200 },
    )
  })

  test('in a circle of three, one card stays and holds the others', () => {
    const { workshop, people } = workshopWithTwins()
    for (const person of people) workshop.cut(person)
    mergeAs(people[0]!, 'a', 'b')
    mergeAs(people[1]!, 'b', 'c')
    mergeAs(people[2]!, 'c', 'a')
    workshop.meet()
    const content = read(workshop.server)
    expect(['a', 'b', 'c'].filter((id) => content.elements.has(id))).toHaveLength(1)
    expect([...reachable(content)].sort()).toEqual(['a', 'b', 'c', 'q', 'mission'].sort())
    workshop.close()
  })

  test('into a card that a colleague has put into the bin meanwhile: it comes back with what was merged into it', () => {
    const { workshop, people } = workshopWithTwins()
    const [alice, bob] = people
    workshop.cut(bob!)
    alice!.board.apply([{ do: 'remove', root: 'elements', id: 'a', gone: { by: 'alice', at: 1 } }])
    mergeAs(bob!, 'b', 'a')
    workshop.meet()
    expect(alice!.content.elements.get('a')?.mergedFrom).toEqual(['b'])
    workshop.close()
  })

  test('a merged card that is put into the bin later stays there', () => {
    const { workshop, people } = workshopWithTwins()
    const [alice, bob] = people
    mergeAs(alice!, 'a', 'b')
    workshop.meet()
    bob!.board.apply([{ do: 'remove', root: 'elements', id: 'b', gone: { by: 'bob', at: 2 } }])
    workshop.meet()
    expect(alice!.content.elements.has('b')).toBe(false)
    workshop.close()
  })

  test('whatever is merged into whatever, on any network, no card is lost', () => {
    const acts: readonly Act[] = ['type', 'merge', 'putBack', 'deliver', 'cut', 'mend']
    fc.assert(
      fc.property(histories(24, 3, acts), (steps) => {
        const { workshop } = workshopWithTwins()
        for (const step of steps) take(workshop, step)
        workshop.meet()
        const content = read(workshop.server)
        const found = reachable(content)
        expect([...content.bin.keys()].filter((id) => !found.has(id))).toEqual([])
        workshop.close()
      }),
      { seed: 20261126, numRuns: 200 },
    )
  })
})
