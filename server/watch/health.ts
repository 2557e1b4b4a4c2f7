/** Whether this server can keep what people write, and if not why: for whoever sends people here. */
import type { Probe } from '../store/probe.ts'

export type Trouble = 'stopping' | 'commits failing' | 'database not writable'
export type Health = ReturnType<typeof createHealth>

/** Anybody may ask, and each answer costs a write. */
const PROBE_EVERY_MS = 1_000

export function createHealth(setting: {
  readonly log: { readonly stalled: boolean }
  readonly probe: Probe
  readonly isStopping: () => boolean
  readonly now: () => number
}) {
  const { log, probe, isStopping, now } = setting
  let probed = { at: -Infinity, works: true }

  async function writes(): Promise<boolean> {
    if (Math.abs(now() - probed.at) >= PROBE_EVERY_MS) probed = { at: now(), works: await probe.write(now()) }
    return probed.works
  }

  return {
    /** None: ready. */
    async troubles(): Promise<readonly Trouble[]> {
      // The database is closed before the process ends.
      if (isStopping()) return ['stopping']
      const troubles: Trouble[] = log.stalled ? ['commits failing'] : []
      if (!(await writes())) troubles.push('database not writable')
      return troubles
    },
  }
}
