/** The causal chain: actions, outputs, effects, and what conditions them. */
import * as e from './enums.ts'
import { choice, codes, line, number, reference, references, text } from './fields.ts'
import { kind } from './record.ts'

export const activity = kind('activity', {
  text: text({ required: true }),
  description: text(),
  carriedByIds: references(['stakeholder']),
  territoryIds: references(['territory'], { detail: true }),
})

/** `activityId` of the format follows from the arrow «produit». */
export const output = kind('output', {
  text: text({ required: true }),
  description: text(),
})

/** `level` is derived from the horizon until someone overrides it (DOMAIN, head). */
export const effect = kind('effect', {
  text: text({ required: true }),
  horizon: choice('horizon', e.HORIZONS, { required: true }),
  polarity: choice('polarity', e.POLARITIES, { required: true }),
  intentionality: choice('intentionality', e.INTENTIONALITIES, { required: true }),
  status: choice('effect_status', e.EFFECT_STATUSES, { required: true }),
  dimension: choice('dimension', e.DIMENSIONS, { required: true }),
  description: text(),
  level: choice('level', e.LEVELS, { detail: true }),
  territorialScale: choice('scale', e.SCALES, { detail: true }),
  sdgTargets: codes({ detail: true }),
  votes: number(0, 1e6, 1, { detail: true, uncopied: true }),
  createdInWorkshopId: reference(['workshop'], { detail: true, uncopied: true }),
  /** The wording of which the group said «C'est un effet», although it reads like an action. */
  confirmedWording: line({ local: true, hidden: true }),
})

export const assumption = kind('assumption', {
  text: text({ required: true }),
  kind: choice('assumption_kind', e.ASSUMPTION_KINDS),
  criticality: choice('grade', e.GRADES),
  testedBy: references(['indicator']),
})

export const factor = kind('factor', {
  text: text({ required: true }),
  direction: choice('factor_direction', e.FACTOR_DIRECTIONS),
  affectsIds: references(['effect']),
})
