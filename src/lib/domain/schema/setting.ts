/** Mission, organisations and territories. */
import * as v from 'valibot'
import * as e from './enums.ts'
import { choice, choices, line, lines, number, reference, references, structure, text } from './fields.ts'
import { kind } from './record.ts'

export const MISSION_ID = 'mission'

/** One per board, put by the server when it seeds the document; `text` is the mission in one sentence. */
export const mission = kind('mission', {
  text: text({ required: true }),
  problem: text({ required: true }),
  publics: lines({ required: true }),
  ambition: text({ required: true }),
  valueAdded: text(),
  values: lines(),
  scopeIn: lines(),
  scopeOut: lines(),
  purposes: choices('purpose', e.PURPOSES),
  audiences: references(['stakeholder']),
  temporalScope: structure(v.looseObject({ start: v.nullable(v.string()), end: v.nullable(v.string()) })),
  territorialScope: references(['territory']),
})

export const organization = kind('organization', {
  text: text({ required: true }),
  kind: choice('organization_kind', e.ORGANIZATION_KINDS, { required: true }),
  roles: choices('organization_role', e.ORGANIZATION_ROLES),
  legalForm: line({ detail: true }),
  siret: line({ detail: true }),
  territoryId: reference(['territory'], { detail: true }),
  representsStakeholderId: reference(['stakeholder'], { detail: true }),
})

export const territory = kind('territory', {
  text: text({ required: true }),
  scale: choice('scale', e.SCALES, { required: true }),
  parentId: reference(['territory']),
  code: line({ detail: true }),
  codeSystem: choice('code_system', e.CODE_SYSTEMS, { detail: true }),
  population: number(0, 1e10, 1, { detail: true }),
})
