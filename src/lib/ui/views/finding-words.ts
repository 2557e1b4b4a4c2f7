/** A point to check, as the question that the group is asked (USE §10). Rules give codes and values; the words are messages `finding_*`. */
import type { Content, Id } from '#lib/domain/content.ts'
import { fold } from '#lib/domain/plain.ts'
import { repair, settle } from '#lib/domain/referentiel/rules/repairs.ts'
import type { Finding, Severity } from '#lib/domain/referentiel/rules/rule.ts'
import { findingsOf } from '#lib/domain/referentiel/rules/rules.ts'
import type { ElementKind, RecordKind } from '#lib/domain/schema/element.ts'
import { m } from '#lib/i18n/paraglide/messages.js'
import { enumWord, factWords, fieldWord, kindWord, word } from '../words.ts'
import { sentenceOf } from './outline.ts'

export type Point = {
  readonly question: string
  readonly detail: string
  /** What one click would do about it, in words; none where a person has to think. */
  readonly answers: readonly Answer[]
}
/** `repair`: what is found is put right · `settle`: it is right as it is, and nobody is asked again. */
export type Answer = { readonly is: 'repair' | 'settle'; readonly label: string; readonly finding: Finding }
/** What one card, one arrow or the whole board is asked. */
export type Points = {
  readonly key: string
  /** Where «Montrer» goes; null for the whole board and for what cannot be shown. */
  readonly id: Id | null
  readonly name: string
  readonly points: readonly Point[]
}
export type PointGroup = { readonly severity: Severity; readonly count: number; readonly subjects: readonly Points[] }

export function pointGroups(content: Content, findings: readonly Finding[]): readonly PointGroup[] {
  return (['error', 'warning', 'info'] as const)
    .map((severity) => {
      const found = findings.filter((finding) => finding.severity === severity)
      return { severity, count: found.length, subjects: bySubject(content, found) }
    })
    .filter(({ count }) => count > 0)
}

/** What one card or arrow is asked now, for the side panel; «On dirait une action.» stands above, from the first word on. */
export const pointsOf = (content: Content, id: Id): readonly Point[] =>
  pointsFrom(
    content,
    findingsOf(content, id).filter(({ code }) => code !== 'EFF-04'),
  )

/** Everything about one card together. */
function bySubject(content: Content, findings: readonly Finding[]): readonly Points[] {
  const subjects = new Map<Id, Finding[]>()
  for (const finding of findings) {
    const id = finding.subjects[0] ?? ''
    const list = subjects.get(id)
    if (list) list.push(finding)
    else subjects.set(id, [finding])
  }
  return [...subjects].map(([id, found]) => ({
    key: id,
    id: isShown(content, id) ? id : null,
    name: nameOfSubject(content, id),
    points: pointsFrom(content, found),
  }))
}

/** One question each, the unset fields together in one line. */
function pointsFrom(content: Content, found: readonly Finding[]): readonly Point[] {
  const unset = found.filter(isUnset)
  const fields = [...new Set(unset.map((finding) => fieldOfFinding(content, finding)))].join(', ')
  const asked = found.filter((finding) => !isUnset(finding)).map((finding) => pointOf(content, finding))
  // Two references to removed cards in one field are one question.
  const points = [...new Map(asked.map((point) => [point.question + point.detail, point])).values()]
  return fields === '' ? points : [...points, { question: factWords(fields, m.unset()), detail: '', answers: [] }]
}

const isUnset = ({ code, params }: Finding) => code === 'REF-03' && params.problem === 'missing'
const isShown = (content: Content, id: Id) => content.elements.has(id) || content.links.has(id)

function nameOfSubject(content: Content, id: Id): string {
  const element = content.elements.get(id)
  if (element) {
    const text = element.text.trim().split('\n', 1)[0]
    const head = [kindWord(element.is), element.ref].filter(Boolean).join(' ')
    return element.is === 'mission' || !text ? head : m.list_fact({ field: head, value: text })
  }
  const link = content.links.get(id)
  return link ? sentenceOf(content, link) : m.findings_board()
}

function recordKind(content: Content, id: Id | undefined): RecordKind | '' {
  return content.elements.get(id ?? '')?.is ?? content.links.get(id ?? '')?.is ?? ''
}
const fieldOfFinding = (content: Content, { params, subjects }: Finding): string =>
  fieldWord(recordKind(content, subjects[0]), { name: String(params.field ?? '') })

/** Messages by code, or by code and problem where one rule asks several questions. */
export function pointOf(content: Content, finding: Finding): Point {
  const { code, params } = finding
  const base = `finding_${fold(code).replace('-', '_')}`
  const values: Record<string, unknown> = { ...params }
  if (params.field !== undefined) values.field = fieldOfFinding(content, finding)
  for (const name of ['fromKind', 'toKind', 'measured'])
    if (params[name]) values[name] = kindWord(params[name] as ElementKind)
  if (params.type !== undefined) values.type = enumWord('indicator_type', params.type)
  const variant = code === 'REF-01' && params.from === undefined ? 'field' : params.problem
  for (const name of ['scale', 'expected'])
    if (code === 'IND-09' && params[name]) values[name] = enumWord('scale', params[name])
  const question = word(variant === undefined || variant === 'missing' ? base : `${base}_${variant}`, values)
  return { question, detail: detailOf(finding), answers: answersTo(content, finding) }
}

function answersTo(content: Content, finding: Finding): readonly Answer[] {
  const { code, params } = finding
  const name = fold(code).replace('-', '_')
  const isField = code === 'REF-01' && params.field !== 'fromId' && params.field !== 'toId'
  const answers: Answer[] = []
  if (repair(content, finding, { by: null, at: 0 }))
    answers.push({ is: 'repair', label: word(`repair_${name}${isField ? '_field' : ''}`), finding })
  if (settle(content, finding)) answers.push({ is: 'settle', label: word(`settle_${name}`), finding })
  return answers
}

function detailOf({ code, params }: Finding): string {
  if (code === 'LNK-02') return String(params.loop)
  if (code === 'CRI-02')
    return m.finding_cri_02_detail({ effect: params.effect ?? '', question: params.question ?? '' })
  if (code === 'IND-08')
    return m.finding_ind_08_detail({ criterion: params.criterion ?? '', measured: params.measured ?? '' })
  return ''
}
