/**
 * What the server says about itself: one JSON object a line, with pino's field names (level, time, pid, msg, err), so that what reads pino reads
 * this. On the standard error output: the standard one is for whoever started it by hand. Ids at most, never a name or a board's content.
 */
export type Fields = Readonly<Record<string, string | number | boolean | null>>
export type Logger = ReturnType<typeof createLogger>

const LEVELS = { info: 30, warn: 40, error: 50 } as const

export function createLogger(
  write: (line: string) => void = (line) => process.stderr.write(line),
  now: () => number = Date.now,
) {
  const say = (level: keyof typeof LEVELS, msg: string, more: object) =>
    write(`${JSON.stringify({ level: LEVELS[level], time: now(), pid: process.pid, ...more, msg })}\n`)
  return {
    info: (msg: string, fields: Fields = {}): void => say('info', msg, fields),
    warn: (msg: string, fields: Fields = {}): void => say('warn', msg, fields),
    /** A fault, with where it comes from. */
    error: (msg: string, fault: unknown, fields: Fields = {}): void =>
      say('error', msg, { ...fields, err: described(fault) }),
  }
}

function described(fault: unknown) {
  if (!(fault instanceof Error)) return { type: typeof fault, message: String(fault), stack: '' }
  return { type: fault.name, message: fault.message, stack: fault.stack ?? '' }
}
