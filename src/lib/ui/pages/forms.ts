/** What a form sent, read by its schema: the values it wants, or what to say beside each field. */
import { error } from '@sveltejs/kit'
import * as v from 'valibot'
import { streamSafe } from '#lib/domain/plain.ts'
import { m } from '#lib/i18n/paraglide/messages.js'

export type FieldErrors = Readonly<Record<string, string>>
export type FormValues = Readonly<Record<string, string>>
export type ReadForm<Output> =
  | { readonly ok: true; readonly output: Output }
  | { readonly ok: false; readonly values: FormValues; readonly errors: FieldErrors }

/** The form that a request holds; 400 and 413 for what is none, or too much of one. */
export async function formOf(request: Request): Promise<FormData> {
  const form = await request.formData().catch(() => null)
  const length = Number(request.headers.get('content-length') ?? 0)
  if (!form) return error(length > MOST_FORM_BYTES ? 413 : 400, m.request_unreadable())
  // No page of ours has such a field, and no object could hold it.
  if (form.has('__proto__')) return error(400, m.request_unreadable())
  return form
}

const MOST_FORM_BYTES = 8_000_000

export function readForm<S extends v.GenericSchema<unknown, unknown>>(
  schema: S,
  data: FormData,
): ReadForm<v.InferOutput<S>> {
  const given = Object.fromEntries(
    [...data].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  )
  const parsed = v.safeParse(schema, given)
  if (parsed.success) return { ok: true, output: parsed.output }
  const errors: Record<string, string> = {}
  for (const issue of parsed.issues) errors[v.getDotPath(issue) ?? ''] ??= issue.message
  return { ok: false, values: valuesOf(data), errors }
}

/** What is given back with a refused form, so that nothing is typed twice. Passwords are. */
export const valuesOf = (data: FormData): FormValues =>
  Object.fromEntries(
    [...data].flatMap(([name, value]) =>
      typeof value === 'string' && name !== 'password' ? [[name, value.slice(0, 2_000)]] : [],
    ),
  )

export const oneLine = (text: string): string =>
  streamSafe(text)
    .normalize('NFC')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()

/** A line that must be filled in. Messages are made when they are needed: in the language of that request. */
export const line = (limit: number) =>
  v.pipe(
    v.optional(v.string(), ''),
    v.transform(oneLine),
    v.minLength(1, () => m.form_required()),
    v.maxLength(limit, () => m.form_too_long({ limit })),
  )

export const email = () =>
  v.pipe(
    line(200),
    v.regex(/^[^\s@]+@[^\s@][^\s@.]*\.[^\s@]+$/, () => m.form_email()),
  )

const SHORTEST_PASSWORD = 12
export const newPassword = () =>
  v.pipe(
    v.optional(v.string(), ''),
    v.minLength(SHORTEST_PASSWORD, () => m.form_password_short({ limit: SHORTEST_PASSWORD })),
    v.maxLength(200, () => m.form_too_long({ limit: 200 })),
  )
