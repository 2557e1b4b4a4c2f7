/** The one gate in front of argon2: each password costs a core 20–30 ms, whoever asks. */
import { availableParallelism } from 'node:os'
import { createFairGate } from './fairGate.ts'
import { checkPassword, hashPassword } from './password.ts'

/** One core at least is left to whoever is at work. */
const AT_ONCE = Math.min(3, Math.max(1, availableParallelism() - 1))
/** Two seconds at most are waited for, half of them behind one's own network: thirty people of one office sign in at once. */
const MOST = 64
const MOST_EACH = 32

export type Passwords = ReturnType<typeof createPasswords>

/** `party`: whose turn it takes, a network or a known device. Both reject with `GateFull` what would wait too long. */
export function createPasswords() {
  const gate = createFairGate({ atOnce: AT_ONCE, most: MOST, mostEach: MOST_EACH })
  return {
    hash: (password: string, party: string): Promise<string> => gate(party, () => hashPassword(password)),
    check: (password: string, stored: string | null, party: string): Promise<boolean> =>
      gate(party, () => checkPassword(password, stored)),
  }
}
