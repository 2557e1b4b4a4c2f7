import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { read } from '#lib/board/layout.ts'
import { ALL_ACTS, histories, take, type Act, type Step } from './steps.ts'
import { everyText, plain, serverContent, Workshop } from './workshop.ts'

const PEOPLE = ['alice', 'bob', 'chloe'] as const

function after(steps: readonly Step[], check: (workshop: Workshop) => void): void {
  const workshop = new Workshop(...PEOPLE)
  try {
    for (const step of steps) take(workshop, step)
    workshop.meet()
    check(workshop)
  } finally {
    workshop.close()
  }
}

describe('three people, any commands, any network', () => {
  test('all boards and the server hold the same content at the end, and nothing is quarantined', () => {
    fc.assert(
      fc.property(histories(80, PEOPLE.length), (steps) =>
        after(steps, (workshop) => {
          const content = serverContent(workshop)
          expect(content.quarantined).toEqual([])
          for (const { board } of workshop.people) expect(plain(board.content)).toEqual(content)
        }),
      ),
      { seed: 20261122, numRuns: 150 },
    )
  })

  test('what a board keeps up to date is what a fresh reading of its document gives', () => {
    fc.assert(
      fc.property(histories(60, PEOPLE.length), (steps) => {
        const workshop = new Workshop(...PEOPLE)
        for (const step of steps) {
          take(workshop, step)
          const { board } = workshop.people[step.who]!
          expect(plain(board.content)).toEqual(plain(read(board.doc)))
        }
        workshop.close()
      }),
      { seed: 20261123, numRuns: 30 },
    )
  })

  test('a text that anyone typed is always somewhere, on the board or in the bin', () => {
    const acts = ALL_ACTS.filter((act: Act) => !['erase', 'undo', 'redo'].includes(act))
    fc.assert(
      fc.property(histories(80, PEOPLE.length, acts), (steps) =>
        after(steps, (workshop) => {
          const texts = everyText(workshop.server)
          for (const { typed } of workshop.people) for (const letter of typed) expect(texts).toContain(letter)
        }),
      ),
      { seed: 20261124, numRuns: 100 },
    )
  })

  test('every living card of some kind has the ref that the server gave it, and no two share one', () => {
    fc.assert(
      fc.property(histories(60, PEOPLE.length), (steps) =>
        after(steps, (workshop) => {
          const { elements, bin } = read(workshop.server)
          const living = [...elements.values()].filter(({ is }) =>
            ['activity', 'output', 'effect', 'indicator'].includes(is),
          )
          for (const { ref } of living) expect(ref).not.toBeNull()
          const refs = [...elements.values(), ...[...bin.values()].map(({ record }) => record)].flatMap(
            ({ ref }) => ref ?? [],
          )
          expect(new Set(refs).size).toBe(refs.length)
        }),
      ),
      { seed: 20261125, numRuns: 60 },
    )
  })
})
