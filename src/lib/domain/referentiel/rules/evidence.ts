/** Words collected from people: with their consent, and without letting anyone recognise them; and no participant named anywhere. */
import { fieldsOf, type Element, type RecordKind } from '#lib/domain/schema/element.ts'
import type { Link } from '#lib/domain/schema/links.ts'
import { ENTITY_KINDS, isExported } from '../mapping.ts'
import { isNarrow, leakIn, namesSomeone } from './exposure.ts'
import { THRESHOLDS } from './thresholds.ts'
import { on, remembered, type Context, type Found, type Rule } from './rule.ts'

export const evidenceRules: readonly Rule[] = [
  /** params: problem: consent | profile. Neither the words nor the profile: a finding is read by more people than the card. */
  { code: 'EVD-01', severity: 'error', check: exposed },
  /** params: none of the words either */
  { code: 'EVD-02', severity: 'warning', check: recognisable },
  /** params: field, problem: email | phone | name */
  { code: 'SEC-01', severity: 'error', check: leaks },
]

const silent = { text: '' }

function* exposed(context: Context): Generator<Found> {
  for (const evidence of context.all('evidence')) {
    if (evidence.type === 'verbatim' && evidence.consent?.given !== true)
      yield on(evidence, { ...silent, problem: 'consent' })
    if (namesSomeone(evidence.speakerProfile ?? '')) yield on(evidence, { ...silent, problem: 'profile' })
  }
}

function* recognisable(context: Context): Generator<Found> {
  for (const evidence of context.all('evidence')) {
    const profile = evidence.speakerProfile?.trim() ?? ''
    if (evidence.type !== 'verbatim' || profile === '' || namesSomeone(profile)) continue
    const group = context.element(evidence.stakeholderId)
    const size = group?.is === 'stakeholder' ? group.estimatedSize : null
    if ((size !== null && size < THRESHOLDS.crowd) || isNarrow(profile, THRESHOLDS.details)) yield on(evidence, silent)
  }
}

/** Numbers of organisations look like telephone numbers; a profile is EVD-01's. */
const NOT_READ = new Set(['siret', 'code', 'speakerProfile', 'bankRef'])
type Leak = { readonly field: string; readonly problem: string }

const byPattern = remembered((record: Element | Link): readonly Leak[] => leaksOf(record, []))

function* leaks(context: Context): Generator<Found> {
  const { people } = context
  const find = people.length === 0 ? byPattern : (record: Element | Link) => leaksOf(record, people)
  for (const is of ['mission', ...ENTITY_KINDS] as const) {
    const records: readonly (Element | Link)[] =
      is === 'relation' || is === 'causal' || is === 'concerns'
        ? context.links(is)
        : isExported(is)
          ? context.all(is)
          : []
    for (const record of records)
      for (const leak of find(record)) yield { subjects: [record.id], params: { ...silent, ...leak } }
  }
}

function leaksOf(record: Element | Link, people: readonly string[]): readonly Leak[] {
  const values = record as unknown as Readonly<Record<string, unknown>>
  const found: Leak[] = []
  for (const name of readFields(record.is)) {
    const value = values[name]
    if (value === null || value === '') continue
    const problem = leakIn(wordsOf(value), people)
    if (problem) found.push({ field: name, problem })
  }
  return found
}

const READ = new Set(['text', 'lines', 'line', 'structure'])
const byKind = new Map<RecordKind, readonly string[]>()

function readFields(is: RecordKind): readonly string[] {
  const before = byKind.get(is)
  if (before) return before
  const fields = fieldsOf(is).filter(({ name, shape, local }) => !local && !NOT_READ.has(name) && READ.has(shape))
  const names = fields.map(({ name }) => name)
  byKind.set(is, names)
  return names
}

/** What people wrote in a value: the days and figures of a structure are none of it. */
const wordsOf = (value: unknown, key = 'text'): string =>
  typeof value === 'string'
    ? WORDS.has(key)
      ? value
      : ''
    : value !== null && typeof value === 'object'
      ? Object.entries(value)
          .map(([name, part]) => wordsOf(part, Array.isArray(value) ? 'text' : name))
          .join('\n')
      : ''
const WORDS = new Set(['text', 'label', 'url', 'note', 'rationale', 'value'])
