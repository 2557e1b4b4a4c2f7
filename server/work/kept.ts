/**
 * What was derived of a board, kept under the number of its last edit until the next one. Readers who come together wait for one derivation; it is
 * given up when the last of them has gone.
 */
export type Derivation<T> = {
  /** What is derived, of which board: one key, one kind of value. */
  readonly key: string
  /** The number of the board's last edit; what never changes has none. */
  readonly at: number
  readonly make: (signal: AbortSignal) => Promise<T>
  readonly bytesOf: (value: T) => number
  /** The reader's: aborted when they have gone. */
  readonly signal: AbortSignal
}

type Entry = {
  readonly at: number
  readonly value: Promise<unknown>
  readonly abandon: AbortController
  readers: number
  /** Null: it is being made. */
  bytes: number | null
}

/** `mostBytes`: of all that is kept; what was asked for longest ago goes first. */
export function createKept(mostBytes: number) {
  const entries = new Map<string, Entry>()
  let bytes = 0

  function forget(key: string, entry: Entry): void {
    if (entries.get(key) !== entry) return
    entries.delete(key)
    bytes -= entry.bytes ?? 0
  }

  function begin<T>({ key, at, make, bytesOf }: Derivation<T>): Entry {
    const before = entries.get(key)
    if (before) forget(key, before)
    const abandon = new AbortController()
    const entry: Entry = { at, value: make(abandon.signal), abandon, readers: 0, bytes: null }
    entries.set(key, entry)
    entry.value.then(
      (value) => {
        if (entries.get(key) !== entry) return
        entry.bytes = bytesOf(value as T)
        bytes += entry.bytes
        for (const [oldest, each] of entries) {
          if (bytes <= mostBytes) break
          if (each.bytes !== null) forget(oldest, each)
        }
      },
      () => forget(key, entry),
    )
    return entry
  }

  return {
    async get<T>(wanted: Derivation<T>): Promise<T> {
      const { key, at, signal } = wanted
      const known = entries.get(key)
      const entry = known?.at === at ? known : begin(wanted)
      // The last to be asked for is the last to go.
      entries.delete(key)
      entries.set(key, entry)
      entry.readers++
      const gone = () => {
        if (--entry.readers > 0 || entry.bytes !== null) return
        forget(key, entry)
        entry.abandon.abort()
      }
      signal.addEventListener('abort', gone, { once: true })
      if (signal.aborted) gone()
      try {
        return (await entry.value) as T
      } finally {
        signal.removeEventListener('abort', gone)
        if (!signal.aborted) entry.readers--
      }
    },
    get bytes(): number {
      return bytes
    },
  }
}
