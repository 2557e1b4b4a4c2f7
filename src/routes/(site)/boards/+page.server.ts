import { error, fail, redirect, type RequestEvent } from '@sveltejs/kit'
import * as v from 'valibot'
import type { ImportIssue } from '#lib/domain/referentiel/import.ts'
import { highest } from '#lib/domain/rights.ts'
import { LIMITS } from '#lib/domain/schema/limits.ts'
import { m } from '#lib/i18n/paraglide/messages.js'
import { email, formOf, line, newPassword, readForm, valuesOf } from '#lib/ui/pages/forms.ts'
import { importWords } from '#lib/ui/pages/import-words.ts'
import type { Services } from '#server/services.ts'
import type { Incoming } from '#server/work/jobs.ts'
import { Busy, type Asking } from '#server/work/pool.ts'
import { sessionOf } from '../../arrival.server.ts'
import { LOST_PICTURES } from '#lib/ui/pages/lostPictures.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, url }) => {
  const session = sessionOf({ locals, url })
  const { services } = locals
  const rows = await services.boardRows.ofPerson(session.person.id)
  const account = session.kind === 'account' ? await services.accounts.byPerson(session.person.id) : null
  return {
    boards: rows.map(({ id, title, demo, lastUsedAt, roles }) => ({
      id,
      title,
      demo,
      lastUsedAt,
      role: highest(roles)!,
    })),
    mayCreate: account !== null,
    administers: account?.admin === true,
  }
}

export const actions: Actions = {
  create: async (event) => {
    const by = await creator(event)
    const read = readForm(v.object({ title: line(LIMITS.title) }), await formOf(event.request))
    if (!read.ok) return fail(400, { create: read })
    const board = await event.locals.services.boards.createBoard({ title: read.output.title, by })
    redirect(303, `/b/${board.id}`)
  },

  import: async (event) => {
    const by = await creator(event)
    const { services } = event.locals
    const { request } = event
    const { network } = event.locals.requester
    services.requests.charge(event.locals.requester, Number(request.headers.get('content-length') ?? 0))
    const asking = { person: by, network, board: '', isTrying: false, signal: request.signal }
    const brought = await broughtIn(services, request, asking)
    switch (brought.is) {
      case 'none':
        return fail(400, { import: { message: m.boards_import_none(), issues: [] } })
      case 'large':
        return fail(413, { import: { message: m.boards_import_large({ limit: brought.limit }), issues: [] } })
      case 'busy':
        return fail(503, { import: { message: m.request_busy(), issues: [] } })
      case 'refused': {
        const issues = brought.issues.map(inWords)
        return fail(400, { import: { message: m.boards_import_refused({ count: issues.length }), issues } })
      }
    }
    const title = brought.title || m.boards_import_untitled()
    const board = await services.boards.createBoard({ title, by, state: brought.state })
    let lost = 0
    for (const picture of brought.pictures)
      if (!picture || (await services.boards.placePicture(board, picture)) === null) lost++
    // Told once the board is open.
    redirect(303, lost === 0 ? `/b/${board.id}` : `/b/${board.id}?${LOST_PICTURES}=${lost}`)
  },

  account: async (event) => {
    const person = await creator(event)
    const { accounts, joining } = event.locals.services
    if (!(await accounts.byPerson(person))?.admin) error(403, m.error_403())
    const data = await formOf(event.request)
    const facilitator = v.object({
      name: line(LIMITS.person),
      structure: line(LIMITS.structure),
      email: email(),
      password: newPassword(),
    })
    const read = readForm(facilitator, data)
    if (!read.ok) return fail(400, { account: { ...read, made: null } })
    const made = await joining.createAccount({ ...read.output, admin: false }, person)
    if (!made)
      return fail(400, {
        account: {
          values: valuesOf(data),
          errors: { email: m.boards_account_taken() } as Record<string, string>,
          made: null,
        },
      })
    return {
      account: { values: {} as Record<string, string>, errors: {} as Record<string, string>, made: read.output.name },
    }
  },
}

/** Guests write on boards; who has an account makes them. */
async function creator({ locals, url }: RequestEvent): Promise<string> {
  if (!locals.session) redirect(303, `/login?next=${encodeURIComponent(url.pathname)}`)
  const { id } = locals.session.person
  if (locals.session.kind !== 'account' || !(await locals.services.accounts.byPerson(id))) error(403, m.error_403())
  return id
}

/** The body as it came: reading it is work for a thread. */
async function broughtIn(services: Services, request: Request, asking: Asking): Promise<Incoming | { is: 'busy' }> {
  try {
    const body = await piecesOf(request)
    return await services.work.run(
      'incoming',
      { body, type: request.headers.get('content-type') ?? '', limits: services.config.limits },
      asking,
    )
  } catch (refusal) {
    // Who has gone reads no answer.
    if (refusal instanceof Busy || request.signal.aborted) return { is: 'busy' }
    // More than the server reads at all: the body was cut.
    if ((refusal as { readonly status?: unknown }).status === 413)
      return { is: 'large', limit: LIMITS.copyBytes / 1024 / 1024 }
    throw refusal
  }
}

/** As they came, each with memory of its own: they leave the event loop's heap without a copy, and without work for its collector. */
async function piecesOf({ body }: Request): Promise<readonly Uint8Array[]> {
  const pieces: Uint8Array[] = []
  for await (const piece of (body ?? []) as AsyncIterable<Uint8Array>)
    pieces.push(piece.byteLength === piece.buffer.byteLength ? piece : piece.slice())
  return pieces
}

const inWords = (issue: ImportIssue) => ({ path: issue.path, words: importWords(issue) })
