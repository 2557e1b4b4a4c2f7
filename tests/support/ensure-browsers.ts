/** Finds the browsers that the tests drive, or installs them: Playwright's own download of Chromium, else Debian's packages. */
import { spawnSync } from 'node:child_process'
import { firefoxPath, miniBrowserPath, screenPath, webkitDriverPath } from './browsers.ts'
import { chromiumPath } from './chromium.ts'

type Wanted = { readonly name: string; readonly isThere: () => boolean; readonly install: readonly Command[] }
type Command = readonly [string, ...string[]]
const update: Command = ['apt-get', 'update', '-qq']
const debian = (...packages: readonly string[]): Command => ['apt-get', 'install', '-y', '-qq', ...packages]

const wanted: readonly Wanted[] = [
  {
    name: 'Chromium (or set CHROMIUM_PATH)',
    isThere: () => chromiumPath() !== undefined,
    install: [['playwright', 'install', 'chromium'], update, debian('chromium')],
  },
  {
    name: 'Firefox (or set FIREFOX_PATH)',
    isThere: () => firefoxPath() !== undefined,
    install: [update, debian('firefox-esr')],
  },
  {
    name: 'WebKit with its driver, and Xvfb',
    isThere: () => [webkitDriverPath(), miniBrowserPath(), screenPath()].every((path) => path !== undefined),
    install: [update, debian('webkit2gtk-driver', 'xvfb')],
  },
]

let updated = false
for (const { isThere, install } of wanted)
  for (const command of install) {
    if (isThere()) break
    if (command === update && updated) continue
    updated ||= command === update
    const [name, ...args] = command
    spawnSync(name, args, { stdio: 'ignore', timeout: 300_000 })
  }
const missing = wanted.filter(({ isThere }) => !isThere())
for (const { name } of missing) console.error(`Not found, and could not be installed: ${name}.`)
if (missing.length > 0) process.exit(1)
