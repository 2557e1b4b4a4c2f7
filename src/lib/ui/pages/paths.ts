/** A path of this site out of what somebody sent: never another site's. */
export function ownPath(given: unknown, fallback = '/'): string {
  if (typeof given !== 'string' || !given.startsWith('/')) return fallback
  const home = 'http://canevas.invalid'
  if (!URL.canParse(given, home)) return fallback
  const url = new URL(given, home)
  // `/.//evil.example` is a path of this site whose normal form, `//evil.example`, is another site.
  if (url.origin !== home || url.pathname.startsWith('//')) return fallback
  return `${url.pathname}${url.search}`
}
