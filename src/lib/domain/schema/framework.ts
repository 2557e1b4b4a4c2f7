/** The référentiel proper: questions → criteria → indicators, evidence and decisions. */
import * as v from 'valibot'
import * as e from './enums.ts'
import { choice, date, flag, line, lines, members, reference, references, structure, text } from './fields.ts'
import { LIMITS } from './limits.ts'
import { kind } from './record.ts'

const word = v.nullable(v.pipe(v.string(), v.maxLength(LIMITS.line)))
const amount = v.nullable(v.union([v.number(), v.string()]))
export const MEASURED = ['activity', 'output', 'effect'] as const

export const question = kind('question', {
  text: text({ required: true }),
  intendedUsers: references(['stakeholder'], { required: true }),
  effectIds: references(['effect'], { required: true }),
  evalCriterion: choice('evaluation_criterion', e.EVALUATION_CRITERIA, { detail: true }),
})

export const criterion = kind('criterion', {
  text: text({ required: true }),
  questionId: reference(['question'], { required: true }),
  effectId: reference(['effect'], { required: true }),
  /** Members who look for its indicators, «à deux» (USE §4, atelier 3). */
  takenOnBy: members({ hidden: true }),
})

export const source = v.looseObject({
  label: word,
  kind: v.nullable(v.picklist(e.SOURCE_KINDS)),
  url: word,
  ownerId: word,
})

/** `type` is derived from what is measured until someone overrides it (DOMAIN, head). */
export const indicator = kind('indicator', {
  text: text({ required: true }),
  measuresId: reference(MEASURED, { required: true }),
  criterionId: reference(['criterion']),
  nature: choice('nature', e.NATURES, { required: true }),
  definition: text({ required: true }),
  unit: line({ required: true }),
  sources: structure(v.array(source), { required: true }),
  collectionMethod: choice('collection_method', e.COLLECTION_METHODS, { required: true }),
  responsibleId: reference(['stakeholder'], { required: true }),
  frequency: choice('frequency', e.FREQUENCIES, { required: true }),
  baseline: structure(v.looseObject({ value: amount, date: word, note: word }), { detail: true }),
  target: structure(v.looseObject({ value: amount, date: word, rationale: word }), { detail: true }),
  direction: choice('indicator_direction', e.INDICATOR_DIRECTIONS, { required: true, detail: true }),
  territorialScale: choice('scale', e.SCALES, { required: true, detail: true }),
  territoryIds: references(['territory'], { detail: true }),
  type: choice('indicator_type', e.INDICATOR_TYPES, { detail: true }),
  calculation: text({ detail: true }),
  disaggregation: lines({ detail: true }),
  dataAvailability: choice('availability', e.AVAILABILITIES, { detail: true }),
  collectionBurden: choice('burden', e.GRADES, { detail: true }),
  ratingScale: structure(v.array(v.string()), { detail: true }),
  bankRef: line({ detail: true }),
  status: choice('effect_status', e.EFFECT_STATUSES, { detail: true }),
})

export const evidence = kind('evidence', {
  text: text({ required: true }),
  type: choice('evidence_type', e.EVIDENCE_TYPES, { required: true }),
  stakeholderId: reference(['stakeholder']),
  effectIds: references(['effect']),
  indicatorIds: references(['indicator']),
  speakerProfile: line(),
  consent: structure(
    v.looseObject({ given: v.nullable(v.boolean()), scope: v.nullable(v.picklist(e.CONSENT_SCOPES)) }),
  ),
  collectionMethod: choice('collection_method', e.COLLECTION_METHODS, { detail: true }),
  collectedAt: date({ detail: true }),
  valence: choice('valence', e.VALENCES, { detail: true }),
  pseudonymised: flag({ detail: true }),
})

export const decision = kind('decision', {
  text: text(),
  kind: choice('decision_kind', e.DECISION_KINDS, { required: true }),
  rule: line(),
  subjectIds: references(['effect', 'stakeholder', 'indicator', 'question', 'criterion'], { required: true }),
  workshopId: reference(['workshop'], { required: true }),
})
