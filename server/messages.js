// Compiles the interface's messages (messages/fr.json, en.json) into src/lib/i18n/paraglide.
// Paraglide only warns when its plugin does not load and "compiles" nothing, so the count is asserted.
import { compile } from '@inlang/paraglide-js'
import { readFileSync, readdirSync } from 'node:fs'

const outdir = './src/lib/i18n/paraglide'
await compile({
  project: './project.inlang',
  outdir,
  strategy: ['cookie', 'preferredLanguage', 'baseLocale'],
  cookieName: 'langue',
  outputStructure: 'locale-modules',
})
const expected = Object.keys(JSON.parse(readFileSync('messages/fr.json', 'utf8'))).length - 1
const compiled = readFileSync(`${outdir}/messages/_index.js`, 'utf8')
if (!expected || (compiled.match(/^export (const|\{)/gm) ?? []).length < expected) {
  console.error(`${expected} messages expected, fewer were compiled. Is @inlang/plugin-message-format installed?`)
  console.error(readdirSync(outdir).join(' '))
  process.exit(1)
}
