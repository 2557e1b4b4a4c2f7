/** Influence, interest, position and salience are working notes: in no shared output unless somebody asked for them (USE 1.10). */
import { canonicalize } from './canonical.ts'
import type { Referentiel } from './format.ts'

const WORKING_NOTES = { power: null, interest: null, attitude: null, salience: null } as const

/** The same document, in canonical form, without what a group wrote for itself. */
export function withoutWorkingNotes(document: Referentiel): Referentiel {
  const { stakeholders } = document
  return canonicalize({
    ...document,
    stakeholders: stakeholders.map((each) => ({ ...each, ...WORKING_NOTES })),
  }) as Referentiel
}
