import { describe, expect, test } from 'vitest'
import { applyChanges, contentFrom } from '#lib/domain/apply.ts'
import type { Change } from '#lib/domain/change.ts'
import { blankDossier } from '#lib/domain/schema/dossier.ts'
import type { ElementKind } from '#lib/domain/schema/element.ts'
import { repair, settle } from './repairs.ts'
import { findings } from './rules.ts'

const card = (id: string, is: ElementKind, more: object = {}): Change => ({
  do: 'put',
  root: 'elements',
  record: { id, is, text: id, ...more },
})
const arrow = (id: string, fromId: string, toId: string, more: object = {}): Change => ({
  do: 'put',
  root: 'links',
  record: { id, is: 'causal', fromId, toId, ...more },
})
const effect = (id: string, more: object = {}) => card(id, 'effect', { status: 'retained', ...more })
const gone = { by: 'me', at: 1 }

/** How often the rule speaks before and after its one-click repair; null where there is none. */
function repaired(code: string, ...changes: readonly Change[]): readonly [before: number, after: number] | null {
  const content = contentFrom(blankDossier('r', 'Essai'), changes)
  const found = findings(content).filter((finding) => finding.code === code)
  const fix = repair(content, found[0]!, gone)
  if (!fix) return null
  return [found.length, findings(applyChanges(content, fix)).filter((finding) => finding.code === code).length]
}

describe('one click puts right', () => {
  const pair = [effect('e1', { horizon: 'short' }), effect('e2', { horizon: 'long' })]
  const cases: Readonly<Record<string, readonly Change[]>> = {
    'LNK-02 a loop': [...pair, arrow('l1', 'e1', 'e2'), arrow('l2', 'e2', 'e1')],
    'LNK-03 an arrow that is there twice': [...pair, arrow('l1', 'e1', 'e2'), arrow('l2', 'e1', 'e2')],
    'LNK-04 an arrow against time': [...pair, arrow('l1', 'e2', 'e1')],
    'LNK-07 an arrow to itself': [...pair, arrow('l1', 'e1', 'e1')],
    'REF-01 an arrow to nowhere': [...pair, arrow('l1', 'e1', 'nowhere')],
    'REF-01 a member of a set that is nowhere': [card('q1', 'question', { effectIds: ['nowhere'] })],
    'REF-01 an owner that is nowhere': [
      card('i1', 'indicator', { sources: [{ label: 'x', kind: null, url: null, ownerId: 'nowhere' }] }),
    ],
    'EFF-04 an action among the effects': [effect('e1', { text: 'Organiser un forum' })],
    'CRI-02 a criterion beside its question': [
      ...pair,
      card('q1', 'question', { effectIds: ['e1'] }),
      card('c1', 'criterion', { questionId: 'q1', effectId: 'e2' }),
    ],
    'IND-02 a type that contradicts what is measured': [
      ...pair,
      card('i1', 'indicator', { measuresId: 'e1', type: 'impact' }),
    ],
    'IND-06 a unit that is not the bank’s': [card('i1', 'indicator', { bankRef: 'bq-emploi-01', unit: 'postes' })],
    'IND-08 an indicator beside its criterion': [
      ...pair,
      card('c1', 'criterion', { effectId: 'e1' }),
      card('i1', 'indicator', { criterionId: 'c1', measuresId: 'e2' }),
    ],
    'IND-09 a scale that is not the effect’s': [
      effect('e1', { territorialScale: 'commune' }),
      card('i1', 'indicator', { measuresId: 'e1', territorialScale: 'region', responsibleId: 's1' }),
      card('s1', 'stakeholder'),
    ],
  }
  for (const [name, changes] of Object.entries(cases))
    test(name, () => {
      const [before, after] = repaired(name.slice(0, 6), ...changes)!
      expect(before).toBeGreaterThan(0)
      expect(after).toBe(before - 1)
    })
})

test('what is right as it is can be said so, and is not asked again', () => {
  for (const [code, ...changes] of [
    ['EFF-04', effect('e1', { text: 'Organiser un forum' })],
    ['EFF-06', effect('e1', { text: 'Les élus achètent local' }), effect('e2', { text: 'Les élus achètent local !' })],
  ] as const) {
    const content = contentFrom(blankDossier('r', 'Essai'), changes)
    const found = findings(content).find((finding) => finding.code === code)!
    expect(findings(applyChanges(content, settle(content, found)!)).map((finding) => finding.code)).not.toContain(code)
  }
  const content = contentFrom(blankDossier('r', 'Essai'), [effect('e1')])
  expect(
    settle(
      content,
      findings(content).find(({ code }) => code === 'EFF-01')!,
    ),
  ).toBeNull()
})

test('no repair is offered where a person has to think', () => {
  expect(repaired('EFF-01', effect('e1'))).toBeNull()
  expect(repaired('IND-01', card('i1', 'indicator'))).toBeNull()
  const held = [
    effect('e1'),
    effect('e2'),
    card('c1', 'criterion', { effectId: 'e1' }),
    card('i1', 'indicator', { criterionId: 'c1', measuresId: 'e1' }),
    card('i2', 'indicator', { criterionId: 'c1', measuresId: 'e2' }),
  ]
  expect(repaired('IND-08', ...held)).toBeNull()
})
