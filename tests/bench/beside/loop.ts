/** Loaded before the server (`--import`): says on demand how long its event loop stood still at most since it was last asked, in milliseconds. */
import { monitorEventLoopDelay } from 'node:perf_hooks'

const RESOLUTION_MS = 5
const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
delay.enable()
process.on('message', (asked) => {
  if (asked !== 'stood still') return
  process.send!({ stoodStill: Math.max(0, delay.max / 1e6 - RESOLUTION_MS) })
  delay.reset()
})
// Whoever measures has gone.
process.once('disconnect', () => process.exit(0))
