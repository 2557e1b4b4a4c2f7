// Which build belongs to the sources as they are now. Plain JavaScript: it runs before there is a build.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

export const BUILDS = 'build'

const SOURCES = ['src', 'messages', 'server', 'static']
// Of this folder one file is a source: the build writes others beside it.
const SETTINGS = join('project.inlang', 'settings.json')
const FILES = ['package.json', 'package-lock.json', 'svelte.config.js', 'vite.config.ts', 'tsconfig.json', SETTINGS]
// Made by the build itself.
const LEFT_OUT = join('src', 'lib', 'i18n', 'paraglide')

/** Where the build of these sources is, or will be. */
export const builtFolder = () => join(BUILDS, stampOf())

/** Of names and contents, not of dates: a fresh clone of the same version has the same stamp. */
export function stampOf() {
  const hash = createHash('sha256')
  for (const file of [...SOURCES.flatMap(filesIn), ...FILES]) {
    if (!existsSync(file)) continue
    hash.update(`${file}\0`)
    hash.update(readFileSync(file))
  }
  return hash.digest('hex').slice(0, 32)
}

/**
 * @param {string} folder
 * @returns {string[]}
 */
function filesIn(folder) {
  if (!existsSync(folder) || folder === LEFT_OUT) return []
  return readdirSync(folder)
    .sort()
    .map((name) => join(folder, name))
    .flatMap((path) => (statSync(path).isDirectory() ? filesIn(path) : path.endsWith('.test.ts') ? [] : [path]))
}
