/**
 * Who is on a board, where their cursor is, what they have selected: never stored. A table of our own, because y-protocols' awareness never
 * forgets a client id, and because stock clients send everybody's presence back: an echo is dropped before its JSON is read.
 */
import * as v from 'valibot'
import { PRESENCE_FIELDS } from '#lib/board/presence.ts'
import * as frames from '#lib/wire/frames.ts'
import type { ClientIds } from './clientIds.ts'
import type { Connection } from './connection.ts'
import type { Figures } from './figures.ts'

/** One shared frame for all that moved, at most this often. */
export const FRAME_MS = 50

type Entry = {
  connection: Connection
  clock: number
  /** The latest as it came, read when the next frame is made: a flood costs no more than twenty readings a second. */
  unread: Uint8Array | null
  json: string | null
}

type PresenceSetting = {
  readonly broadcast: (frame: Uint8Array) => void
  readonly ids: ClientIds
  readonly mostBytes: number
  readonly figures: Figures
}

export class Presence {
  readonly #entries = new Map<number, Entry>()
  readonly #changed = new Set<number>()
  readonly #removed: frames.PresenceState[] = []
  readonly #setting: PresenceSetting
  #timer: NodeJS.Timeout | null = null

  constructor(setting: PresenceSetting) {
    this.#setting = setting
  }

  /** Throws `Malformed`. */
  receive(connection: Connection, payload: Uint8Array): void {
    for (const { clientId, clock, json } of frames.presenceStates(payload)) {
      if (!this.#speaksFor(connection, clientId)) continue
      const entry = this.#entries.get(clientId)
      const leaves = json.length === 4 && isNull(json)
      if (leaves) {
        if (entry && clock >= entry.clock) this.#remove(clientId, clock)
      } else if (json.length > this.#setting.mostBytes) this.#setting.figures.count('presenceDropped', 'too long')
      else if (!entry || clock > entry.clock || entry.connection !== connection) {
        this.#entries.set(clientId, { connection, clock, unread: json, json: entry?.json ?? null })
        this.#changed.add(clientId)
        this.#frameSoon()
      }
    }
  }

  /** Everybody, as one frame. */
  whole(): Uint8Array {
    this.#read()
    return frames.presence(
      [...this.#entries]
        .filter(([, { json }]) => json !== null)
        .map(([clientId, { clock, json }]) => ({ clientId, clock, json })),
    )
  }

  leave(connection: Connection): void {
    const { clientId } = connection
    const entry = clientId === null ? undefined : this.#entries.get(clientId)
    // Somebody who came back on a new line before the old one was found dead stays.
    if (entry?.connection === connection) this.#remove(clientId!, entry.clock)
  }

  end(): void {
    if (this.#timer) clearTimeout(this.#timer)
  }

  /**
   * One client id a connection, and nobody else's: late echoes do not bring back who left. The same person may take it over after a
   * reconnection.
   */
  #speaksFor(connection: Connection, clientId: number): boolean {
    if (connection.clientId !== null) return connection.clientId === clientId
    if (!this.#setting.ids.name(clientId, connection.member.personId)) return false
    connection.clientId = clientId
    return true
  }

  #remove(clientId: number, clock: number) {
    this.#entries.delete(clientId)
    this.#changed.delete(clientId)
    this.#removed.push({ clientId, clock, json: null })
    this.#frameSoon()
  }

  #frameSoon() {
    this.#timer ??= setTimeout(() => {
      this.#timer = null
      this.#read()
      const moved = [...this.#changed].map((clientId) => ({ clientId, entry: this.#entries.get(clientId)! }))
      const states = moved
        .filter(({ entry }) => entry.json !== null)
        .map(({ clientId, entry }) => ({ clientId, clock: entry.clock, json: entry.json }))
      const frame = [...this.#removed, ...states]
      this.#changed.clear()
      this.#removed.length = 0
      if (frame.length > 0) this.#setting.broadcast(frames.presence(frame))
    }, FRAME_MS)
  }

  #read() {
    for (const clientId of this.#changed) {
      const entry = this.#entries.get(clientId)
      if (!entry?.unread) continue
      entry.json = cleaned(entry.unread, entry.connection) ?? entry.json
      entry.unread = null
    }
  }
}

/** Known fields of the shape that others paint, and the identity that the session says, whatever the client claims. Null: not an object of JSON. */
function cleaned(bytes: Uint8Array, { member }: Connection): string | null {
  let given: unknown
  try {
    given = JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    return null
  }
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return null
  const { personId: id, name, structure, role } = member
  const state: Record<string, unknown> = { user: { id, name, structure, role, colour: colourOf(id) } }
  for (const [field, schema] of Object.entries(PRESENCE_FIELDS)) {
    const value: unknown = Object.hasOwn(given, field) ? (given as Record<string, unknown>)[field] : undefined
    if (value !== undefined && v.is(schema, value)) state[field] = value
  }
  return JSON.stringify(state)
}

/** The same wherever the person goes. */
export function colourOf(personId: string): string {
  let sum = 0
  for (const letter of personId) sum = (sum * 31 + letter.charCodeAt(0)) >>> 0
  return COLOURS[sum % COLOURS.length]!
}

// White names read on all of them (4.5:1 and more).
// prettier-ignore
const COLOURS = [
  '#0b5d66', '#a3361b', '#1c5a99', '#5b3e96', '#1e6b3a', '#7a2f63',
  '#7a5c00', '#46536a', '#8a1f4b', '#2b4a9b', '#4a5d16', '#7a4419',
]

const isNull = (bytes: Uint8Array): boolean =>
  bytes[0] === 0x6e && bytes[1] === 0x75 && bytes[2] === 0x6c && bytes[3] === 0x6c
