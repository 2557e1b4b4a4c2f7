/** Invitations in words, and how long they may last. */
import { m } from '#lib/i18n/paraglide/messages.js'
import { getLocale } from '#lib/i18n/paraglide/runtime.js'
import type { Invited } from '#lib/domain/rights.ts'

export type Invitation = {
  readonly id: string
  readonly role: Invited
  readonly token: string
  readonly code: string
  readonly expiresAt: number | null
  readonly state: { readonly is: 'open' } | { readonly is: 'expired' | 'revoked'; readonly at: number }
}

export type Expiry = 'today' | 'week' | 'month' | 'none'
const DAY = 86_400_000

/** `at`: milliseconds since 1970, or null for ever. Tonight is the tonight of whoever invites. */
export const expiries: Readonly<
  Record<Expiry, { readonly words: () => string; readonly at: (now: Date) => number | null }>
> = {
  today: { words: m.invite_until_today, at: (now) => new Date(now).setHours(23, 59, 59, 999) },
  week: { words: m.invite_until_week, at: (now) => now.getTime() + 7 * DAY },
  month: { words: m.invite_until_month, at: (now) => now.getTime() + 30 * DAY },
  none: { words: m.invite_until_none, at: () => null },
}

/** What an invitation makes of a person, and what that means. */
export const invitedWords = (role: Invited) =>
  ({
    participant: { name: m.invite_participant(), hint: m.invite_participant_hint() },
    observer: { name: m.invite_observer(), hint: m.invite_observer_hint() },
  })[role]

/** «KLM RTV»: read aloud in two breaths. */
export const spoken = (code: string): string => `${code.slice(0, 3)} ${code.slice(3)}`

const day = (at: number) => new Intl.DateTimeFormat(getLocale(), { dateStyle: 'medium', timeStyle: 'short' }).format(at)

export function stateWords({ state, expiresAt }: Invitation): string {
  switch (state.is) {
    case 'open':
      return expiresAt === null ? m.invite_open() : m.invite_open_until({ date: day(expiresAt) })
    case 'expired':
      return m.invite_expired({ date: day(state.at) })
    case 'revoked':
      return m.invite_revoked({ date: day(state.at) })
  }
}
