/** The JavaScript that a browser must load to show a board: Kit's start, the layouts and the board page with all they import, gzip. */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import type { Target } from './run.ts'

const CLIENT = '.svelte-kit/output/client'
const MANIFEST = `${CLIENT}/.vite/manifest.json`
const GOAL = 220_000
const PAGE = 'src/routes/b/[board]/+page.svelte'

type Chunk = { file: string; src?: string; imports?: string[]; dynamicImports?: string[]; isEntry?: boolean }

export async function weight(): Promise<readonly Target[]> {
  spawnSync('vite', ['build'], { stdio: ['ignore', 'ignore', 'inherit'] })
  if (!existsSync(MANIFEST)) throw new Error('The build failed.')
  const manifest = JSON.parse(readFileSync(MANIFEST, 'utf8')) as Record<string, Chunk>
  const first = closure(manifest, entries(manifest))
  const sizes = [...first]
    .map((file) => ({ file, bytes: gzipSync(readFileSync(`${CLIENT}/${file}`), { level: 9 }).length }))
    .sort((a, b) => b.bytes - a.bytes)
  for (const { file, bytes } of sizes.slice(0, 12)) console.log(`${(bytes / 1000).toFixed(1).padStart(8)} kB  ${file}`)
  const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0)
  console.log(`${(total / 1000).toFixed(1).padStart(8)} kB  in ${sizes.length} files, gzip`)
  return [
    {
      name: 'JavaScript of the board page, gzip',
      goal: `≤ ${GOAL / 1000} kB`,
      figure: `${(total / 1000).toFixed(1)} kB`,
      met: total <= GOAL,
    },
  ]
}

/** Kit's own entries, the root layout and error page, the node that holds the board page, and the words of one language. */
function entries(manifest: Record<string, Chunk>): readonly string[] {
  const nodes = Object.keys(manifest).filter((key) => /generated\/client-optimized\/nodes\/\d+\.js$/.test(key))
  const wanted = nodes.filter((key) => {
    const source = readFileSync(key, 'utf8')
    return source.includes('routes/+layout.svelte') || source.includes('routes/+error.svelte') || source.includes(PAGE)
  })
  const kit = Object.entries(manifest)
    .filter(([key, { isEntry }]) => isEntry && !nodes.includes(key))
    .map(([key]) => key)
  if (!wanted.some((key) => readFileSync(key, 'utf8').includes(PAGE))) throw new Error(`No node holds ${PAGE}.`)
  const words = Object.keys(manifest).filter((key) => /\/paraglide\/messages\.js\?language=fr$/.test(key))
  if (words.length !== 1) throw new Error('The words of one language are not a chunk of their own.')
  return [...kit, ...wanted, ...words]
}

function closure(manifest: Record<string, Chunk>, from: readonly string[]): ReadonlySet<string> {
  const files = new Set<string>()
  const seen = new Set<string>()
  const visit = (key: string) => {
    const chunk = manifest[key]
    if (!chunk || seen.has(key)) return
    seen.add(key)
    if (chunk.file.endsWith('.js')) files.add(chunk.file)
    for (const next of chunk.imports ?? []) visit(next)
  }
  from.forEach(visit)
  return files
}
