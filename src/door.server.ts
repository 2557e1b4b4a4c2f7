/** In front of every page, action and endpoint. */
import type { RequestEvent } from '@sveltejs/kit'
import { LIMITS } from '#lib/domain/schema/limits.ts'
import { m } from '#lib/i18n/paraglide/messages.js'
import { refusal } from '#lib/ui/pages/refusal.ts'
import type { Services } from '#server/services.ts'

/** A board's copy comes with its pictures, to one action; a body that does not say its size is none of our pages'. */
function isTooLarge({ headers }: Request, { pathname, searchParams }: URL): boolean {
  if (pathname === '/boards' && searchParams.has('/import')) return false
  return headers.has('transfer-encoding') || Number(headers.get('content-length') ?? 0) > LIMITS.bodyBytes
}

const READS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Whatever changes something comes from a page of ours, and is done only while it can be kept. Kit looks at the origin of forms alone: a page on another
 * port of the same host can send other kinds of requests along with our cookies.
 */
export async function refusedAtTheDoor(
  { request, url, route }: Pick<RequestEvent, 'request' | 'url' | 'route'>,
  services: Pick<Services, 'health'>,
): Promise<Response | null> {
  if (READS.has(request.method)) return null
  if (request.headers.get('origin') !== url.origin) return refusal(request, 403, m.request_refused())
  if (isTooLarge(request, url)) return refusal(request, 413, m.error_413())
  const needsTheDisk = route.id !== '/language'
  return needsTheDisk && (await services.health.troubles()).length > 0
    ? refusal(request, 503, m.save_unwritable())
    : null
}
