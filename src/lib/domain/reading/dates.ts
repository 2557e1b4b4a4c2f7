/** Days as people write them: one reading for boxes, pasted cells, imports and rules. What the calendar does not have is no day. */
import { fold } from '../plain.ts'

/** «2026-02-28», «28/02/2026», «28.2.2026», «1er mars 2026», as an ISO 8601 day; null: none. */
export function dayIn(text: string): string | null {
  const words = fold(text)
  const iso = /^(\d{4})-(\d{2})-(\d{2})(?:[t ]0{2}:0{2}(?::0{2})?)?$/.exec(words)
  if (iso) return day(iso[1]!, iso[2]!, iso[3]!)
  const figures = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?: 0{1,2}:0{2}(?::0{2})?)?$/.exec(words)
  if (figures) return day(figures[3]!, figures[2]!, figures[1]!)
  const [, date, name = '', year] = /^(\d{1,2})(?:er|st|nd|rd|th)? ([a-z]+)\.? (\d{4})$/.exec(words) ?? []
  const month =
    name.length > 2 && name !== 'jui' ? MONTHS.findIndex((names) => names.some((each) => each.startsWith(name))) : -1
  return date && month >= 0 ? day(year!, String(month + 1), date) : null
}

/** What a field for a day holds: a day, or a year or a month where no more is known. */
export function dateIn(text: string): string | null {
  const words = fold(text)
  return /^\d{4}(?:-(?:0[1-9]|1[0-2]))?$/.test(words) ? words : dayIn(text)
}

/** An ISO 8601 day that the calendar has. */
export const isDay = (text: string): boolean => DAY.test(text) && dayIn(text) === text
const DAY = /^\d{4}-\d{2}-\d{2}$/

function day(year: string, month: string, date: string): string | null {
  const iso = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`
  const at = new Date(`${iso}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(iso) ? iso : null
}

/** French and English, folded; «sept.» is one as well, «jui.» could be two. */
const MONTHS: readonly (readonly string[])[] = [
  ['janvier', 'january'],
  ['fevrier', 'february'],
  ['mars', 'march'],
  ['avril', 'april'],
  ['mai', 'may'],
  ['juin', 'june'],
  ['juillet', 'july'],
  ['aout', 'august'],
  ['septembre', 'september'],
  ['octobre', 'october'],
  ['novembre', 'november'],
  ['decembre', 'december'],
]
