import * as v from 'valibot'
import * as e from './enums.ts'
import { choice, flag, reference, references, text } from './fields.ts'
import { linkKind } from './record.ts'

/** Between two stakeholders; no type is required. */
export const relation = linkKind('relation', {
  type: choice('relation_type', e.RELATION_TYPES),
  strength: choice('strength', e.STRENGTHS),
  direction: choice('relation_direction', e.RELATION_DIRECTIONS),
  description: text(),
})

/** An arrow of the effects tree. `kind` follows from its ends until someone overrides it. */
export const causal = linkKind('causal', {
  kind: choice('link_kind', e.LINK_KINDS),
  strength: choice('strength', e.STRENGTHS),
  confidence: choice('confidence', e.GRADES),
  assumptionIds: references(['assumption']),
})

/** «Pour qui ?»: from a stakeholder to an effect. */
export const concerns = linkKind('concerns', {
  experience: choice('experience', e.EXPERIENCES),
  importance: choice('importance', e.IMPORTANCES),
  intendedDirection: choice('polarity', e.POLARITIES),
  underserved: flag(),
  perspectiveOfId: reference(['stakeholder']),
})

export const link = v.variant('is', [relation, causal, concerns])
export type Link = Readonly<v.InferOutput<typeof link>>
export type LinkKind = Link['is']
export const LINK_SCHEMAS = { relation, causal, concerns } as const satisfies Record<LinkKind, v.GenericSchema>

/** Elements have no such kinds. */
export const isLink = <Other extends { readonly is: string }>(record: Other | Link): record is Link =>
  Object.hasOwn(LINK_SCHEMAS, record.is)
