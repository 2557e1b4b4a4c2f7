/** Messages by name, where the name comes from data: kinds, fields, enumerations. One place, so that a missing word fails one test. */
import type { CausalKind } from '#lib/domain/derived.ts'
import { opening, type Standing } from '#lib/domain/moment.ts'
import type { Dossier, Moment, Workshop } from '#lib/domain/schema/dossier.ts'
import type { ElementKind, Field } from '#lib/domain/schema/element.ts'
import type { LinkKind } from '#lib/domain/schema/links.ts'
import { m } from '#lib/i18n/paraglide/messages.js'
import type { SceneWords } from '#lib/scene/words.ts'

type Messages = Record<string, ((inputs?: Record<string, unknown>) => string) | undefined>

/** The message of that name, or the name itself where there is none: a test fails on those. */
export const word = (name: string, inputs: Record<string, unknown> = {}): string =>
  (m as unknown as Messages)[name]?.(inputs) ?? name

export const kindWord = (is: ElementKind | LinkKind): string => word(`kind_${is}`)
export const enumWord = (name: string, value: string | number): string => word(`enum_${name}_${value}`)
/** A value of a list in a board's own words: circles may have names of their own. */
export const optionWord = ({ rings }: Dossier, name: string, value: string | number): string =>
  name === 'circle' ? `${value} ${rings?.[Number(value) - 1] ?? enumWord(name, value)}` : enumWord(name, value)
/** A field's label; a kind may have words of its own for it, `field_effect_text`. */
export const fieldWord = (is: string, { name }: Pick<Field, 'name'>): string => {
  const own = (m as unknown as Messages)[`field_${is}_${name}`]
  return own ? own() : word(`field_${name}`)
}

/** A field and its value in a line; what is a question needs no colon. */
export const factWords = (field: string, value: string): string =>
  field.endsWith('?') ? `${field} ${value}` : m.list_fact({ field, value })

/** What goes into quotation marks: marks inside it are of the second kind, “…” in French, ‘…’ in English. */
export const inQuotes = (text: string): string => {
  const [open, close] = m.quotes_inside()
  return text.replace(/[«“][\u00a0\u202f ]?/g, open!).replace(/[\u00a0\u202f ]?[»”]/g, close!)
}

/** An atelier by its title, or by its place among the others, from 0. */
export const workshopWord = ({ title }: Workshop, at: number): string =>
  title?.trim() ? title : m.workshop_number({ number: at + 1 })

/** Why those who take part only read (USE §9). */
export function closedWords(standing: Standing | null, moment: Moment | null): string {
  if (standing !== 'early') return m.moment_closed()
  const at = new Date(opening(moment!))
  const time = at.toLocaleTimeString(word('locale_tag'), { hour: '2-digit', minute: '2-digit' })
  const date = at.toLocaleDateString(word('locale_tag'), { day: 'numeric', month: 'long' })
  return at.toDateString() === new Date().toDateString() ? m.moment_early({ time }) : m.moment_early_on({ date, time })
}

/** 0–5 as words: a number would pretend to a measure (USE §4). */
export const scaleWord = (field: 'power' | 'interest', value: number | null): string =>
  value === null ? m.unset() : word(`scale_${field}_${Math.round(value)}`)

/** Without structures, as for what leaves the board. */
export function sceneWords(structure: SceneWords['structure'] = () => ''): SceneWords {
  return {
    structure,
    kind: kindWord,
    stakeholderKind: (kind) => enumWord('stakeholder_kind', kind),
    polarity: (polarity) => enumWord('polarity', polarity),
    indicators: (count) => m.indicators_short({ count }),
    column: (column) => {
      const [title = '', span = ''] = word(`column_${column}`).split('\n')
      return { title, span, prompt: word(`column_prompt_${column}`) }
    },
    zone: (zone) => ({ title: word(`zone_${zone}`), hint: word(`zone_${zone}_hint`) }),
    ring: (ring) => enumWord('circle', ring),
    untitled: m.untitled(),
    corners: [m.corner_convince(), m.corner_build(), m.corner_watch(), m.corner_voice()],
    interest: m.axis_interest_scale(),
    influence: m.axis_influence_scale(),
    arrow: (kind: CausalKind | 'relation', from, to) =>
      m.arrow_sentence({ from: inQuotes(from), verb: word(`arrow_${kind}`), to: inQuotes(to) }),
  }
}
