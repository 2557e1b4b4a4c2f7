/** Asking the server about a board: the answer, or what to tell the person. */
import { m } from '#lib/i18n/paraglide/messages.js'

export type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly message: string }

/** `body`: sent as JSON. The server's refusals come in the person's language. */
export async function asked<T>(
  path: string,
  { method = 'GET', body }: { method?: 'GET' | 'POST' | 'DELETE'; body?: unknown } = {},
): Promise<Answer<T>> {
  try {
    const response = await fetch(path, {
      method,
      headers: { accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      body: body === undefined ? undefined : JSON.stringify(body),
    })
    if (response.ok) return { ok: true, value: (response.status === 204 ? null : await response.json()) as T }
    const refusal = (await response.json().catch(() => null)) as { message?: unknown } | null
    const said = (response.status < 500 || response.status === 503) && typeof refusal?.message === 'string'
    return { ok: false, message: said ? String(refusal.message) : m.request_failed() }
  } catch {
    return { ok: false, message: m.request_failed() }
  }
}
