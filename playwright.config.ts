import { defineConfig } from '@playwright/test'
import { ORIGIN } from './tests/e2e/people.ts'
import { launchOptions } from './tests/support/chromium.ts'

export default defineConfig({
  testDir: './tests/e2e',
  globalSetup: './tests/e2e/server.ts',
  fullyParallel: false,
  // One a core: each file has browsers and boards of its own.
  workers: 2,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: process.env.PLAYWRIGHT_JSON_OUTPUT_NAME ? [['list'], ['json']] : [['list']],
  use: {
    baseURL: ORIGIN,
    locale: 'fr-FR',
    viewport: { width: 1440, height: 900 },
    launchOptions: launchOptions(),
    actionTimeout: 15_000,
    screenshot: 'only-on-failure',
    // It fetches the whole application once more for each person; where it is what is tested, it is allowed.
    serviceWorkers: 'block',
  },
})
