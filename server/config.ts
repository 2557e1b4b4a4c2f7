/** The environment, parsed once at the start. Nothing else reads `process.env`. */
import * as v from 'valibot'
import { DEFAULT_LIMITS, type Limits } from './sync/limits.ts'

export type Config = {
  readonly port: number
  readonly host: string
  /** The one public origin, `https://canevas.example.org`; null: whatever host this machine is reached by. */
  readonly origin: string | null
  readonly dataDir: string
  /** How many demonstration boards are kept; idle ones go first. */
  readonly demoLimit: number
  /** Behind a reverse proxy: X-Forwarded-Proto and X-Forwarded-For are believed. */
  readonly trustProxy: boolean
  /** Who may read `/metrics`: who bears the token; whoever reaches the port of its own. Neither is set: nobody. */
  readonly metrics: { readonly token: string | null; readonly port: number | null }
  readonly limits: Limits
}

/** Throws `WrongSetting`, whose message is one sentence that names the variable. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  return {
    port: setting(env, 'PORT', integer(0, 65535), '3000', 'a port number between 0 and 65535'),
    host: setting(env, 'HOST', v.pipe(v.string(), v.minLength(1)), '0.0.0.0', 'a host name or an address'),
    origin: setting(env, 'ORIGIN', origin, undefined, 'an origin such as https://canevas.example.org, without a path'),
    dataDir: setting(env, 'DATA_DIR', v.pipe(v.string(), v.minLength(1)), './data', 'a folder'),
    demoLimit: setting(env, 'DEMO_LIMIT', integer(0, 100_000), '200', 'a whole number between 0 and 100000'),
    trustProxy: setting(env, 'TRUST_PROXY', yesOrNo, 'false', 'true or false'),
    metrics: {
      token: setting(env, 'METRICS_TOKEN', v.optional(secret), undefined, 'a secret of 16 characters or more') ?? null,
      port:
        setting(env, 'METRICS_PORT', v.optional(integer(1, 65535)), undefined, 'a port number from 1 to 65535') ?? null,
    },
    limits: limits(env),
  }
}

/** `updateBytes` is LIMIT_UPDATE_BYTES, and so on. */
function limits(env: Readonly<Record<string, string | undefined>>): Limits {
  const read = Object.entries(DEFAULT_LIMITS).map(([name, most]) => {
    const variable = `LIMIT_${name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`
    return [name, setting(env, variable, integer(1, 999_999_999), String(most), 'a whole number from 1 to 999999999')]
  })
  return Object.fromEntries(read) as Limits
}

export class WrongSetting extends Error {}

function setting<S extends v.GenericSchema<string | undefined, unknown>>(
  env: Readonly<Record<string, string | undefined>>,
  name: string,
  schema: S,
  fallback: string | undefined,
  expected: string,
): v.InferOutput<S> {
  const given = env[name]?.trim()
  const parsed = v.safeParse(schema, given === '' || given === undefined ? fallback : given)
  if (!parsed.success) throw new WrongSetting(`${name} is set to “${given}”, but it must be ${expected}.`)
  return parsed.output
}

const integer = (min: number, max: number) =>
  v.pipe(v.string(), v.regex(/^\d{1,9}$/), v.transform(Number), v.minValue(min), v.maxValue(max))

const secret = v.pipe(v.string(), v.minLength(16))

const yesOrNo = v.pipe(
  v.picklist(['true', 'false', '1', '0']),
  v.transform((word) => word === 'true' || word === '1'),
)

const origin = v.pipe(
  v.optional(v.string()),
  v.check((text) => text === undefined || isOrigin(text)),
  v.transform((text) => (text === undefined ? null : new URL(text).origin)),
)

function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false
  const url = new URL(text)
  return (url.protocol === 'http:' || url.protocol === 'https:') && (text === url.origin || text === `${url.origin}/`)
}
