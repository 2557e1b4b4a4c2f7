/** Requests to pages and endpoints, by route pattern: an address may hold a secret, its pattern never does. */
export type Traffic = ReturnType<typeof createTraffic>
export type Requests = { readonly method: string; readonly route: string; readonly status: number; times: number }

export function createTraffic() {
  const counts = new Map<string, Requests>()
  return {
    count(method: string, route: string, status: number): void {
      const key = `${method} ${status} ${route}`
      const entry = counts.get(key)
      if (entry) entry.times++
      else counts.set(key, { method, route, status, times: 1 })
    },
    get counts(): readonly Readonly<Requests>[] {
      return [...counts.values()]
    },
  }
}
