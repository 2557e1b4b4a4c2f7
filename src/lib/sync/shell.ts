/**
 * What the service worker decides (`src/service-worker.ts`): a board's page comes from the network whenever it answers, and from this device when it
 * does not; scripts and styles, whose names change with their content, come from this device where they can.
 */

export type Asked = { readonly method: string; readonly mode: string; readonly url: URL }
/** `leave`: none of our business, the browser goes on as if there were no service worker. */
export type Handling = 'leave' | 'asset' | 'board'

const BOARD = /^\/b\/[\w-]{22}$/
const IMMUTABLE = '/_app/immutable/'

export function handlingOf({ method, mode, url }: Asked, origin: string): Handling {
  if (method !== 'GET' || url.origin !== origin) return 'leave'
  if (url.pathname.startsWith(IMMUTABLE)) return 'asset'
  return mode === 'navigate' && BOARD.test(url.pathname) ? 'board' : 'leave'
}

export type Answered = { readonly status: number; readonly type: string; readonly redirected: boolean }

/** The server no longer shows this board to whoever asks: what is kept of its page goes. A server in trouble says nothing about that. */
export function isRefusal({ status, type, redirected }: Answered): boolean {
  return redirected || type === 'opaqueredirect' || [401, 403, 404, 410].includes(status)
}

/**
 * Whether a page can come alive from what is kept: one of a newer deploy names scripts that this service worker does not have. `paths`: those it has.
 */
export function isWhole(html: string, paths: ReadonlySet<string>): boolean {
  const named = html.match(/_app\/immutable\/[\w./-]+/g) ?? []
  return named.length > 0 && named.every((path) => paths.has(`/${path}`))
}

const ASSETS = 'canevas-assets-'
const PAGES = 'canevas-pages-'
export const cachesOf = (version: string) => ({ assets: ASSETS + version, pages: PAGES + version })
export const isPages = (name: string): boolean => name.startsWith(PAGES)

/**
 * The caches to throw away when a version takes over. The one before stays: pages that are still open load their dialogs from it. `names`: oldest
 * first, as browsers list them.
 */
export function outdated(names: readonly string[], version: string): readonly string[] {
  const versionOf = (name: string) => [ASSETS, PAGES].find((start) => name.startsWith(start))
  const ours = names.filter(versionOf)
  const versions = [...new Set(ours.map((name) => name.slice(versionOf(name)!.length)))].filter(
    (one) => one !== version,
  )
  const kept = new Set([version, versions.at(-1)])
  return ours.filter((name) => !kept.has(name.slice(versionOf(name)!.length)))
}

/** What pages ask of the service worker. `keep`: the path of the board that is open, shown to `person`. */
export type Message = { readonly keep: string; readonly person: string }

export const isMessage = (data: unknown): data is Message =>
  typeof data === 'object' &&
  data !== null &&
  'keep' in data &&
  typeof data.keep === 'string' &&
  BOARD.test(data.keep) &&
  'person' in data &&
  typeof data.person === 'string'
