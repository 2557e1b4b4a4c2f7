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
 * page comes alive (`src/hooks.client.ts`).
 */
const oneLanguage = (): Plugin => ({
  name: 'canevas-one-language',
  enforce: 'pre',
  applyToEnvironment: ({ name }) => name === 'client',
  load: (id) =>
    id.endsWith('/i18n/paraglide/messages.js')
      ? `export let m
         const words = { fr: () => import('./messages/fr.js'), en: () => import('./messages/en.js') }
         export const loadWords = async (locale) => { m = await words[locale]() }`
      : null,
})

export default defineConfig(async ({ command }) => ({
  plugins: [
    // Tests and checks use what `npm run messages` compiled.
    ...(process.env.VITEST ? [] : [messages(), oneLanguage()]),
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
