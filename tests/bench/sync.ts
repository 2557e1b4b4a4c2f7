/**
 * The sync server beside Hocuspocus 4.7 with SQLite and the server of y-websocket 2.1: SYNC's workloads, each server in a process of its own, the
 * load in another. `--only=fanout,kill` runs some of them.
 */
import { floors } from './sync/floors.ts'
import { allActive, fanout } from './sync/fanout.ts'
import { coldLoad } from './sync/coldLoad.ts'
import { kill } from './sync/kill.ts'
import { prices } from './sync/prices.ts'
import { growth } from './sync/growth.ts'
import { hostile } from './sync/hostile.ts'
import { storm } from './sync/storm.ts'
import { manyRooms, memory } from './sync/rooms.ts'
import { installRivals } from './sync/servers.ts'
import type { Target } from './run.ts'

const WORKLOADS: Record<string, (quick: boolean) => Promise<readonly Target[]>> = {
  fanout,
  active: allActive,
  rooms: manyRooms,
  cold: coldLoad,
  memory,
  kill,
  growth,
  storm,
  hostile,
  prices,
}
const QUICK = new Set(['fanout', 'memory', 'kill', 'storm'])

export async function sync(quick: boolean): Promise<readonly Target[]> {
  installRivals()
  const only = process.argv
    .find((arg) => arg.startsWith('--only='))
    ?.slice('--only='.length)
    .split(',')
  await floors()
  const targets: Target[] = []
  for (const [name, run] of Object.entries(WORKLOADS))
    if (only ? only.includes(name) : !quick || QUICK.has(name)) targets.push(...(await run(quick)))
  console.log('')
  return targets
}
