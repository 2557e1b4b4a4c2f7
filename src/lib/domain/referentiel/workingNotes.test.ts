import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { canonicalText } from './canonical.ts'
import { difference } from './difference.ts'
import type { Referentiel } from './format.ts'
import { withoutWorkingNotes } from './workingNotes.ts'

const example = JSON.parse(readFileSync('src/demo/boucles-vives.referentiel.json', 'utf8')) as Referentiel

test('what a group noted about its partners leaves the document, and nothing else does', () => {
  const shared = withoutWorkingNotes(example)
  const text = canonicalText(shared.stakeholders)
  for (const name of ['power', 'interest', 'attitude', 'salience']) {
    expect(text).not.toMatch(new RegExp(`"${name}": [^n]`))
    expect(text).toContain(`"${name}": null`)
  }
  const { kinds, mission, envelope } = difference(example, shared)
  expect([mission, envelope, kinds.map(({ is }) => is)]).toEqual([[], [], ['stakeholder']])
  const fields = new Set(kinds[0]!.changed.flatMap((changed) => changed.fields))
  expect([...fields].every((field) => ['power', 'interest', 'attitude', 'salience'].includes(field))).toBe(true)
  expect([kinds[0]!.added, kinds[0]!.removed]).toEqual([[], []])
})
