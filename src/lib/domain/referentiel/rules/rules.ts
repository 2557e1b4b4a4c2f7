/** Every rule of DOMAIN 2.4 that is built, and their run over a board: pure, after each merge (never a guard at writing). */
import type { Content } from '#lib/domain/content.ts'
import { assumptionRules } from './assumptions.ts'
import { balanceRules } from './balance.ts'
import { criterionRules } from './criteria.ts'
import { effectRules } from './effects.ts'
import { evidenceRules } from './evidence.ts'
import { indicatorRules } from './indicators.ts'
import { linkRules } from './links.ts'
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

/** Points to check, the most severe first, then by rule, then by subject: the same list for the same content. */
export function findings(content: Content): readonly Finding[] {
  const context = contextOf(content)
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
