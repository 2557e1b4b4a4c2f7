import * as v from 'valibot'
import * as e from './enums.ts'
import { choice, choices, line, lines, number, references, structure, text } from './fields.ts'
import { kind } from './record.ts'

export const stakeholder = kind('stakeholder', {
  text: text({ required: true }),
  kind: choice('stakeholder_kind', e.STAKEHOLDER_KINDS, { required: true }),
  power: number(0, 5, 0.1),
  interest: number(0, 5, 0.1),
  role: choice('stakeholder_role', e.STAKEHOLDER_ROLES, { required: true }),
  circle: choice('circle', e.CIRCLES),
  expectations: lines(),
  contributions: lines(),
  side: choice('side', e.SIDES, { required: true }),
  /** A voice that is missing at the table (USE §4), then heard; and who is to hear it, which is the group's own business. */
  voice: choice('voice', e.VOICES, { detail: true }),
  voiceBy: line({ detail: true, local: true }),
  directness: choice('directness', e.DIRECTNESSES, { detail: true }),
  categories: choices('category', e.CATEGORIES, { detail: true }),
  engagementLevel: choice('engagement_level', e.ENGAGEMENT_LEVELS, { detail: true }),
  attitude: choice('attitude', e.ATTITUDES, { detail: true }),
  territoryIds: references(['territory'], { detail: true }),
  impactNormsRole: choice('norms_role', e.NORMS_ROLES, { detail: true }),
  estimatedSize: number(0, 1e9, 1, { detail: true }),
  salience: structure(
    v.looseObject({
      power: v.nullable(v.boolean()),
      legitimacy: v.nullable(v.boolean()),
      urgency: v.nullable(v.boolean()),
    }),
    { detail: true },
  ),
})
