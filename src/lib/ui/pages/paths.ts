/** A path of this site out of what somebody sent: never another site's. */
export function ownPath(given: unknown, fallback = '/'): string {
  if (typeof given !== 'string' || !given.startsWith('/')) return fallback
  const home = 'http://canevas.invalid'
  if (!URL.canParse(given, home)) return fallback
  const url = new URL(given, home)
  return url.origin === home ? `${url.pathname}${url.search}` : fallback
}
