/** Pictures of a board, fetched when they first come on screen and kept while it is open. */
export type Pictures = {
  /** Null until it is there, and where it cannot be had. */
  readonly get: (hash: string) => HTMLImageElement | null
  /** Grows when one has arrived: what was painted without it is painted again. */
  readonly version: () => number
  readonly end: () => void
}

export function pictures(urlOf: (hash: string) => string, onArrival: () => void): Pictures {
  const known = new Map<string, HTMLImageElement>()
  const ready = new Set<string>()
  return {
    get(hash) {
      if (ready.has(hash)) return known.get(hash)!
      if (!known.has(hash)) {
        const image = new Image()
        known.set(hash, image)
        image.decoding = 'async'
        image.onload = () => {
          ready.add(hash)
          onArrival()
        }
        image.src = urlOf(hash)
      }
      return null
    },
    version: () => ready.size,
    end() {
      for (const image of known.values()) image.onload = null
      known.clear()
    },
  }
}
