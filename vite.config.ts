import { readFileSync } from 'node:fs'
import { paraglideVitePlugin } from '@inlang/paraglide-js'
import { sveltekit } from '@sveltejs/kit/vite'
import { defineConfig, type Plugin } from 'vitest/config'

const messages = () =>
  paraglideVitePlugin({
    project: './project.inlang',
    outdir: './src/lib/i18n/paraglide',
    strategy: ['cookie', 'preferredLanguage', 'baseLocale'],
    cookieName: 'langue',
    outputStructure: 'locale-modules',
  })

/**
 * A browser loads the words of one language: the compiled index, which names every message of both, is replaced by a choice made once, before the
 * page comes alive (`src/hooks.client.ts`). Names that are no plain lower case are compiled under others: the index says which.
 */
const oneLanguage = (): Plugin => ({
  name: 'canevas-one-language',
  enforce: 'pre',
  applyToEnvironment: ({ name }) => name === 'client',
  load(id) {
    const [file, language] = id.split('?language=')
    if (!file?.endsWith('/i18n/paraglide/messages.js')) return null
    if (!language)
      return `export let m
        const words = { fr: () => import('./messages.js?language=fr'), en: () => import('./messages.js?language=en') }
        export const loadWords = async (locale) => { m = await words[locale]() }`
    const index = readFileSync(file.replace(/messages\.js$/, 'messages/_index.js'), 'utf8')
    const renamed = [...index.matchAll(/^export \{ (\w+) as "(\w+)" \}/gm)].map(([, from, to]) => `${from} as ${to}`)
    const words = `'./messages/${language}.js'`
    return `export * from ${words}\nexport { ${renamed.join(', ')} } from ${words}`
  },
})

const WORDS = /\/i18n\/paraglide\/messages\.js\?language=(\w+)$/

/**
 * A browser asks for six files at a time. What the board begins with comes in two: what it shares with the site's pages, and its own. What is
 * loaded later, and what only the site's pages use, stays as it is split. Neither of the two can need the other's other side: no cycles. A
 * language's words keep their name, so that the server can announce them with the page (`src/hooks.server.ts`).
 */
const fewFiles = (): Plugin => {
  let ofBoard: ReadonlySet<string> = new Set()
  let ofSite: ReadonlySet<string> = new Set()
  return {
    name: 'canevas-few-files',
    applyToEnvironment: ({ name }) => name === 'client',
    buildEnd() {
      const reach = (from: readonly string[]) => {
        const reached = new Set(from)
        for (const id of reached) for (const next of this.getModuleInfo(id)?.importedIds ?? []) reached.add(next)
        return reached
      }
      const pages = [...this.getModuleIds()].filter((id) => /client-optimized\/nodes\/\d+\.js$/.test(id))
      const isBoard = (id: string) => this.getModuleInfo(id)?.code?.includes('src/routes/b/')
      // Kit loads the page of errors with every page; plurals are asked for by the words.
      const always = [...this.getModuleIds()].filter((id) => /(nodes\/1|paraglide\/registry)\.js$/.test(id))
      ofBoard = reach([...pages.filter(isBoard), ...always])
      ofSite = reach([...pages.filter((id) => !isBoard(id)), ...always])
    },
    outputOptions: (options) => ({
      ...options,
      chunkFileNames: (chunk) => {
        const language = WORDS.exec(chunk.facadeModuleId ?? '')?.[1]
        const plain = options.chunkFileNames
        if (language) return `_app/immutable/chunks/words-${language}.[hash].js`
        return typeof plain === 'function' ? plain(chunk) : plain!
      },
      codeSplitting: {
        groups: [{ name: (id: string) => (!ofBoard.has(id) ? null : ofSite.has(id) ? 'base' : 'board') }],
      },
    }),
  }
}

/**
 * Lucide's component makes each shape of an icon by name while the page runs: a sixth of the work of a long list. Compiled as the drawing that it is, an
 * icon costs a copy. It takes a class and nothing else: names are those of buttons.
 */
const drawnIcons = (): Plugin => ({
  name: 'canevas-drawn-icons',
  enforce: 'pre',
  transform(code, id) {
    if (!/@lucide\/svelte\/dist\/icons\/[\w-]+\.svelte$/.test(id)) return null
    const { node } = JSON.parse(/const iconData = (.+);/.exec(code)![1]!) as {
      node: [string, Record<string, string>][]
    }
    const shapes = node.map(([shape, attributes]) => {
      const written = Object.entries(attributes).map(([name, value]) => ` ${name}="${value}"`)
      return `<${shape}${written.join('')} />`
    })
    return `<script>let props = $props()</script>
      <svg class={props.class} viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round"
        stroke-linejoin="round" aria-hidden="true">${shapes.join('')}</svg>`
  },
})

export default defineConfig(async ({ command }) => ({
  plugins: [
    // Tests and checks use what `npm run messages` compiled.
    ...(process.env.VITEST ? [] : [messages(), oneLanguage(), drawnIcons(), fewFiles()]),
    sveltekit(),
    // The build never loads the server's modules.
    ...(command === 'serve' && !process.env.VITEST ? [(await import('./server/dev.ts')).canevasSync()] : []),
  ],
  build: { target: 'es2022', chunkSizeWarningLimit: 700 },
  test: {
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['src/**/*.test.ts'], environment: 'node', testTimeout: 30_000 },
      },
      {
        extends: true,
        test: {
          name: 'convergence',
          include: ['tests/convergence/**/*.test.ts'],
          environment: 'node',
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'engines',
          include: ['tests/engines/**/*.test.ts'],
          environment: 'node',
          fileParallelism: false,
          // The first server builds when there is no build of these sources.
          hookTimeout: 300_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'server',
          include: ['tests/server/**/*.test.ts', 'server/**/*.test.ts'],
          environment: 'node',
          testTimeout: 60_000,
          fileParallelism: false,
        },
      },
    ],
  },
}))
