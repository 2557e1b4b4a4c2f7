/** What the free canvas holds besides typed cards. */
import * as v from 'valibot'
import * as e from './enums.ts'
import { choice, line, structure, text } from './fields.ts'
import { kind } from './record.ts'

/** Drawn or shown where it stands: no field of a form, and no part of the exported document. */
const HIDDEN = { local: true, hidden: true } as const
/** Numbers, two a point: a simplified stroke has some dozens. */
export const LONGEST_STROKE = 4_000

/** `zone`: the zone of *Mission* that it was written in. */
export const note = kind('note', {
  text: text(),
  description: text({ detail: true }),
  zone: choice('mission_zone', e.MISSION_ZONES, { local: true, hidden: true }),
})
/** `makes`: the kind of what is written in this zone; what is moved into it is only offered it. */
export const frame = kind('frame', { text: text(), makes: choice('frame_kind', e.FRAME_KINDS, { local: true }) })
export const label = kind('label', { text: text() })
/** Points relative to the placement, board units, x and y by turns; `text` says what was drawn, where someone did. */
export const stroke = kind('stroke', {
  text: text(),
  points: structure(v.pipe(v.array(v.number()), v.maxLength(LONGEST_STROKE)), HIDDEN),
  colour: choice('pen_colour', e.PEN_COLOURS, HIDDEN),
  width: choice('pen_width', e.PEN_WIDTHS, HIDDEN),
})
/** `text` says in words what the picture shows; `hash`: SHA-256 of its bytes, which the server keeps. */
export const image = kind('image', { text: text(), hash: line(HIDDEN) })
