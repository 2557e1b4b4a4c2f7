/** A real browser on the real server: headless Chromium, 1440 × 900, boards written straight into the database. What is measured is the browser. */
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Browser, type BrowserContext, type CDPSession, type Page } from '@playwright/test'
import { SESSION_COOKIE } from '#server/auth/session.ts'
import { readConfig } from '#server/config.ts'
import { createServices } from '#server/services.ts'
import { launchOptions } from '../support/chromium.ts'
import type { Target } from './run.ts'

export const PORT = 4197

/** `boards`: their ids. `others`: the tokens of those who are on the first of them as well. */
export type Stage<Name extends string> = {
  readonly browser: Browser
  readonly token: string
  readonly others: readonly string[]
  readonly boards: Readonly<Record<Name, string>>
}

export async function onStage<Name extends string>(
  states: Readonly<Record<Name, Uint8Array>>,
  people: number,
  play: (stage: Stage<Name>) => Promise<readonly Target[]>,
): Promise<readonly Target[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'canevas-bench-'))
  const made = await prepare(dataDir, states, people)
  const server = await startServer(dataDir)
  const browser = await chromium.launch(launchOptions())
  try {
    return await play({ browser, ...made })
  } finally {
    await browser.close()
    await stopped(server)
    rmSync(dataDir, { recursive: true, force: true })
  }
}

async function prepare<Name extends string>(
  dataDir: string,
  states: Readonly<Record<Name, Uint8Array>>,
  people: number,
) {
  const services = await createServices(readConfig({ DATA_DIR: dataDir }))
  try {
    const guest = (name: string) => services.joining.welcomeGuest({ name, structure: 'Banc' })
    const { personId: by, token } = await guest('Lucie')
    const made = []
    for (const [name, state] of Object.entries<Uint8Array>(states))
      made.push({ name, ...(await services.boards.createBoard({ title: name, by, state })) })
    const { programmeId, id: boardId } = made[0]!
    const others: string[] = []
    for (let i = 0; i < people; i++) {
      const { personId, token } = await guest(`Personne ${i + 1}`)
      const membership = { personId, programmeId, boardId, role: 'participant', viaInvitation: null } as const
      await services.memberships.create(membership, services.now())
      others.push(token)
    }
    return { token, others, boards: Object.fromEntries(made.map(({ name, id }) => [name, id])) as Record<Name, string> }
  } finally {
    await services.close()
  }
}

/** Of this version's own build, made where it is missing. */
function startServer(dataDir: string): Promise<ChildProcess> {
  const server = spawn(process.execPath, ['server/start.js'], {
    env: { ...process.env, PORT: String(PORT), DATA_DIR: dataDir, NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return new Promise((resolve, reject) => {
    server.stdout.on('data', (chunk: Buffer) => {
      if (chunk.toString().includes('Canevas: http')) resolve(server)
    })
    server.once('exit', (code) => reject(new Error(`The server ended with ${code}.`)))
  })
}

async function stopped(server: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => server.once('close', resolve))
  server.kill('SIGTERM')
  await ended
}

export async function contextOf({ browser, token }: Pick<Stage<never>, 'browser' | 'token'>): Promise<BrowserContext> {
  const baseURL = `http://localhost:${PORT}`
  const context = await browser.newContext({ baseURL, locale: 'fr-FR', viewport: { width: 1_440, height: 900 } })
  await context.addCookies([{ name: SESSION_COOKIE, value: token, url: baseURL }])
  return context
}

export async function openBoard(
  stage: Pick<Stage<never>, 'browser' | 'token'>,
  id: string,
  tab: string,
): Promise<{ readonly page: Page; readonly cdp: CDPSession }> {
  const context = await contextOf(stage)
  const page = await context.newPage()
  await page.goto(`/b/${id}`)
  await page.locator('[data-save="saved"]').waitFor({ timeout: 60_000 })
  await page.getByRole('tab', { name: tab }).click()
  await page.waitForTimeout(1_000)
  const cdp = await context.newCDPSession(page)
  await cdp.send('Performance.enable')
  return { page, cdp }
}

/** What Chromium itself counts. */
export async function scriptSeconds(cdp: CDPSession): Promise<number> {
  const { metrics } = await cdp.send('Performance.getMetrics')
  return metrics.find(({ name }) => name === 'ScriptDuration')!.value
}
