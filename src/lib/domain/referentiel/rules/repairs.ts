/** What one click can honestly put right: where only one answer makes sense, or the point itself proposes it. Nothing is repaired unasked. */
import type { Change } from '#lib/domain/change.ts'
import { keepAsEffect } from '#lib/domain/commands/actionOrEffect.ts'
import { convert } from '#lib/domain/commands/edit.ts'
import { remove } from '#lib/domain/commands/remove.ts'
import { keepApart } from '#lib/domain/commands/twins.ts'
import type { Content, Gone, Id } from '#lib/domain/content.ts'
import type { Element } from '#lib/domain/schema/element.ts'
import type { Link } from '#lib/domain/schema/links.ts'
import { bankEntry } from '../bank.ts'
import type { Finding } from './rule.ts'

/** The changes, or null where a person has to think. `gone`: who repairs, and when, should something go to the bin. */
export function repair(content: Content, finding: Finding, gone: Gone): readonly Change[] | null {
  const changes = REPAIRS[finding.code]?.(content, finding, gone) ?? null
  return changes === null || changes.length === 0 ? null : changes
}

/** «It is right as it is»: the changes after which nobody is asked again, or null where a point has no such answer. */
export function settle(content: Content, { code, subjects: [first, second] }: Finding): readonly Change[] | null {
  if (code === 'EFF-04') return keepAsEffect(content, first ?? '')
  return code === 'EFF-06' ? keepApart(content, first ?? '', second ?? '') : null
}

type Repair = (content: Content, finding: Finding, gone: Gone) => readonly Change[] | null

const patch = (id: Id, fields: Readonly<Record<string, unknown>>, root: 'elements' | 'links' = 'elements'): Change => ({
  do: 'patch',
  root,
  id,
  fields,
})
const removeSubject: Repair = (content, { subjects }, gone) => remove(content, subjects.slice(0, 1), gone)

/** Between two effects an arrow may act in return; between others it may not (LNK-01). */
const turnIntoFeedback: Repair = ({ elements, links }, { subjects }) => {
  const link = links.get(subjects[0] ?? '')
  const joinsEffects = link && [link.fromId, link.toId].every((id) => elements.get(id)?.is === 'effect')
  return joinsEffects && link.is === 'causal' ? [patch(link.id, { kind: 'feedback' }, 'links')] : null
}

const REPAIRS: Readonly<Record<string, Repair>> = {
  'REF-01': dropReference,
  'LNK-02': turnIntoFeedback,
  'LNK-03': removeSubject,
  'LNK-04': turnIntoFeedback,
  'LNK-07': removeSubject,
  'EFF-04': (content, { subjects }) => convert(content, subjects.slice(0, 1), 'activity'),
  'CRI-02': ({ elements }, { subjects: [, questionId, effectId] }) => {
    const question = elements.get(questionId ?? '')
    if (question?.is !== 'question' || effectId === undefined) return null
    return [patch(question.id, { effectIds: [...question.effectIds, effectId] })]
  },
  // The type that someone chose is taken back: it follows from what is measured again.
  'IND-02': ({ elements }, { subjects }) => {
    const indicator = elements.get(subjects[0] ?? '')
    return indicator?.is === 'indicator' && indicator.type !== null ? [patch(indicator.id, { type: null })] : null
  },
  'IND-06': ({ elements }, { subjects }) => {
    const indicator = elements.get(subjects[0] ?? '')
    const entry = indicator?.is === 'indicator' ? bankEntry(indicator.bankRef?.trim() ?? '') : undefined
    return indicator && entry ? [patch(indicator.id, { unit: entry.unit })] : null
  },
  'IND-08': followIndicator,
  'IND-09': ({ elements }, { subjects, params }) => {
    const indicator = elements.get(subjects[0] ?? '')
    if (indicator?.is !== 'indicator' || params.problem !== 'scale') return null
    return [patch(indicator.id, { territorialScale: params.expected })]
  },
}

/** An arrow to nowhere goes to the bin; a field that names what is gone is cleared of it. */
function dropReference(content: Content, { subjects, params }: Finding, gone: Gone): readonly Change[] | null {
  const [id, field, ref] = [subjects[0] ?? '', String(params.field), params.ref as Id]
  const link = content.links.get(id)
  if (link && (field === 'fromId' || field === 'toId')) return remove(content, [id], gone)
  const record: Element | Link | undefined = content.elements.get(id) ?? link
  if (!record) return null
  const root = link ? 'links' : 'elements'
  if (record.is === 'indicator' && field === 'sources') {
    const sources = (record.sources ?? []).map((each) => (each.ownerId === ref ? { ...each, ownerId: null } : each))
    return [patch(id, { sources }, root)]
  }
  const value = (record as Readonly<Record<string, unknown>>)[field]
  const left = Array.isArray(value) ? value.filter((each) => each !== ref) : null
  return [patch(id, { [field]: left }, root)]
}

/** The criterion takes the effect that its indicator measures, unless another of its indicators holds it where it is. */
function followIndicator({ elements }: Content, { subjects }: Finding): readonly Change[] | null {
  const [indicatorId, criterionId, measuredId] = subjects
  const criterion = elements.get(criterionId ?? '')
  if (criterion?.is !== 'criterion' || measuredId === undefined) return null
  const isHeld = [...elements.values()].some(
    (other) =>
      other.is === 'indicator' &&
      other.id !== indicatorId &&
      other.criterionId === criterion.id &&
      other.measuresId === criterion.effectId,
  )
  return isHeld ? null : [patch(criterion.id, { effectId: measuredId })]
}
