/** What a person shows of themselves while on a board. Lives in y-protocols' awareness, never in the document (DESIGN §6.6, §6.11). */
import * as v from 'valibot'
import type { Pen } from '#lib/domain/commands/draw.ts'
import type { Id, Point, ViewId } from '#lib/domain/content.ts'
import type { Role } from '#lib/domain/rights.ts'
import { PEN_COLOURS, PEN_WIDTHS } from '#lib/domain/schema/enums.ts'

/** Written by the server from the session; what a client claims is overwritten. */
export type PresentPerson = {
  readonly id: Id
  readonly name: string
  readonly structure: string
  readonly role: Role
  readonly colour: string
}

/** A running gesture: the offset over the published selection, a new rectangle, an arrow or a stroke being drawn. */
export type Draft =
  | { readonly d: Point }
  | { readonly resize: readonly [id: Id, x: number, y: number, width: number, height: number] }
  | { readonly arrow: { readonly from: Id; readonly to: Point } }
  /** Board units, x and y by turns, thinned out: others see the line coming, and the whole of it on release. */
  | { readonly pen: Pen & { readonly points: readonly number[] } }

/** Numbers of a stroke on its way: presence is small. */
export const MOST_DRAWN = 240

export type Presence = {
  readonly user?: PresentPerson
  readonly view?: ViewId | 'mission' | 'list' | 'framework'
  /** Board units of the view. */
  readonly cursor?: Point | null
  readonly selection?: readonly Id[]
  readonly draft?: Draft | null
  /** The text being edited, `id/field`. */
  readonly editing?: string | null
}

export type Peer = { readonly client: number; readonly presence: Presence & { readonly user: PresentPerson } }

const id = v.pipe(v.string(), v.maxLength(64))
const point = v.tuple([v.number(), v.number()])

/** What the server lets through of what a client says, field by field: a broken one would break everybody's canvas. */
export const PRESENCE_FIELDS = {
  view: v.picklist(['influence', 'circles', 'stakeholders', 'tree', 'ideas', 'mission', 'list', 'framework']),
  cursor: v.nullable(point),
  selection: v.pipe(v.array(id), v.maxLength(200)),
  draft: v.nullable(
    v.union([
      v.strictObject({ d: point }),
      v.strictObject({ resize: v.tuple([id, v.number(), v.number(), v.number(), v.number()]) }),
      v.strictObject({ arrow: v.strictObject({ from: id, to: point }) }),
      v.strictObject({
        pen: v.strictObject({
          colour: v.picklist(PEN_COLOURS),
          width: v.picklist(PEN_WIDTHS),
          points: v.pipe(v.array(v.number()), v.maxLength(MOST_DRAWN)),
        }),
      }),
    ]),
  ),
  editing: v.nullable(v.pipe(v.string(), v.maxLength(160))),
} satisfies Record<keyof Omit<Presence, 'user'>, v.GenericSchema>
