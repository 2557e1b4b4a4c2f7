// `npm start`: builds when there is no build or its sources changed since, then runs it.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const SOURCES = ['src', 'messages', 'server', 'static', 'project.inlang']
const FILES = ['package.json', 'package-lock.json', 'svelte.config.js', 'vite.config.ts', 'tsconfig.json']
// Made by the build itself, or of no interest to it.
const LEFT_OUT = [join('src', 'lib', 'i18n', 'paraglide'), join('project.inlang', 'cache')]

process.chdir(root)
const stamp = stampOf()
const stampFile = join('build', 'stamp')
if (!existsSync(join('build', 'handler.js')) || !existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== stamp) {
  console.log('Canevas is being built; this happens once for each version.')
  run([join('server', 'messages.js')])
  run([join('node_modules', 'vite', 'bin', 'vite.js'), 'build', '--logLevel', 'error'])
  writeFileSync(stampFile, stamp)
}
await import('./main.ts')

/** @param {string[]} command */
function run(command) {
  const { status } = spawnSync(process.execPath, command, { stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}

/** Of names and contents, not of dates: a fresh clone of the same version has the same stamp. */
function stampOf() {
  const hash = createHash('sha256')
  for (const file of [...SOURCES.flatMap(filesIn), ...FILES]) {
    if (!existsSync(file)) continue
    hash.update(`${file}\0`)
    hash.update(readFileSync(file))
  }
  return hash.digest('hex')
}

/**
 * @param {string} folder
 * @returns {string[]}
 */
function filesIn(folder) {
  if (!existsSync(folder) || LEFT_OUT.includes(folder)) return []
  return readdirSync(folder)
    .sort()
    .map((name) => join(folder, name))
    .flatMap((path) => (statSync(path).isDirectory() ? filesIn(path) : path.endsWith('.test.ts') ? [] : [path]))
}
