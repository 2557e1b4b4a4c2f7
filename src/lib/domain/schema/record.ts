/** What every record on a board has, whatever its kind. */
import * as v from 'valibot'
import { id, references, structure } from './fields.ts'

const json = v.record(v.string(), v.unknown())

export const commonEntries = {
  id: id(),
  /** Opaque id of the member who created it; names live in one purgeable table of the server. */
  by: v.nullable(v.string()),
  /** Unknown keys of an imported entity, given back on export. */
  extra: v.nullable(json),
}

/** What its texts said before somebody wrote them anew, the oldest first (commands/formerly.ts). */
const formerly = () =>
  structure(v.array(v.object({ field: v.string(), text: v.string(), at: v.number() })), {
    local: true,
    hidden: true,
    uncopied: true,
  })

const side = v.pipe(v.number(), v.minValue(1), v.maxValue(100_000))
export const elementEntries = {
  ...commonEntries,
  /** Given once by the server ("E7"), never reused. */
  ref: v.nullable(v.string()),
  /** Fractional index: stacking order on canvases, order in lists. */
  order: v.nullable(v.string()),
  /** Board units; only for zones and what a person resized. */
  size: v.nullable(v.tuple([side, side])),
}

export const kind = <const K extends string, const E extends v.ObjectEntries>(is: K, entries: E) =>
  v.object({
    ...elementEntries,
    is: v.literal(is),
    ...entries,
    /** Cards that «Fusionner» brought into this one: they lie in the bin, and their wordings are read from there. */
    mergedFrom: references([], { local: true, hidden: true }),
    /** Cards that look like this one and were kept beside it: nobody is asked again. */
    distinctFrom: references([], { local: true, hidden: true }),
    formerly: formerly(),
  })

export const linkKind = <const K extends string, const E extends v.ObjectEntries>(is: K, entries: E) =>
  v.object({ ...commonEntries, is: v.literal(is), fromId: id(), toId: id(), ...entries, formerly: formerly() })
