/** Kept versions in words. */
import type { Difference } from '#lib/domain/referentiel/difference.ts'
import { documentFields, type ExportedKind } from '#lib/domain/referentiel/mapping.ts'
import { m } from '#lib/i18n/paraglide/messages.js'
import { getLocale } from '#lib/i18n/paraglide/runtime.js'
import { fieldWord, inQuotes, word } from '../words.ts'

export type Version = {
  readonly id: string
  readonly label: string
  readonly kind: 'kept' | 'auto' | 'before_restore' | 'before_import'
  readonly takenAt: number
  readonly takenByName: string | null
}
export type Changes = { readonly previous: Version | null; readonly difference: Difference | null }

export const moment = (at: number): string =>
  new Intl.DateTimeFormat(getLocale(), { dateStyle: 'long', timeStyle: 'short' }).format(at)
const time = (at: number): string => new Intl.DateTimeFormat(getLocale(), { timeStyle: 'short' }).format(at)

export function titleOf({ kind, label }: Version): string {
  switch (kind) {
    case 'kept':
      return label
    case 'auto':
      return label || m.versions_title()
    case 'before_restore':
      return m.versions_before_restore({ label: inQuotes(label) })
    case 'before_import':
      return m.versions_before_import()
  }
}

/** Who and when; whether it came by itself. */
export function detailOf({ kind, takenAt, takenByName }: Version): string {
  const when = takenByName ? m.versions_by({ date: moment(takenAt), name: takenByName }) : moment(takenAt)
  return kind === 'kept' ? when : `${m.versions_auto({ time: time(takenAt) })} · ${when}`
}

/** The person's word for a field that the document names `as`. */
export function documentFieldWord(is: ExportedKind, as: string): string {
  const known = documentFields(is).find((field) => field.as === as)
  if (as === 'fromId') return m.panel_from()
  if (as === 'toId') return m.panel_to()
  const words = known?.field ? fieldWord(is, { name: known.field }) : word(`field_${as}`)
  return words.startsWith('field_') ? as : words
}

export function envelopeWord(key: string): string {
  const words = word(`envelope_${key}`)
  return words.startsWith('envelope_') ? key : words
}
