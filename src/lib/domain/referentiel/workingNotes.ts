/**
 * What leaves in a plain download. Influence, interest, position and salience are working notes: in no shared output unless somebody asked for them
 * (USE 1.10). Words that people did not agree to share are in none either.
 */
import { canonicalize } from './canonical.ts'
import { withoutUnsharedWords } from './consent.ts'
import type { Referentiel } from './format.ts'

const WORKING_NOTES = { power: null, interest: null, attitude: null, salience: null } as const

/** The same document, in canonical form, without what a group wrote for itself and what it was told in confidence. */
export function withoutWorkingNotes(document: Referentiel): Referentiel {
  const shared = withoutUnsharedWords(document)
  return canonicalize({
    ...shared,
    stakeholders: shared.stakeholders.map((each) => ({ ...each, ...WORKING_NOTES })),
  }) as Referentiel
}
