/** How the atelier in progress stands for those who take part (USE §9). Who facilitates goes on as ever. */
import type { Moment } from './schema/dossier.ts'

/** `early`: it opens later · `closed`: one reads · `over`: its version is kept. */
export type Standing = 'open' | 'early' | 'closed' | 'over'

/** `now`: milliseconds. Null: no atelier is in progress. */
export function standingOf(moment: Moment | null, now: number): Standing | null {
  if (moment === null) return null
  if (moment.versionId !== null) return 'over'
  if (opening(moment) > now) return 'early'
  return moment.isWritingClosed ? 'closed' : 'open'
}

/** Whether those who take part write now. */
export function letsWrite(moment: Moment | null, now: number): boolean {
  const standing = standingOf(moment, now)
  return standing === 'over' ? !moment!.isWritingClosed : standing === null || standing === 'open'
}

/** Milliseconds; −∞: it is open as soon as it is there. */
export const opening = ({ opensAt }: Moment): number => (opensAt === null ? -Infinity : Date.parse(opensAt))
