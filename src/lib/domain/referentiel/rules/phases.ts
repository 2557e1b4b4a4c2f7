/** Checks sleep until their phase is over (USE 1.7): what is not done yet is not wrong. */
import type { Content } from '#lib/domain/content.ts'
import type { Phase } from '#lib/domain/schema/dossier.ts'
import type { RecordKind } from '#lib/domain/schema/element.ts'
import type { Finding } from './rule.ts'

/** Whether the phase that a finding waits for is over. A fault in what is already written waits for none. */
export function isAwake({ dossier, elements, links }: Content, finding: Finding): boolean {
  const id = finding.subjects[0] ?? ''
  const phase = phaseOf(finding, elements.get(id)?.is ?? links.get(id)?.is)
  return phase === null || dossier.awake.includes(phase)
}

function phaseOf({ code, params }: Finding, is: RecordKind | undefined): Phase | null {
  if (code === 'REF-03') return params.problem === 'missing' ? (FILLED_BY[is ?? 'mission'] ?? null) : null
  return BY_CODE[code] ?? BY_FAMILY[code.slice(0, 3)] ?? null
}

/** Broken references, unreadable cards and personal data are told at once. */
const BY_FAMILY: Readonly<Record<string, Phase>> = {
  EFF: 'placing',
  LNK: 'placing',
  STK: 'placing',
  QUE: 'questions',
  CRI: 'criteria',
  IND: 'indicators',
  ASM: 'indicators',
  BAL: 'balance',
}
const BY_CODE: Readonly<Record<string, Phase>> = {
  'EFF-05': 'unwanted',
}

/** The phase by whose end a kind's fields are filled in. */
const FILLED_BY: Readonly<Partial<Record<RecordKind, Phase>>> = {
  mission: 'placing',
  stakeholder: 'placing',
  activity: 'placing',
  output: 'placing',
  effect: 'placing',
  relation: 'placing',
  causal: 'placing',
  concerns: 'placing',
  assumption: 'unwanted',
  factor: 'unwanted',
  question: 'questions',
  criterion: 'criteria',
  indicator: 'indicators',
  evidence: 'balance',
  organization: 'balance',
  territory: 'balance',
  decision: 'balance',
}
