/** What may be asked for: only what changes is sent. What people can get wrong has a sentence of its own. */
import * as v from 'valibot'
import { isDay } from '#lib/domain/reading/dates.ts'
import { PHASES } from '#lib/domain/schema/dossier.ts'
import { WORKSHOP_MODES } from '#lib/domain/schema/enums.ts'
import { id } from '#lib/domain/schema/fields.ts'
import { LIMITS } from '#lib/domain/schema/limits.ts'
import { m } from '#lib/i18n/paraglide/messages.js'
import { getLocale } from '#lib/i18n/paraglide/runtime.js'
import { line, oneLine } from '#lib/ui/pages/forms.ts'
import { TAB_IDS } from '#lib/ui/state/tabs.ts'

const MOST_STEPS = 100
const MOST_ORGANIZERS = 60
const MOST = 100_000

const words = v.nullable(
  v.pipe(
    v.string(),
    v.transform(oneLine),
    v.maxLength(LIMITS.title, () => m.form_too_long({ limit: LIMITS.title })),
    v.transform((text) => (text === '' ? null : text)),
  ),
)
const numberAsked = () => m.settings_number({ limit: MOST.toLocaleString(getLocale()) })
const count = v.nullable(
  v.pipe(v.number(numberAsked), v.integer(numberAsked), v.minValue(0, numberAsked), v.maxValue(MOST, numberAsked)),
)
const day = v.nullable(
  v.pipe(
    v.string(),
    v.check(
      (text) => isDay(text) && text >= '1900',
      () => m.settings_date(),
    ),
  ),
)

const ring = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(LIMITS.ring))
const programme = v.strictObject({
  name: v.optional(words),
  startDate: v.optional(day),
  endDate: v.optional(day),
  organizers: v.optional(
    v.pipe(
      v.record(id(), v.boolean()),
      v.check((organizers) => Object.keys(organizers).length <= MOST_ORGANIZERS),
    ),
  ),
})
const fields = v.strictObject({
  title: v.optional(words),
  date: v.optional(day),
  mode: v.optional(v.nullable(v.picklist(WORKSHOP_MODES))),
  durationMin: v.optional(count),
  participants: v.optional(count),
})
const step = v.variant('do', [
  v.strictObject({ do: v.literal('add'), id: id(), fields }),
  v.strictObject({
    do: v.literal('begin'),
    workshops: v.pipe(v.array(v.strictObject({ id: id(), fields })), v.maxLength(MOST_STEPS)),
  }),
  v.strictObject({ do: v.literal('set'), id: id(), fields }),
  v.strictObject({ do: v.literal('move'), id: id(), by: v.picklist([-1, 1]) }),
  v.strictObject({ do: v.literal('remove'), id: id() }),
])

const workshopId = v.nullable(id())
const moment = v.variant('do', [
  v.strictObject({
    do: v.literal('begin'),
    workshopId,
    tabs: v.pipe(v.array(v.picklist(TAB_IDS)), v.maxLength(TAB_IDS.length)),
  }),
  v.strictObject({
    do: v.literal('set'),
    workshopId,
    tabs: v.optional(v.record(v.picklist(TAB_IDS), v.boolean())),
    isWritingClosed: v.optional(v.boolean()),
    opensAt: v.optional(v.nullable(v.pipe(v.string(), v.isoTimestamp()))),
  }),
  v.strictObject({ do: v.literal('end'), workshopId, label: line(LIMITS.title), isWritingClosed: v.boolean() }),
  v.strictObject({ do: v.literal('leave'), workshopId }),
])

export const settings = v.pipe(
  v.strictObject({
    title: v.optional(line(LIMITS.title)),
    rings: v.optional(v.nullable(v.pipe(v.array(ring), v.length(4)))),
    awake: v.optional(v.pipe(v.array(v.picklist(PHASES)), v.maxLength(PHASES.length))),
    programme: v.optional(programme),
    moment: v.optional(moment),
    workshops: v.optional(v.pipe(v.array(step), v.maxLength(MOST_STEPS))),
  }),
  v.check((wanted) => Object.keys(wanted).length > 0),
)
