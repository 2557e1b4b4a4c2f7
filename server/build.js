// `npm run build`: makes the build of the present sources unless it is there. A process of its own that does all of it, so that it holds the lock for
// exactly as long as anything is written.
import { cpSync, existsSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { build } from 'vite'
import { ensureBuild } from './ensureBuild.js'
import { BUILDS, stampOf } from './sources.js'

/** Pages that were opened before load these later on. */
const LATER = join('client', '_app', 'immutable')
const LATER_FOR_MS = 30 * 86_400_000

await ensureBuild({
  folder: BUILDS,
  stampOf,
  wait: () => console.log('Another start is building it already; this one waits for it.'),
  async make(into, former) {
    console.log('Canevas is being built; this happens once for each version.')
    await import('./messages.js')
    // The adapter writes there: `svelte.config.js`.
    await build({ logLevel: 'error' })
    if (former && existsSync(join(former, LATER))) keepLater(join(former, LATER), join(into, LATER))
  },
})

/**
 * Words are loaded with their page, and named by the server: only those of this build are there.
 * @param {string} from
 * @param {string} to
 */
function keepLater(from, to) {
  const isLater = (/** @type {string} */ path) =>
    statSync(path).isDirectory() ||
    (Date.now() - statSync(path).mtimeMs < LATER_FOR_MS && !basename(path).startsWith('words-'))
  cpSync(from, to, { recursive: true, force: false, preserveTimestamps: true, filter: isLater })
}
