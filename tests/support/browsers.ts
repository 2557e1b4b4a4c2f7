/** Finds the Firefox and the WebKit that the main path runs in, and the screen that WebKit needs: Debian's packages. */
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

const first = (...paths: readonly (string | undefined)[]): string | undefined =>
  paths.find((path) => path !== undefined && path !== '' && existsSync(path))

export const firefoxPath = () => first(process.env.FIREFOX_PATH, '/usr/bin/firefox-esr', '/usr/bin/firefox')
export const webkitDriverPath = () => first('/usr/bin/WebKitWebDriver')
export const screenPath = () => first('/usr/bin/Xvfb')

/** `/usr/lib/{machine}/webkit2gtk-4.{n}/MiniBrowser` */
export function miniBrowserPath(): string | undefined {
  // Where there is no such folder, there is no such browser either.
  const machines = existsSync('/usr/lib') ? readdirSync('/usr/lib') : []
  const folders = machines.flatMap((machine) =>
    ['webkit2gtk-4.1', 'webkit2gtk-4.0', 'webkitgtk-6.0'].map((folder) => join('/usr/lib', machine, folder)),
  )
  return first(...folders.map((folder) => join(folder, 'MiniBrowser')))
}
