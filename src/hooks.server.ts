import { setTimeout } from 'node:timers/promises'
import { building } from '$app/environment'
import type { Handle, HandleServerError, RequestEvent, ServerInit } from '@sveltejs/kit'
import { m } from '#lib/i18n/paraglide/messages.js'
import { paraglideMiddleware } from '#lib/i18n/paraglide/server.js'
import { refusal } from '#lib/ui/pages/refusal.ts'
import { setSessionCookie } from '#server/auth/cookie.ts'
import { SESSION_COOKIE, type Session } from '#server/auth/session.ts'
import { readConfig } from '#server/config.ts'
import { createLogger } from '#server/log.ts'
import { networkOf } from '#server/network.ts'
import { publish, published, type Published } from '#server/published.ts'
import type { Requester } from '#server/requests.ts'
import { whyUnavailable } from '#server/unavailable.ts'
import { wordsIn } from '#server/words.ts'
import { SECURITY_HEADERS } from '#server/securityHeaders.ts'
import { createServices, type Services } from '#server/services.ts'
import { refusedAtTheDoor } from './door.server.ts'

type Application = Published & { readonly services: Services }

/** Where the browser's words of each language are: a page names them, or they would be asked for only once its scripts run. */
const wordsOf: Readonly<Record<string, string>> = building ? {} : wordsIn(process.env.CLIENT_FILES)

const REFUSED_AFTER_MS = 1_000

/** Once a process, however often Kit or Vite loads this module. */
let starting: Promise<Services> | null = null

export const init: ServerInit = async () => {
  if (!building) await (starting ??= start())
}

async function start(): Promise<Services> {
  const running = published<Application>()
  if (running) return running.services
  const services = await createServices(readConfig(process.env))
  publish({
    services,
    attach: services.attach,
    poll: services.poll,
    watch: services.watch,
    setupPath: services.joining.setupPath,
    close: services.close,
  } satisfies Application)
  return services
}

/** What the language is read from: whole requests are copied by who reads it, bodies and all. */
const headOf = ({ url, headers }: Request) => new Request(url, { headers })

export const handle: Handle = ({ event, resolve }) =>
  paraglideMiddleware(headOf(event.request), async ({ locale }) => {
    if (!building) {
      const services = await (starting ??= start())
      const token = event.cookies.get(SESSION_COOKIE)
      event.locals.services = services
      const refused = await refusedAtTheDoor(event, services)
      if (refused) return finished(event, refused)
      event.locals.session = await services.sessions.read(token)
      event.locals.person = event.locals.session?.person ?? null
      event.locals.requester = await requesterOf(services, event.locals.session, event.getClientAddress())
      const seconds = services.requests.begin(event.locals.requester)
      if (seconds > 0) {
        // Who asks on without a break is answered no faster than this.
        await setTimeout(REFUSED_AFTER_MS)
        return finished(event, refusal(event.request, 429, m.error_429({ seconds })))
      }
      // Sliding like the session itself: a guest who comes back every month keeps the identity.
      if (token && event.locals.session) {
        const maxAgeSeconds = services.sessions.lifetimeSeconds(event.locals.session.kind)
        setSessionCookie(event.cookies, event.url, { token, maxAgeSeconds })
      }
    }
    const response = await resolve(event, { transformPageChunk: ({ html }) => html.replace('%lang%', locale) })
    if (response.status >= 400) event.locals.services?.requests.refused(event.locals.requester)
    const words = wordsOf[locale]
    if (words && response.headers.get('content-type')?.startsWith('text/html'))
      response.headers.append('link', `<${words}>; rel="modulepreload"; nopush`)
    // Kit answers 500 to whatever is thrown.
    if (!event.locals.isUnavailable) return finished(event, response)
    return finished(event, new Response(response.body, { status: 503, headers: response.headers }))
  })

async function requesterOf(services: Services, session: Session | null, address: string): Promise<Requester> {
  const person = session?.person.id ?? null
  const isMember =
    session !== null && (session.kind === 'account' || (await services.memberships.isMember(session.person.id)))
  return { person, network: networkOf(address), isMember }
}

function finished(event: RequestEvent, response: Response): Response {
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.headers.set(name, value)
  if (event.url.protocol === 'https:') response.headers.set('strict-transport-security', 'max-age=31536000')
  event.locals.services?.traffic.count(event.request.method, event.route.id ?? 'none', response.status)
  return response
}

/** People get a message and a number to quote; the cause stays in the log. */
export const handleError: HandleServerError = ({ error, event, status, message }) => {
  // No fault of ours; the error of an address that cannot be read names it, and an address can be an invitation.
  if (status < 500) return { message }
  const why = whyUnavailable(error)
  if (why) event.locals.isUnavailable = true
  if (why === 'busy') return { message: m.request_busy() }
  if (why === 'full') return { message: m.versions_full() }
  if (why === 'moved') return { message: m.error_moved() }
  const id = crypto.randomUUID().slice(0, 8)
  const fields = { id, route: event.route.id, method: event.request.method, status }
  ;(event.locals.services?.logger ?? createLogger()).error('request failed', error, fields)
  return why ? { message: m.save_unwritable() } : { message, id }
}
