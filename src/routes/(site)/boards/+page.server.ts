import { error, fail, redirect, type RequestEvent } from '@sveltejs/kit'
import * as v from 'valibot'
import { newState } from '#lib/board/newState.ts'
import { isCopy, readCopy, type ReadCopy } from '#lib/domain/boardCopy.ts'
import { newId } from '#lib/domain/ids.ts'
import { importReferentiel, LARGEST_IMPORT, type ImportIssue } from '#lib/domain/referentiel/import.ts'
import { m } from '#lib/i18n/paraglide/messages.js'
import { email, formOf, line, newPassword, readForm, valuesOf } from '#lib/ui/pages/forms.ts'
import { importWords } from '#lib/ui/pages/import-words.ts'
import { highest } from '#server/auth/permissions.ts'
import { imageTypeOf, MOST_IMAGE_BYTES } from '#server/store/images.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, url }) => {
  const { session, services } = locals
  if (!session) redirect(303, `/login?next=${encodeURIComponent(url.pathname)}`)
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
    const read = readForm(v.object({ title: line(200) }), await formOf(event.request))
    if (!read.ok) return fail(400, { create: read })
    const board = await event.locals.services.boards.createBoard({ title: read.output.title, by })
    redirect(303, `/b/${board.id}`)
  },

  import: async (event) => {
    const by = await creator(event)
    const file = await fileOf(event.request)
    if (!file.ok) return fail(file.status, { import: { message: file.message, issues: [] } })
    const copy = copyIn(file.text)
    if (copy) {
      const { services } = event.locals
      const state = newState(copy.dossier, copy.changes, true)
      const board = await services.boards.createBoard({
        title: copy.dossier.title || m.boards_import_untitled(),
        by,
        state,
      })
      for (const { data } of copy.images) {
        const bytes = new Uint8Array(Buffer.from(data, 'base64'))
        const type = bytes.length <= MOST_IMAGE_BYTES ? imageTypeOf(bytes) : null
        if (type) await services.images.put(board.id, { type, bytes }, services.now())
      }
      redirect(303, `/b/${board.id}`)
    }
    if (file.size > LARGEST_IMPORT) return fail(413, { import: { message: m.boards_import_large(), issues: [] } })
    const imported = importReferentiel(file.text, newId)
    if (!imported.ok) {
      const issues = imported.issues.map(inWords)
      return fail(400, { import: { message: m.boards_import_refused({ count: issues.length }), issues } })
    }
    const { dossier, changes } = imported
    const title = dossier.title || m.boards_import_untitled()
    const board = await event.locals.services.boards.createBoard({ title, by, state: newState(dossier, changes) })
    redirect(303, `/b/${board.id}`)
  },

  account: async (event) => {
    const person = await creator(event)
    const { accounts, joining } = event.locals.services
    if (!(await accounts.byPerson(person))?.admin) error(403, m.error_403())
    const data = await formOf(event.request)
    const facilitator = v.object({ name: line(80), structure: line(120), email: email(), password: newPassword() })
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

type Sent =
  | { readonly ok: true; readonly text: string; readonly size: number }
  | { readonly ok: false; readonly status: number; readonly message: string }

/** A board's own copy, or null: then it is read as a référentiel, which says what is wrong. */
function copyIn(text: string): ReadCopy | null {
  try {
    const json: unknown = JSON.parse(text)
    return isCopy(json) ? readCopy(json) : null
  } catch {
    return null
  }
}

async function fileOf(request: Request): Promise<Sent> {
  let file: FormDataEntryValue | null
  try {
    file = (await request.formData()).get('file')
  } catch {
    // More than the server reads at all: the body was cut.
    return { ok: false, status: 413, message: m.boards_import_large() }
  }
  if (!(file instanceof File) || file.size === 0) return { ok: false, status: 400, message: m.boards_import_none() }
  if (file.size > LARGEST_COPY) return { ok: false, status: 413, message: m.boards_import_large() }
  return { ok: true, text: await file.text(), size: file.size }
}

/** A board with its pictures; what the server reads at all is a little more. A référentiel has a limit of its own. */
const LARGEST_COPY = 8_000_000

const inWords = (issue: ImportIssue) => ({ path: issue.path, words: importWords(issue) })
