/** Starts the built application on a fresh database for the end-to-end tests, and makes the first account by its one-time link. */
import { chromium } from '@playwright/test'
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { launchOptions } from '../support/chromium.ts'
import { FACILITATOR, ORIGIN } from './people.ts'

export default async function startServer(): Promise<() => Promise<void>> {
  const dataDir = mkdtempSync(join(tmpdir(), 'canevas-e2e-'))
  const server = spawn(process.execPath, ['server/start.js'], {
    env: { ...process.env, PORT: '4199', DATA_DIR: dataDir, NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const setup = await new Promise<string>((resolve, reject) => {
    let printed = ''
    server.stdout.on('data', (chunk: Buffer) => {
      printed += chunk.toString()
      const link = /\/setup\/[\w-]+/.exec(printed)?.[0]
      if (link) resolve(link)
    })
    server.on('exit', (code) => reject(new Error(`The server ended with ${code}.\n${printed}`)))
  })
  await makeAccount(setup).catch((error: unknown) => {
    server.kill('SIGTERM')
    throw error
  })
  process.env.CANEVAS_DATA = dataDir
  return async () => {
    server.removeAllListeners('exit')
    const ended = new Promise((resolve) => server.once('close', resolve))
    server.kill('SIGTERM')
    await ended
    rmSync(dataDir, { recursive: true, force: true })
  }
}

/** Before any test, so that tests may run side by side; its session is the tests'. */
async function makeAccount(link: string): Promise<void> {
  const browser = await chromium.launch(launchOptions())
  try {
    const page = await browser.newPage({ locale: 'fr-FR' })
    await page.goto(`${ORIGIN}${link}`)
    await page.getByLabel('Prénom et nom').fill(FACILITATOR.name)
    await page.getByLabel('Structure').fill('Agence d’appui')
    await page.getByLabel('Adresse e-mail').fill(FACILITATOR.email)
    await page.getByLabel('Mot de passe').fill(FACILITATOR.password)
    await page.getByRole('button', { name: 'Créer le compte' }).click()
    await page.getByRole('heading', { name: 'Mes tableaux' }).waitFor()
    process.env.CANEVAS_FACILITATOR = JSON.stringify(await page.context().cookies())
  } finally {
    await browser.close()
  }
}
