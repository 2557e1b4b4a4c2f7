/**
 * What the server says about itself, by pino: one JSON object a line. On the standard error output: the standard one is for whoever started it
 * by hand. Ids at most, never a name or a board's content: whatever stands under a field that could hold one is left out.
 */
import { pino } from 'pino'

export type Fields = Readonly<Record<string, string | number | boolean | null>>
export type Logger = ReturnType<typeof createLogger>

type Destination = { readonly write: (line: string) => void }

const STANDARD_ERROR = 2
// Somebody's name, what a board holds, and what opens a door.
// prettier-ignore
const NEVER = ['name', 'email', 'structure', 'title', 'text', 'data', 'body', 'token', 'cookie', 'password', 'secret', 'code', 'url', 'path', 'authorization']

export function createLogger(destination: Destination = standardError(), now: () => number = Date.now) {
  const log = pino(
    {
      base: { pid: process.pid },
      timestamp: () => `,"time":${now()}`,
      redact: { paths: NEVER, remove: true },
      // Not pino's own, which takes along whatever an error carries: rows, requests, what was parsed.
      serializers: { err: described },
    },
    destination,
  )
  return {
    info: (msg: string, fields: Fields = {}): void => log.info(fields, msg),
    warn: (msg: string, fields: Fields = {}): void => log.warn(fields, msg),
    /** A fault, with where it comes from. */
    error: (msg: string, fault: unknown, fields: Fields = {}): void => log.error({ ...fields, err: fault }, msg),
  }
}

/** One for the process, written at once: the last line before an end is the one that matters. */
let opened: Destination | null = null
const standardError = (): Destination => (opened ??= pino.destination({ dest: STANDARD_ERROR, sync: true }))

function described(fault: unknown) {
  if (!(fault instanceof Error)) return { type: typeof fault, message: String(fault), stack: '' }
  return { type: fault.name, message: fault.message, stack: fault.stack ?? '' }
}
