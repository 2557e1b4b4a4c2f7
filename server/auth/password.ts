/** Passwords: argon2id with OWASP's first parameters, written as a PHC string so that they can be raised later. */
import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { streamSafe } from '#lib/domain/plain.ts'

const MEMORY_KIB = 19_456
const PASSES = 2
const LANES = 1

export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  const tag = await derive(password, salt, MEMORY_KIB, PASSES, LANES)
  return `$argon2id$v=19$m=${MEMORY_KIB},t=${PASSES},p=${LANES}$${base64(salt)}$${base64(tag)}`
}

/** Null as `stored`: nobody has this e-mail. The same work is done, so that the time taken tells nothing. */
export async function checkPassword(password: string, stored: string | null): Promise<boolean> {
  const parsed = PHC.exec(stored ?? NOBODY)
  if (!parsed) return false
  const [, memory, passes, lanes, salt, tag] = parsed as unknown as [string, string, string, string, string, string]
  const expected = Buffer.from(tag, 'base64')
  const found = await derive(password, Buffer.from(salt, 'base64'), Number(memory), Number(passes), Number(lanes))
  return timingSafeEqual(found, expected) && stored !== null
}

const PHC = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]{43})$/
const NOBODY = `$argon2id$v=19$m=${MEMORY_KIB},t=${PASSES},p=${LANES}$${base64(randomBytes(16))}$${base64(randomBytes(32))}`

function derive(password: string, salt: Buffer, memory: number, passes: number, parallelism: number): Promise<Buffer> {
  // NFC: an é typed on a Mac and on Windows is the same password.
  const parameters = {
    message: streamSafe(password).normalize('NFC'),
    nonce: salt,
    parallelism,
    tagLength: 32,
    memory,
    passes,
  }
  return new Promise((resolve, reject) =>
    argon2('argon2id', parameters, (error, tag) => (error ? reject(error) : resolve(tag))),
  )
}

function base64(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '')
}
