/**
 * The process that asks for something heavy: whoever asks sits at a machine of their own, so this one takes only what the server and those who write
 * leave. Told by messages; `took` goes back when it is told to stop.
 */
import { constants, setPriority } from 'node:os'
import { LINES, type Asked } from './lines.ts'

if (process.platform === 'linux') setPriority(constants.priority.PRIORITY_LOW)

const over = new AbortController()
process.on('message', (told: Asked | 'stop') => {
  if (told === 'stop') return over.abort()
  LINES[told.line]!(told.of, over.signal).then((took) => process.send!({ took }))
})
process.once('disconnect', () => process.exit(0))
