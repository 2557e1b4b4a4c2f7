// `npm test`: every check and every test; ends with one line that counts them all.
// `npm test -- unit e2e` runs only the named steps.
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

type Count = { readonly passed: number; readonly failed: number }
type Step = {
  readonly name: string
  readonly command: readonly [string, readonly string[]]
  readonly env?: Record<string, string>
  /** Left out: the step is one check. */
  readonly count?: () => Count
  /** It mostly waits: begun as soon as all is prepared, beside the others. What it says is shown in its turn. */
  readonly beside?: true
}
type Ended = { readonly code: number; readonly seconds: number; readonly said: string }

const out = mkdtempSync(join(tmpdir(), 'canevas-test-'))
const vitest = (project: string): Step => ({
  name: project,
  command: [
    'vitest',
    [
      'run',
      '--project',
      project,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${join(out, `${project}.json`)}`,
    ],
  ],
  count: () => {
    const { numPassedTests, numTotalTests } = read(`${project}.json`)
    return { passed: numPassedTests, failed: numTotalTests - numPassedTests }
  },
})
const steps: readonly Step[] = [
  { name: 'messages', command: ['node', ['server/messages.js']] },
  { name: 'sync', command: ['svelte-kit', ['sync']] },
  { name: 'format', command: ['prettier', ['--check', '.', '--log-level', 'warn']] },
  { name: 'lint', command: ['eslint', ['.']] },
  { name: 'types', command: ['svelte-check', ['--fail-on-warnings', '--output', 'human']] },
  { name: 'dead-code', command: ['knip', ['--no-progress']] },
  vitest('unit'),
  vitest('convergence'),
  { ...vitest('server'), beside: true },
  { name: 'browsers', command: ['node', ['tests/support/ensure-browsers.ts']] },
  {
    name: 'e2e',
    command: ['playwright', ['test']],
    env: { PLAYWRIGHT_JSON_OUTPUT_NAME: join(out, 'e2e.json') },
    count: () => {
      const { expected, unexpected, flaky, skipped } = read('e2e.json').stats
      return { passed: expected, failed: unexpected + flaky + skipped }
    },
  },
  vitest('engines'),
]

/** What hangs has failed. */
const LONGEST_STEP_MS = 720_000
/** Always run: they make what the others need. */
const PREPARES = new Set(['messages', 'sync', 'browsers'])
const read = (file: string) => JSON.parse(readFileSync(join(out, file), 'utf8'))
const wanted = new Set(process.argv.slice(2))
const total = { passed: 0, failed: 0 }
const isAsked = ({ name }: Step) => wanted.size === 0 || wanted.has(name) || PREPARES.has(name)
const asked = steps.filter(isAsked)
const begun = new Map<Step, Promise<Ended>>()
for (const step of asked) {
  if (!PREPARES.has(step.name))
    for (const other of asked) if (other.beside && !begun.has(other)) begun.set(other, run(other))
  console.log(`\n── ${step.name}`)
  const { code, seconds, said } = await (begun.get(step) ?? run(step))
  process.stdout.write(said)
  const counted = countOf(step, code)
  total.passed += counted.passed
  total.failed += counted.failed
  console.log(`── ${step.name}: ${counted.passed} passed, ${counted.failed} failed (${seconds.toFixed(1)} s)`)
}
rmSync(out, { recursive: true, force: true })
console.log(`\n${total.passed} passed, ${total.failed} failed`)
process.exit(total.failed === 0 ? 0 : 1)

function run({ command: [command, args], env, beside }: Step): Promise<Ended> {
  const start = Date.now()
  let said = ''
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      stdio: ['inherit', beside ? 'pipe' : 'inherit', beside ? 'pipe' : 'inherit'],
      env: { ...process.env, ...env },
      shell: process.platform === 'win32',
      timeout: LONGEST_STEP_MS,
      killSignal: 'SIGKILL',
    })
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (said += chunk.toString()))
    const ended = (code: number) => resolve({ code, seconds: (Date.now() - start) / 1_000, said })
    child.on('error', () => ended(127))
    child.on('close', (code) => ended(code ?? 1))
  })
}

/** A step that ended badly failed even if it could not say how many. */
function countOf(step: Step, code: number): Count {
  if (code === 0 && PREPARES.has(step.name)) return { passed: 0, failed: 0 }
  if (!step.count) return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }
  try {
    const { passed, failed } = step.count()
    return { passed, failed: failed === 0 && code !== 0 ? 1 : failed }
  } catch {
    return { passed: 0, failed: 1 }
  }
}
