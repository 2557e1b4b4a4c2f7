import { fold } from '#lib/domain/plain.ts'

/** An hour as people write it, «9 h», «14h30», «14:30», «2:30 pm», as `14:30`; null: none. */
export function typedHour(written: string): string | null {
  const read = /^(\d{1,2})(?:\s*[h:.](?:\s*(\d{2}))?)?\s*(am|pm)?$/i.exec(written.trim())
  if (!read) return null
  const [, digits = '', minutes = '00', half = ''] = read
  const hours = half === '' ? Number(digits) : (Number(digits) % 12) + (fold(half) === 'pm' ? 12 : 0)
  if (hours > 23 || Number(minutes) > 59 || (half !== '' && (Number(digits) < 1 || Number(digits) > 12))) return null
  return `${String(hours).padStart(2, '0')}:${minutes}`
}
