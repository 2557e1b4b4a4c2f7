/** In front of every page, action and endpoint. */
import type { RequestEvent } from '@sveltejs/kit'
import { m } from '#lib/i18n/paraglide/messages.js'
import { refusal } from '#lib/ui/pages/refusal.ts'
import type { Services } from '#server/services.ts'

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
  const needsTheDisk = route.id !== '/language'
  return needsTheDisk && (await services.health.troubles()).length > 0
    ? refusal(request, 503, m.save_unwritable())
    : null
}
