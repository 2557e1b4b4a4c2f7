import regexp from 'eslint-plugin-regexp'
import svelte from 'eslint-plugin-svelte'
import ts from 'typescript-eslint'
import svelteConfig from './svelte.config.js'

/** Who may import whom (DESIGN §5): domain ← board ← scene ← editor ← canvas ← ui ← routes; sync imports board and wire; the server domain, board and wire only. */
const layers = {
  wire: ['wire'],
  domain: ['domain'],
  board: ['domain', 'board'],
  scene: ['domain', 'scene'],
  editor: ['domain', 'board', 'scene', 'editor'],
  canvas: ['domain', 'board', 'scene', 'editor', 'canvas'],
  sync: ['domain', 'board', 'wire', 'sync'],
  ui: ['domain', 'board', 'scene', 'editor', 'canvas', 'wire', 'sync', 'ui', 'i18n'],
}
const forbid = (patterns) => ({
  'no-restricted-imports': ['error', { patterns: patterns.map(([regex, message]) => ({ regex, message })) }],
})
const noServer = ['^#server/', 'The browser never imports the server.']
/** `dir` may import its layers and, if given, packages; relative paths stay inside the folder of the layer. */
const layer = (dir) => {
  const allowed = layers[dir].join('|')
  const patterns = [[`^#lib/(?!(${allowed})/)`, `${dir} may import ${layers[dir].join(', ')} only.`], noServer]
  if (dir === 'domain') patterns.push(['^(yjs|y-.*|lib0.*|konva.*|svelte.*|node:.*|\\$app.*)$', 'The domain is pure.'])
  if (dir !== 'wire') patterns.push(['^lib0', 'What travels is written and read in wire.'])
  if (dir !== 'canvas') patterns.push(['^konva', 'Konva lives in canvas only.'])
  if (dir === 'scene' || dir === 'editor') patterns.push(['^(yjs|y-.*|lib0.*|svelte.*)$', 'No Yjs, no Svelte here.'])
  return { files: [`src/lib/${dir}/**/*.{ts,svelte}`], ignores: ['**/*.test.ts'], rules: forbid(patterns) }
}

const writtenPatterns = {
  selector: 'NewExpression[callee.name="RegExp"]',
  message: 'Only a pattern that is written down can be checked.',
}
const safeNormalising = {
  selector: 'CallExpression[callee.property.name="normalize"]:not([callee.object.callee.name="streamSafe"])',
  message: 'Normalising compares each mark on a letter with each: streamSafe first.',
}
/** Words are compared in one way: what finds a card by its name in one place finds it everywhere. */
const oneFolding = [
  'CallExpression[callee.property.name=/^(toLowerCase|toLocaleLowerCase|toUpperCase|toLocaleUpperCase|localeCompare)$/]',
  'MemberExpression[object.name="Intl"][property.name="Collator"]',
  'Literal[regex.pattern=/\\\\p\\{(M|Diacritic)/]',
].map((selector) => ({ selector, message: 'Words are folded by `fold` and sorted by `byWords` (domain/plain.ts).' }))

/** What travels between browser and server stands once. */
const oneWire = [
  ['Literal[value=/^wb\\.v\\d+$/]', 'The subprotocol'],
  ['Literal[raw=/^(44\\d\\d|1006|101[23])$/]', 'How a line ends'],
  [
    'MemberExpression[property.name="messageHandlers"] > Literal, MemberExpression[computed=true][object.property.name="messageHandlers"] > Literal',
    'The number of a message',
  ],
  [
    'Literal[value=/^\\/(sync|poll)(\\/|\\?|$)/], TemplateElement[value.raw=/\\/(sync|poll)(\\/|\\?|$)/]',
    'An address of the wire',
  ],
].map(([selector, what]) => ({ selector, message: `${what} stands in src/lib/wire.` }))

/** Who may do what stands in one table (domain/rights.ts). */
const oneTable = ['BinaryExpression > Literal[value=/^(facilitator|coordinator|participant|observer)$/]'].map(
  (selector) => ({ selector, message: 'Roles are compared in domain/rights.ts: ask `may`.' }),
)

/** What differs from view to view, tab to tab or kind to kind is said by its registry: domain/views, ui/state/tabs.ts, KINDS. */
const registered = [
  'BinaryExpression > Literal[value=/^(influence|circles|tree|ideas|stakeholders|framework)$/]',
  'SwitchCase > Literal[value=/^(influence|circles|tree|ideas|stakeholders|framework)$/]',
].map((selector) => ({ selector, message: 'No view is asked for by its name: its registry says what it is.' }))

export default ts.config(
  {
    ignores: [
      'node_modules',
      '.svelte-kit',
      'build',
      'data',
      'src/lib/i18n/paraglide',
      'test-results',
      'playwright-report',
      'tests/bench/rivals',
    ],
  },
  ...ts.configs.recommended,
  ...svelte.configs.recommended,
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'], svelteConfig } },
  },
  {
    rules: {
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-this-alias': 'off',
      // Links stay inside this application, whose base is the root.
      'svelte/no-navigation-without-resolve': 'off',
      'svelte/prefer-svelte-reactivity': 'off',
      'no-console': ['error', { allow: ['error', 'warn'] }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
    },
  },
  {
    files: ['src/**', 'server/**'],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        writtenPatterns,
        safeNormalising,
        ...oneFolding,
        ...oneWire,
        ...oneTable,
        ...registered,
      ],
    },
  },
  {
    // Codes and e-mail addresses are no words.
    files: ['src/lib/domain/plain.ts', 'server/**'],
    ignores: ['**/*.test.ts'],
    rules: { 'no-restricted-syntax': ['error', writtenPatterns, safeNormalising, ...oneWire, ...oneTable] },
  },
  { files: ['src/lib/wire/**'], rules: { 'no-restricted-syntax': ['error', writtenPatterns, safeNormalising] } },
  {
    // A pattern that tries again from where it failed stands the whole server still on forty thousand spaces.
    plugins: { regexp },
    rules: {
      'regexp/no-super-linear-backtracking': ['error', { report: 'potential' }],
      'regexp/no-super-linear-move': ['error', { report: 'potential', ignorePartial: false, ignoreSticky: false }],
    },
  },
  { files: ['server/**', 'tests/**', 'src/hooks.server.ts'], rules: { 'no-console': 'off' } },
  ...Object.keys(layers).map(layer),
  {
    files: ['server/**/*.ts'],
    rules: forbid([
      ['^#lib/(?!(domain|board|wire)/)', 'The server imports domain, board and wire only.'],
      ['^lib0', 'What travels is written and read in src/lib/wire.'],
      ['^(konva|svelte)', 'No interface in the server.'],
    ]),
  },
  {
    files: ['src/routes/**/*.{ts,svelte}'],
    // Kit itself keeps `.server` files from the browser.
    ignores: ['**/*.server.ts', '**/+server.ts'],
    rules: forbid([noServer]),
  },
)
