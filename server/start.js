// `npm start`: builds when there is no build of these sources, then runs it.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { builtFolder } from './sources.js'

process.chdir(dirname(dirname(fileURLToPath(import.meta.url))))
let folder = builtFolder()
while (!existsSync(folder)) {
  const { status } = spawnSync(process.execPath, [join('server', 'build.js')], { stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
  // Edited meanwhile, they have another.
  folder = builtFolder()
}
process.env.BUILD_DIR = folder
await import('./main.ts')
