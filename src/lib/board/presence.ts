/** What a person shows of themselves while on a board. Lives in y-protocols' awareness, never in the document (DESIGN §6.6, §6.11). */
import type { Id, Point, ViewId } from '#lib/domain/content.ts'

export type Role = 'facilitator' | 'coordinator' | 'participant' | 'observer'
/** Written by the server from the session; what a client claims is overwritten. */
export type PresentPerson = {
  readonly id: Id
  readonly name: string
  readonly structure: string
  readonly role: Role
  readonly colour: string
}

/** A running gesture: the offset over the published selection, or an arrow being drawn. */
export type Draft =
  | { readonly d: Point }
  | { readonly resize: readonly [id: Id, width: number, height: number] }
  | { readonly arrow: { readonly from: Id; readonly to: Point } }

export type Presence = {
  readonly user?: PresentPerson
  readonly view?: ViewId | 'list' | 'framework'
  /** Board units of the view. */
  readonly cursor?: Point | null
  readonly selection?: readonly Id[]
  readonly draft?: Draft | null
  /** The text being edited, `id/field`. */
  readonly editing?: string | null
}

export type Peer = { readonly client: number; readonly presence: Presence & { readonly user: PresentPerson } }
