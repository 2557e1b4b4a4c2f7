/** The door of every request about one board: who asks, and whether they may. Where it comes from was looked at before (`hooks.server.ts`). */
import { error, type RequestEvent } from '@sveltejs/kit'
import * as v from 'valibot'
import { may, type Action, type Role } from '#lib/domain/rights.ts'
import { m } from '#lib/i18n/paraglide/messages.js'
import type { Services } from '#server/services.ts'
import type { Board } from '#server/store/boards.ts'
import type { Person } from '#server/store/people.ts'
import type { Asking } from '#server/work/pool.ts'

export type Inside = {
  readonly services: Services
  readonly board: Board
  readonly person: Person
  readonly role: Role
  /** For whom heavy work is done: given up when they have gone. */
  readonly asking: Required<Asking>
  /** What was given or brought weighs so many bytes. */
  readonly charge: (bytes: number) => void
}

/** Refuses with a message for people: 401 without a session, 404 for strangers, 403 for what the role does not allow. */
export async function enter({ locals, params, request }: RequestEvent, action: Action): Promise<Inside> {
  const { services, person } = locals
  if (!person) error(401, m.session_over())
  const board = await services.boards.readBoard(params.board ?? '')
  const role = board && (await services.access.roleOn(board.id, person.id))
  // A board that does not exist and one that is not yours look the same to strangers (SYNC §7.13).
  if (!board || !role) error(404, m.board_unknown())
  if (!may(role, action)) error(403, m.error_403())
  const { network } = locals.requester
  const asking = { person: person.id, network, board: board.id, isTrying: board.demo, signal: request.signal }
  const charge = (bytes: number) => services.requests.charge(locals.requester, bytes)
  return { services, board, person, role, asking, charge }
}

/** Room for all ateliers of a programme at once. */
const LONGEST_BODY = 500_000

/** The JSON that was sent, as its schema says. */
export async function bodyOf<S extends v.GenericSchema<unknown, unknown>>(
  request: Request,
  schema: S,
): Promise<v.InferOutput<S>> {
  if (request.headers.get('content-type')?.split(';')[0]?.trim() !== 'application/json') error(415, m.request_refused())
  const text = await request.text().catch(() => '')
  if (text.length > LONGEST_BODY) error(413, m.error_413())
  const sent = jsonIn(text)
  // What the schema has no sentence for comes from no page of ours.
  const parsed = v.safeParse(schema, sent, { message: () => m.request_refused() })
  if (!parsed.success) error(400, parsed.issues[0].message)
  return parsed.output
}

/** Undefined: it is none, which no schema takes. */
function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
