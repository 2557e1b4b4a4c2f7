/** Every rule of DOMAIN 2.4, and their run over a board: pure, after each merge (never a guard at writing). */
import type { Content, Id } from '#lib/domain/content.ts'
import { assumptionRules } from './assumptions.ts'
import { balanceRules } from './balance.ts'
import { criterionRules } from './criteria.ts'
import { effectRules } from './effects.ts'
import { evidenceRules } from './evidence.ts'
import { indicatorRules } from './indicators.ts'
import { linkRules } from './links.ts'
import { isAwake } from './phases.ts'
import { questionRules } from './questions.ts'
import { referenceRules } from './references.ts'
import { contextOf, type Finding, type Rule, type Severity } from './rule.ts'
import { stakeholderRules } from './stakeholders.ts'

export const RULES: readonly Rule[] = [
  ...referenceRules,
  ...linkRules,
  ...effectRules,
  ...stakeholderRules,
  ...questionRules,
  ...criterionRules,
  ...indicatorRules,
  ...balanceRules,
  ...assumptionRules,
  ...evidenceRules,
]

/**
 * Points to check, the most severe first, then by rule, then by subject: the same list for the same content. All of them, asleep or not: what
 * blocks a validated document does not sleep. `people`: names and addresses of participants, for SEC-01. Read once per content.
 */
export function findings(content: Content, people: readonly string[] = []): readonly Finding[] {
  if (people.length > 0) return check(content, people)
  return known(content).all
}

/** What one card or arrow is asked now: points whose phase is over (USE 1.7). */
export const findingsOf = (content: Content, id: Id): readonly Finding[] => known(content).bySubject.get(id) ?? []

type Known = {
  readonly all: readonly Finding[]
  readonly bySubject: ReadonlyMap<Id, readonly Finding[]>
}
const byContent = new WeakMap<Content, Known>()

/** Panel, cards and view ask about the same content: one run for all. */
function known(content: Content): Known {
  const before = byContent.get(content)
  if (before) return before
  const all = check(content, [])
  const bySubject = new Map<Id, Finding[]>()
  for (const finding of all) {
    if (!isAwake(content, finding)) continue
    const id = finding.subjects[0] ?? ''
    const list = bySubject.get(id)
    if (list) list.push(finding)
    else bySubject.set(id, [finding])
  }
  const found = { all, bySubject }
  byContent.set(content, found)
  return found
}

function check(content: Content, people: readonly string[]): readonly Finding[] {
  const context = contextOf(content, people)
  const found = RULES.flatMap(({ code, severity, check }) =>
    [...check(context)].map((each): Finding => ({ code, severity, ...each })),
  )
  return found.sort(
    (a, b) =>
      RANK[a.severity] - RANK[b.severity] ||
      compare(a.code, b.code) ||
      compare(a.subjects[0] ?? '', b.subjects[0] ?? ''),
  )
}

const RANK: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 }
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
