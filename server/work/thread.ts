/** A thread of the pool: the jobs, under the lowest priority. */
import { constants, setPriority } from 'node:os'

// On Linux a thread has a priority of its own, and this one alone is lowered: whoever writes is served first. Elsewhere it would be the whole process'.
if (process.platform === 'linux') setPriority(constants.priority.PRIORITY_LOW)

export * from './jobs.ts'
