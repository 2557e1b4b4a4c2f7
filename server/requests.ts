/**
 * What people may ask for by pages and downloads, as frames are allowed: points come in again each second, and what was asked for is paid for by its
 * weight. A person pays for themselves; strangers, to whom persons cost nothing, pay by network as well.
 */
import { Allowance } from './sync/allowance.ts'
import type { Limits } from './sync/limits.ts'

/** `isMember`: has an account, or a place on a board that is no demonstration. */
export type Requester = { readonly person: string | null; readonly network: string; readonly isMember: boolean }

const POINT_BYTES = 128 << 10
const REFUSED_POINTS = 20

export function createRequests(limits: Limits, now?: () => number) {
  const people = new Map<string, Allowance>()
  const networks = new Map<string, Allowance>()

  function accountsOf({ person, network, isMember }: Requester): readonly Allowance[] {
    const accounts: Allowance[] = []
    if (person !== null) accounts.push(accountIn(people, person, limits.pointsPerSecond, limits.points))
    if (!isMember) accounts.push(accountIn(networks, network, limits.networkPointsPerSecond, limits.networkPoints))
    return accounts
  }

  function accountIn(accounts: Map<string, Allowance>, key: string, perSecond: number, burst: number): Allowance {
    const account = accounts.get(key) ?? new Allowance(perSecond, burst, now)
    accounts.set(key, account)
    return account
  }

  return {
    /** Seconds until they may ask for something; 0: now, and it is paid for. */
    begin(requester: Requester): number {
      const accounts = accountsOf(requester)
      const waitMs = Math.max(...accounts.map((account) => account.take(0)))
      if (waitMs > 0) return Math.ceil(waitMs / 1_000)
      for (const account of accounts) account.take(1)
      return 0
    },

    /** What they were given, or brought. */
    charge(requester: Requester, bytes: number): void {
      for (const account of accountsOf(requester)) account.take(bytes / POINT_BYTES)
    },

    /** They asked for what is not there, or not theirs: a stranger who tries links pays more than one who has one. */
    refused(requester: Requester): void {
      if (!requester.isMember) for (const account of accountsOf(requester)) account.take(REFUSED_POINTS)
    },

    /** Lets go of those that are like new. */
    forget(): void {
      for (const accounts of [people, networks])
        for (const [key, account] of accounts) if (account.isFull) accounts.delete(key)
    },
  }
}
