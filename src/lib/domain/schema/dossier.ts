/** What the server alone writes into a board's document: everything exported that is not a card or an arrow. */
import * as v from 'valibot'
import { DOCUMENT_STATUSES, WORKSHOP_MODES } from './enums.ts'
import { id } from './fields.ts'

/** The layout version that this code reads and writes. A newer document is shown, not edited. */
export const SCHEMA_VERSION = 1

/** Phases of the ateliers after which checks wake (USE §10). */
export const PHASES = ['placing', 'unwanted', 'questions', 'criteria', 'indicators', 'balance'] as const
export type Phase = (typeof PHASES)[number]

const word = v.nullable(v.string())
const unknownKeys = v.record(v.string(), v.unknown())

export const programme = v.looseObject({
  id: id(),
  name: word,
  startDate: v.optional(word, null),
  endDate: v.optional(word, null),
  organizerIds: v.optional(v.nullable(v.array(v.string())), []),
})

export const workshop = v.looseObject({
  id: id(),
  order: v.optional(v.nullable(v.number()), null),
  title: v.optional(word, null),
  date: v.optional(word, null),
  mode: v.optional(v.nullable(v.picklist(WORKSHOP_MODES)), null),
  durationMin: v.optional(v.nullable(v.number()), null),
  participants: v.optional(v.nullable(v.number()), null),
})

/** The atelier in progress: what it shows, and whether one writes. A convention of the interface: late and offline edits are kept. */
export const moment = v.object({
  /** Null: an atelier without a name. */
  workshopId: v.optional(v.nullable(v.string()), null),
  /** Shown to those who take part, besides the list. */
  tabs: v.array(v.string()),
  isWritingClosed: v.boolean(),
  /** Until then one reads; an ISO instant. */
  opensAt: v.optional(v.nullable(v.string()), null),
  /** The atelier is over: the version kept at its end. */
  versionId: v.optional(v.nullable(v.string()), null),
})

export const dossier = v.object({
  schemaVersion: v.number(),
  /** The référentiel's id, the same from version to version. */
  id: id(),
  title: v.string(),
  locale: v.string(),
  status: v.picklist(DOCUMENT_STATUSES),
  version: v.number(),
  /** Null: nobody chose one. */
  license: v.nullable(v.string()),
  fictitious: v.boolean(),
  programme: v.nullable(programme),
  workshops: v.array(workshop),
  provenance: v.nullable(unknownKeys),
  /** Names of the four rings of *Cercles*, from the middle out; null: the usual ones. */
  rings: v.nullable(v.array(v.string())),
  /** Phases of the ateliers that are over: their checks are awake. */
  awake: v.array(v.string()),
  /** Null: none is in progress, everything is shown and everybody writes. */
  moment: v.optional(v.nullable(moment), null),
  /** Unknown keys of an imported envelope, given back on export. */
  extra: v.nullable(unknownKeys),
})
export type Dossier = Readonly<v.InferOutput<typeof dossier>>
export type Programme = Readonly<v.InferOutput<typeof programme>>
export type Moment = Readonly<v.InferOutput<typeof moment>>
export type Workshop = Readonly<v.InferOutput<typeof workshop>>

export const blankDossier = (id: string, title: string): Dossier => ({
  schemaVersion: SCHEMA_VERSION,
  id,
  title,
  locale: 'fr-FR',
  status: 'draft',
  version: 1,
  license: null,
  fictitious: false,
  programme: null,
  workshops: [],
  provenance: null,
  rings: null,
  awake: [],
  moment: null,
  extra: null,
})
