/** Finds a Chromium for the end-to-end tests or installs one: Playwright's own download, else Debian's package. */
import { spawnSync } from 'node:child_process'
import { chromiumPath } from './chromium.ts'

const attempts = [
  ['playwright', 'install', 'chromium'],
  ['apt-get', 'update', '-qq'],
  ['apt-get', 'install', '-y', '-qq', 'chromium'],
] as const

for (const [command, ...args] of attempts) {
  if (chromiumPath()) break
  spawnSync(command, args, { stdio: ['ignore', 'ignore', 'ignore'], timeout: 300_000 })
}
if (!chromiumPath()) {
  console.error('No Chromium found and none could be installed. Install it, or set CHROMIUM_PATH.')
  process.exit(1)
}
