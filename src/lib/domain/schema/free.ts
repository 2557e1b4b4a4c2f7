/** What the free canvas holds besides typed cards. */
import * as v from 'valibot'
import * as e from './enums.ts'
import { choice, structure, text } from './fields.ts'
import { kind } from './record.ts'

/** `zone`: the zone of *Mission* that it was written in. */
export const note = kind('note', {
  text: text(),
  description: text({ detail: true }),
  zone: choice('mission_zone', e.MISSION_ZONES, { local: true, hidden: true }),
})
export const frame = kind('frame', { text: text() })
export const label = kind('label', { text: text() })
/** Points relative to the placement, board units, x and y by turns. */
export const stroke = kind('stroke', { text: text(), points: structure(v.array(v.number())) })
